import type { Heading, RootContent } from 'mdast'
import type { LeafDirective } from 'mdast-util-directive'
import { isOpen } from '../counting/definitions'
import { dayBeside, dayInWords } from '../days'
import { effectivePeriod, type Period, periodInWords, quarterInWords, quarterOf } from '../periods'
import { isLongTerm } from '../targets'
import { listed } from '../words'
import type { itemStates } from './directives'
import type { ItemFact, ProgramFact } from './facts'
import { itemsOf } from './inline'
import { Args, bullets, isWorded, paragraph, type Resolving, strong, subheading, text } from './resolving'

type ItemState = (typeof itemStates)[number]

interface Group {
  title: string
  /** Groups come in the order of this. */
  order: string
  items: ItemFact[]
}

/** `::items`: the named items of a state, under headings; each counts as described from here on. */
export function itemsBlock(node: LeafDirective, resolving: Resolving): RootContent[] {
  const args = new Args(node, resolving)
  const programs = args.programs()
  const state = args.word<ItemState>('state') ?? 'done'
  const matching = candidates(resolving, programs, state, args)
  const { chosen } = resolving.facts
  const matchingById = new Map(matching.map((item) => [item.id, item]))
  const shows = args.word('show') ?? 'chosen'
  const shown =
    shows === 'all'
      ? matching
      : chosen.length === 0
        ? matching.filter(isWorded)
        : chosen.flatMap((id) => matchingById.get(id) ?? [])
  const by =
    args.word<'quarter' | 'eta' | 'none'>('by') ?? (state === 'done' ? 'quarter' : state === 'dropped' ? 'none' : 'eta')
  const groups = grouped(shown, state, by, resolving)
  const query = { of: state, programs: programs.map((each) => each.key), by, show: shows }
  const asked = programs.map((each) => each.key)
  const all = itemsOf(resolving, asked, state).length
  resolving.chip(node, shown.length === 0 ? 'none' : `${shown.length} of ${Math.max(all, shown.length)} by name`)
  const label = node.children.length > 0
  return groups.flatMap((group, at): RootContent[] => {
    const heading: Heading = {
      type: 'heading',
      depth: 3,
      children: label && at === 0 ? node.children : [text(group.title)],
    }
    const list = bullets(group.items.map((item) => [text(wordsOf(item))]))
    const rows = group.items.map((item) => item.id)
    const claim = resolving.newClaim(
      node,
      { ...query, group: group.title },
      `${rows.length} by name: ${group.title}`,
      rows.length,
      rows,
    )
    list.data = { claim }
    group.items.forEach((item, position) => {
      const row = list.children[position]
      if (row && !isWorded(item)) row.data = { role: 'missing' }
      print(item, state, node, resolving)
    })
    return group.title === '' ? [list] : [heading, list]
  })
}

const wordsOf = (item: ItemFact) => (isWorded(item) ? (item.titlePublic ?? '') : `${item.key}: wording missing`)

function candidates(resolving: Resolving, programs: readonly ProgramFact[], state: ItemState, args: Args): ItemFact[] {
  const { facts } = resolving
  const keys = programs.map((program) => program.key)
  const quarter = args.quarter('quarter')
  const eta = args.quarter('eta')
  const horizon = args.word('horizon')
  return facts.items.filter((item) => {
    if (item.placeholder || !item.programs.some((key) => keys.includes(key)) || !isIn(item, state)) return false
    if (quarter && quarterDone(item, facts.firstMonth) !== quarter) return false
    if (eta && (item.target === null || quarterOf(item.target.endOn, facts.firstMonth) !== eta)) return false
    const targetEndOn = item.target?.endOn ?? null
    const isLong =
      item.continuous || isLongTerm({ kind: item.kind, targetEndOn, acceptedOn: item.acceptedOn }, facts.longTermDays)
    return horizon === undefined || (horizon === 'long-term') === isLong
  })
}

function isIn(item: ItemFact, state: ItemState): boolean {
  switch (state) {
    case 'done':
      return item.status === 'done'
    case 'dropped':
      return item.status === 'dropped'
    case 'open':
      return isOpen(item.status)
    case 'not-started':
      return item.status === 'accepted'
    case 'in-flight':
      return isOpen(item.status) && item.status !== 'accepted'
  }
}

