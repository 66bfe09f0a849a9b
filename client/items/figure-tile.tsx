import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import type { ItemsSearch } from '../paths'
import classes from './figure-tile.module.css'

export const Tiles = ({ children }: { children: ReactNode }) => <section className={classes.tiles}>{children}</section>

interface Part {
  value: number
  search: ItemsSearch
  name: string
  late?: boolean
}

type Props = { name: string; children: ReactNode } & (
  | { value: number; of?: string; search: ItemsSearch }
  | { parts: Part[] }
)

/** One figure on the ruled line; the figure itself opens the rows it counts. */
export function Tile(props: Props) {
  const { name, children } = props
  return (
    <div className={classes.tile}>
      <div className={classes.tileName}>{name}</div>
      <div className={classes.value}>
        {'parts' in props ? (
          props.parts.map((part, at) => (
            <Fragment key={part.name}>
              {at ? ', ' : ''}
              <Link
                to="/items"
                search={part.search}
                data-late={part.late || undefined}
                aria-label={`${part.value} ${part.name}, open the rows`}
              >
                {part.value}
              </Link>
            </Fragment>
          ))
        ) : (
          <Link
            to="/items"
            search={props.search}
            aria-label={`${name}: ${props.value} ${props.of ?? ''}, open the rows`}
          >
            {props.value.toLocaleString('en-US')}
            {props.of ? <small> {props.of}</small> : null}
          </Link>
        )}
      </div>
      <div className={classes.delta}>{children}</div>
    </div>
  )
}
