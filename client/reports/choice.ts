import type { Answers } from '../api'

type Preview = Answers['reports']['preview']
type Item = Preview['items'][number]

/** Which items a report shows by name, as lists of ids. The named items come from the server in the order of their keys. */

/** What is shown while nothing is chosen. */
export const everyWorded = (items: readonly Item[]): string[] =>
  items.filter((item) => item.worded).map((item) => item.id)

/** What was chosen, or what is shown while nothing was. */
export const chosenNow = ({ chosen, items }: Pick<Preview, 'chosen' | 'items'>): readonly string[] =>
  chosen.length > 0 ? chosen : everyWorded(items)

/** What to say for a list. What would be shown anyway is no choice: what is worded later then appears by itself. */
export function choiceOf(list: readonly string[], items: readonly Item[]): readonly string[] {
  const anyway = everyWorded(items)
  return list.length === anyway.length && list.every((id, at) => id === anyway[at]) ? [] : list
}

/**
 * An item comes back to the place its key gives it; where its author moved things by hand, to the end of its own.
 * `own`: the ids of the items it stands with.
 */
export function putBack(
  list: readonly string[],
  item: string,
  items: readonly Item[],
  own: readonly string[],
): readonly string[] {
  const place = new Map(items.map(({ id }, at) => [id, at]))
  const placeOf = (id: string) => place.get(id) ?? items.length
  const isInOrder = (ids: readonly string[]) =>
    ids.every((id, at) => at === 0 || placeOf(ids[at - 1] ?? id) < placeOf(id))
  const beside = list.filter((id) => own.includes(id))
  const among = isInOrder(list) ? list : isInOrder(beside) ? beside : []
  const next = among.find((id) => placeOf(id) > placeOf(item))
  const last = among === list ? undefined : beside.at(-1)
  const at = next !== undefined ? list.indexOf(next) : last !== undefined ? list.indexOf(last) + 1 : list.length
  return list.toSpliced(at, 0, item)
}
