import { quarterAfter } from '../../domain/periods'
import { type Directive, type DirectiveName, directives } from '../../domain/reports/directives'
import { useAbout } from '../about'
import { AnchoredMenu, MenuItem } from '../ui/overlays'
import type { ChipScope } from './chip-form'
import classes from './insert-menu.module.css'
import { type Insertion, insertionOf, isAskedAbout, reconciled, sourceOf } from './insertion'

/** Every directive by its name with what it says. One that cannot be without an argument is asked about first. */
export default function InsertMenu({
  anchor,
  scope,
  insert,
  ask,
  close,
}: {
  anchor: HTMLElement
  scope: ChipScope
  insert: (insertion: Insertion) => void
  /** With the directive as it would be written, as far as it is likely what is meant. */
  ask: (source: string) => void
  close: () => void
}) {
  const { quarter } = useAbout()
  const about = quarterAfter(scope.period ?? quarter)
  /** What is likely meant. */
  const likely: Partial<Record<DirectiveName, Record<string, string>>> = {
    elapsed: { to: 'first-public-notice' },
    commitment: { kind: 'other' },
    reconcile: reconciled(scope.promises.find((each) => each.said === null)),
    'next-update': { about },
  }
  return (
    <AnchoredMenu anchor={anchor} close={close} label="Insert">
      {(Object.entries(directives) as [DirectiveName, Directive][]).map(([name, directive]) => (
        <MenuItem
          key={name}
          onClick={() => {
            const source = sourceOf(name, directive, likely[name] ?? {})
            if (isAskedAbout(directive)) ask(source)
            else insert(insertionOf(directive, source))
          }}
        >
          <span className={classes.choice}>
            <b>{directive.name}</b>
            <span>{directive.says}</span>
          </span>
        </MenuItem>
      ))}
    </AnchoredMenu>
  )
}
