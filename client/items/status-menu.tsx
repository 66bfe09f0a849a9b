import { type ItemVerb, possibleVerbs, verbWords } from '../../domain/items'
import type { ItemStatus } from '../../domain/vocabulary'
import { AnchoredMenu, MenuDivider, MenuItem } from '../ui/overlays'
import { type ChangeableItem, useQuickVerbs, verbsWithForm } from './acts'

export type FormVerb = Extract<ItemVerb, 'complete' | 'block' | 'reopen' | 'drop'> | 'correctStatusDay'

/** The verbs that fit where the item stands. Nobody picks a status: one says what happened. */
export default function StatusMenu({
  anchor,
  item,
  close,
  openForm,
}: {
  anchor: HTMLElement
  item: ChangeableItem & { status: ItemStatus; continuous: boolean }
  close: () => void
  openForm: (verb: FormVerb) => void
}) {
  const act = useQuickVerbs()
  const verbs = possibleVerbs(item)
  return (
    <AnchoredMenu anchor={anchor} close={close} label={`What happened to ${item.key}`}>
      {verbs.map((verb) => (
        <MenuItem
          key={verb}
          onClick={() => (verbsWithForm.includes(verb) ? openForm(verb as FormVerb) : act(verb, item))}
        >
          {verbWords[verb]}
          {verbsWithForm.includes(verb) ? '…' : null}
        </MenuItem>
      ))}
      <MenuDivider />
      {verbs.includes('complete') ? (
        <MenuItem onClick={() => openForm('complete')}>Complete on another day, with evidence…</MenuItem>
      ) : null}
      <MenuItem onClick={() => openForm('correctStatusDay')}>Correct the day of this status…</MenuItem>
    </AnchoredMenu>
  )
}