/** The quarter a completion lies wholly inside; null when nobody stated one. */
function quarterDone(item: ItemFact, firstMonth: number) {
  if (item.status !== 'done' || item.statusOn === null) return null
  const when = effectivePeriod(item.statusOn, item.statusResolution)
  if (when === null) return null
  const quarter = quarterOf(when.endOn, firstMonth)
  return quarterOf(when.fromOn, firstMonth) === quarter ? quarter : null
}

function grouped(
  items: readonly ItemFact[],
  state: ItemState,
  by: 'quarter' | 'eta' | 'none',
  resolving: Resolving,
): Group[] {
  const { firstMonth } = resolving.facts
  const groups = new Map<string, Group>()
  for (const item of items) {
    let order = ''
    if (by === 'quarter' && state === 'done') order = quarterDone(item, firstMonth) ?? '~'
    if (by === 'eta') order = item.continuous ? '~~' : item.target ? `${item.target.endOn} ${item.target.fromOn}` : '~'
    const group = groups.get(order) ?? { title: '', order, items: [] }
    group.items.push(item)
    groups.set(order, group)
  }
  const made = [...groups.values()].sort((a, b) => (a.order < b.order ? -1 : 1))
  for (const group of made) group.title = titleOf(group, state, by, firstMonth)
  return made
}

const stateTitles: Record<ItemState, string> = {
  done: 'Completed',
  open: 'Open',
  'in-flight': 'In flight',
  'not-started': 'Planned',
  dropped: 'Not pursued',
}

function titleOf(group: Group, state: ItemState, by: 'quarter' | 'eta' | 'none', firstMonth: number): string {
  const [first] = group.items
  if (by === 'none' || !first) return stateTitles[state]
  if (state === 'done') {
    const quarter = quarterDone(first, firstMonth)
    return quarter ? `Completed in ${quarterInWords(quarter)}` : 'Completed, quarter not stated'
  }
  if (state === 'dropped') return stateTitles.dropped
  return openTitle(group.items, first.continuous ? 'ongoing' : first.target, firstMonth)
}

/** `In flight, expected in Q3 2021`; `Planned for Q2 2021`; `In flight, no date yet`. */
function openTitle(items: readonly ItemFact[], target: Period | null | 'ongoing', firstMonth: number): string {
  const started = items.filter((item) => item.status !== 'accepted').length
  if (target === 'ongoing') return 'Ongoing'
  const how = started === items.length ? 'In flight' : started === 0 ? 'Planned' : 'In flight or planned'
  if (target === null) return `${how}, no date yet`
  const when = periodInWords(target, firstMonth)
  const preposition = target.resolution === 'day' ? 'by' : 'in'
  return how === 'Planned' ? `Planned for ${when}` : `${how}, expected ${preposition} ${when}`
}

/** An item is named: it counts as described, promises what it says, and is held to its record. */
function print(item: ItemFact, state: ItemState, node: LeafDirective, resolving: Resolving) {
  const place = resolving.placeOf(node)
  const { asOf, firstMonth } = resolving.facts
  const shown = state === 'done' ? 'done' : state === 'dropped' ? 'dropped' : 'open'
  const worded = isWorded(item)
  resolving.printed.push({ item: item.id, key: item.key, words: wordsOf(item), state: shown, worded, place })
  if (!worded) {
    const why =
      item.titlePublic === null
        ? 'it has none'
        : item.wordingState === 'in_review'
          ? 'it is in review'
          : `it is ${item.wordingState}`
    resolving.check(
      'wording',
      'error',
      item.id,
      `${item.key} is shown, and its customer wording is not approved: ${why}.`,
      place,
      item.key,
    )
  }
  if (shown === 'open') {
    const due = item.continuous ? null : item.target
    if (due && due.endOn < asOf) {
      const over = `${item.key} is shown as expected in ${periodInWords(due, firstMonth)}, which is over on ${dayInWords(asOf)}. Move its target, or complete it.`
      resolving.check('eta-passed', 'error', item.id, over, place, item.key)
    }
    if (worded) {
      resolving.forward.push({
        kind: 'item_target',
        text: item.titlePublic ?? '',
        item: item.id,
        about: null,
        due,
        dueAssumed: false,
        promise: null,
      })
    }
  }
  if (shown === 'done' && item.tier === 'priority_action') {
    if (item.evidence === 'none' && !item.evidenceExcused) {
      resolving.check(
        'not-verified',
        'error',
        item.id,
        `${item.key} is named as done and lacks the evidence its policy asks for. Add it, or say why there is none.`,
        place,
        item.key,
      )
    } else if (item.evidence === 'unchecked') {
      resolving.check(
        'not-verified',
        'warning',
        item.id,
        `${item.key} is named as done; nobody has checked its evidence.`,
        place,
        item.key,
      )
    }
  }
}

