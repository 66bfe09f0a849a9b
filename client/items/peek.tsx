import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { type Day, dayInWords } from '../../domain/days'
import { api } from '../api'
import { Failed, Loading } from '../ui/states'
import { ItemDetail } from './detail'
import type { ListedItem } from './list'
import classes from './peek.module.css'

/** The panel beside the list: the whole item without leaving it. J and K go on while it is open. */
export function Peek({
  itemKey,
  rows,
  open,
  then,
}: {
  itemKey: string
  rows: ListedItem[]
  open: (key: string | undefined) => void
  /** The day the list stands at when that is not today: the panel is always about today, and says so. */
  then: Day | null
}) {
  const { data, error, refetch } = useQuery(
    api.items.byKey.queryOptions({ key: itemKey }, { placeholderData: (before) => before }),
  )
  const panel = useRef<HTMLElement>(null)
  // On a narrow screen the panel covers the list, so it takes the focus; beside the list it would steal it.
  useEffect(() => {
    if (window.matchMedia('(max-width: 1279px)').matches) panel.current?.focus()
  }, [])
  const at = rows.findIndex((row) => row.key === itemKey)
  const neighbour = (by: number) => rows[at + by]?.key
  return (
    <aside className={classes.peek} ref={panel} tabIndex={-1} aria-label={`Item ${itemKey}`}>
      <div className={classes.top}>
        <span>
          <Link to="/items/$key" params={{ key: itemKey }} className={classes.keyLink}>
            {itemKey}
          </Link>
          {data?.programs.map((program) => (
            <span key={program.key}> · {program.title}</span>
          ))}
        </span>
        <span className={classes.keys}>
          <button
            type="button"
            disabled={!neighbour(1)}
            onClick={() => open(neighbour(1))}
            aria-label="Next item, key J"
          >
            <kbd>J</kbd>
          </button>
          <button type="button" disabled={at < 1} onClick={() => open(neighbour(-1))} aria-label="Previous item, key K">
            <kbd>K</kbd>
          </button>
          <button type="button" onClick={() => open(undefined)} aria-label="Close, key Escape">
            <kbd>Esc</kbd>
          </button>
        </span>
      </div>
      {then ? (
        <p className={classes.then}>The list stands at {dayInWords(then)}. This is the item as it stands today.</p>
      ) : null}
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data ? (
        <ItemDetail item={data} />
      ) : (
        <Loading what={itemKey} />
      )}
    </aside>
  )
}
