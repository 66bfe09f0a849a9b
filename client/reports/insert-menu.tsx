import { quarterAfter } from '../../domain/periods'
import { type Directive, type DirectiveName, directives } from '../../domain/reports/directives'
import { writeDirective } from '../../domain/reports/source'
import { useAbout } from '../about'
import { AnchoredMenu, MenuItem } from '../ui/overlays'
import type { ChipScope } from './chip-form'
import classes from './insert-menu.module.css'

export interface Insertion {
  shape: Directive['shape']
  text: string
  /** Where the cursor goes, counted from the beginning of the text. */
  cursor: number
}

/** Every directive by its name with what it says: one press puts it where the cursor is. */
export default function InsertMenu({
  anchor,
  scope,
  insert,
  close,
}: {
  anchor: HTMLElement
  scope: ChipScope
  insert: (insertion: Insertion) => void
  close: () => void
}) {
  const { quarter } = useAbout()
  const about = quarterAfter(scope.period ?? quarter)
  const open = scope.promises.find((each) => each.said === null) ?? scope.promises[0]
  /** What a directive cannot be without, with what is likely meant. */
  const needed: Partial<Record<DirectiveName, Record<string, string>>> = {
    elapsed: { to: 'first-public-notice' },
    stated: { source: 'where it is from' },
    commitment: { kind: 'other' },
    reconcile: { promise: open?.key ?? 'P-1', as: 'moved' },
    'next-update': { about },
  }
  return (
    <AnchoredMenu anchor={anchor} close={close} label="Insert">
      {(Object.entries(directives) as [DirectiveName, Directive][]).map(([name, directive]) => (
        <MenuItem key={name} onClick={() => insert(insertionOf(name, directive, needed[name] ?? {}))}>
          <span className={classes.choice}>
            <b>{directive.name}</b>
            <span>{directive.says}</span>
          </span>
        </MenuItem>
      ))}
    </AnchoredMenu>
  )
}

export function insertionOf(
  name: DirectiveName,
  { shape }: Pick<Directive, 'shape'>,
  given: Record<string, string>,
): Insertion {
  const colons = shape === 'text' ? 1 : shape === 'leaf' ? 2 : 3
  const opening = writeDirective({ colons, name, label: name === 'stated' ? 'the figure' : null, given })
  if (shape !== 'container') return { shape, text: opening, cursor: opening.length }
  return { shape, text: `${opening}\n\n:::`, cursor: opening.length + 1 }
}