/** What a program's total is a number of. */
const nounOf = (programs: readonly ProgramFact[]) =>
  programs.every((program) => program.kind === 'initiatives') ? 'initiatives' : 'improvements'

/** `::headline`: done, what is open and when it is expected, one figure a line. */
export function headlineBlock(node: LeafDirective, resolving: Resolving): RootContent[] {
  const { facts } = resolving
  const programs = new Args(node, resolving).programs()
  const keys = programs.map((program) => program.key)
  const counts = facts.figures.counts(keys)
  if (counts.total === 0) {
    resolving.chip(node, 'no items yet')
    return [paragraph(text('There are no items yet.'))]
  }
  const row = (value: number, of: string, words: string, rows: readonly string[], whole: unknown = value) => {
    const figure = resolving.claim(node, { of, programs: keys }, value.toLocaleString('en-US'), whole, rows)
    return [strong(figure), text(` ${words}`)]
  }
  const { previous } = facts
  const before = previous ? facts.figures.counts(keys, previous.asOf ?? previous.publishedOn) : null
  const gain = before ? counts.done - before.done : 0
  const since =
    previous && before && before.total > 0
      ? `, ${gain > 0 ? `${gain} more than` : gain < 0 ? `${-gain} fewer than` : 'as many as'} on ${dayBeside(previous.asOf ?? previous.publishedOn, facts.asOf)}`
      : ''
  const rows = [
    row(
      counts.done,
      'done',
      `of ${counts.total.toLocaleString('en-US')} ${nounOf(programs)} complete${since}`,
      itemsOf(resolving, keys, 'done'),
      // Its line says the total as well.
      { done: counts.done, total: counts.total },
    ),
  ]
  const open = facts.items.filter(
    (item) => !item.continuous && isOpen(item.status) && item.programs.some((key) => keys.includes(key)),
  )
  for (const group of grouped(open, 'open', 'eta', resolving)) {
    const [first] = group.items
    const words =
      first?.target === null
        ? 'open without a date'
        : openTitle(group.items, first?.target ?? null, facts.firstMonth).replace(/^\w/, (letter) =>
            letter.toLowerCase(),
          )
    rows.push(
      row(
        group.items.length,
        'open',
        words,
        group.items.map((item) => item.id),
      ),
    )
  }
  if (counts.dropped > 0)
    rows.push(
      row(counts.dropped, 'dropped', 'not pursued, and still in the total', itemsOf(resolving, keys, 'dropped')),
    )
  resolving.chip(node, `${counts.done} of ${counts.total}`)
  const list = bullets(rows)
  list.data = { role: 'summary' }
  return [list]
}

/** `::not-itemised`: how many of the total no list of this report names. Resolved when everything else is. */
export function notItemisedBlock(node: LeafDirective, resolving: Resolving): RootContent[] {
  const { facts, printed } = resolving
  const programs = new Args(node, resolving).programs()
  const keys = programs.map((program) => program.key)
  const { total } = facts.figures.counts(keys)
  const named = new Set(printed.map((each) => each.item))
  const rest = (of: 'total' | 'done' | 'open' | 'dropped') =>
    itemsOf(resolving, keys, of).filter((id) => !named.has(id))
  const missing = rest('total')
  for (const key of keys) resolving.restSaid.add(key)
  const claim = (of: string, words: string, rows: string[]) =>
    resolving.claim(node, { of: `not-itemised-${of}`, programs: keys }, words, rows.length, rows)
  if (missing.length === 0) {
    resolving.chip(node, `all ${total} are described`)
    return total === 0
      ? []
      : [
          {
            ...paragraph(text('All '), claim('none', String(total), []), text(' are described here.')),
            data: { role: 'meta' },
          },
        ]
  }
  const parts: [string, string[]][] = [
    ['completed', rest('done')],
    ['open', rest('open')],
    ['not pursued', rest('dropped')],
  ]
  const said = parts.filter(([, rows]) => rows.length > 0)
  resolving.chip(
    node,
    `${missing.length} of ${total}: ${listed(said.map(([words, rows]) => `${rows.length} ${words}`))}`,
  )
  const children = said.flatMap(([words, rows], at) => [
    ...(at > 0 ? [text(', ')] : []),
    claim(words, rows.length.toLocaleString('en-US'), rows),
    text(` ${words}`),
  ])
  const all = claim(
    'total',
    `${missing.length.toLocaleString('en-US')} of the ${total.toLocaleString('en-US')}`,
    missing,
  )
  return [
    {
      ...paragraph(all, text(` ${missing.length === 1 ? 'is' : 'are'} not described here: `), ...children, text('.')),
      data: { role: 'meta' },
    },
  ]
}

/** `::changes`: what is different since the previous report, by name where there are approved words. */
export function changesBlock(node: LeafDirective, resolving: Resolving): RootContent[] {
  const { facts } = resolving
  const args = new Args(node, resolving)
  const keys = args.programs().map((program) => program.key)
  const previous = args.since()
  const changes = facts.figures.changesSince(keys, previous.asOf)
  const blocks: RootContent[] = []
  const add = (of: string, title: string, ids: readonly string[]) => {
    if (ids.length === 0) return
    const items = ids.flatMap((id) => resolving.item(id) ?? [])
    const named = items.filter((item) => !item.placeholder && isWorded(item))
    const others = ids.length - named.length
    const rows = named.map((item) => [text(item.titlePublic ?? '')])
    if (others > 0)
      rows.push([text(named.length ? `and ${others} not described here` : `${others} not described here`)])
    const list = bullets(rows)
    list.data = {
      claim: resolving.newClaim(
        node,
        { of, programs: keys, since: previous.asOf },
        `${ids.length} ${title.toLowerCase()}`,
        ids.length,
        ids,
      ),
    }
    blocks.push(subheading(text(`${title}: ${ids.length}`)), list)
  }
  const reworded = rewordings(resolving, previous)
  add('done', 'Newly completed', changes.done)
  add('added', 'New', changes.added)
  add('moved', 'Moved', changes.moved)
  add('dropped', 'Not pursued', changes.dropped)
  add('reopened', 'Open again', changes.reopened)
  if (reworded.length > 0)
    blocks.push(subheading(text(`Reworded: ${reworded.length}`)), bullets(reworded.map((words) => [text(words)])))
  const total =
    changes.done.length + changes.added.length + changes.moved.length + changes.dropped.length + reworded.length
  resolving.chip(
    node,
    total === 0 ? 'nothing changed' : `${changes.done.length} newly done, ${total - changes.done.length} other`,
  )
  return blocks.length ? blocks : [paragraph(text(`Nothing has changed since ${dayInWords(previous.publishedOn)}.`))]
}

/** Words of the previous report that would be said differently now: of items, and of what caused an incident. */
export function rewordings(
  resolving: Resolving,
  previous: { shown: readonly { item: string; words: string }[]; causes: Readonly<Record<string, string>> },
): string[] {
  const { facts } = resolving
  const found: string[] = []
  for (const { item: id, words } of previous.shown) {
    const item = resolving.item(id)
    if (item && isWorded(item) && item.titlePublic !== words) found.push(`“${words}” now reads “${item.titlePublic}”`)
  }
  for (const incident of facts.incidents) {
    const before = previous.causes[incident.key]
    if (before && incident.causePublic && before !== incident.causePublic)
      found.push(`The cause, “${before}”, now reads “${incident.causePublic}”`)
  }
  return found
}
