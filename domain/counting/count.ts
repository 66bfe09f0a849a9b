import { type Day, type DayNumber, dayNumber, type Instant } from '../days'
import { effectivePeriod, type Period } from '../periods'
import { effectiveResolutions, type ItemStatus, itemStatuses, membershipChanges } from '../vocabulary'
import { type Columns, NO_DATE, seqKnownAt, standing } from './columns'
import { categories, categoryOf } from './definitions'

/** A question to the record: over which programs, at which day, as known when. */
export interface Question {
  /** Program ids; `all` is the union of every program. An item in several is counted once. */
  programs: readonly string[] | 'all'
  asOf: Day
  /** Null: all that is known. */
  knownAt: Instant | null
  /** Only these items (by the items' values of today): owner, service and the like. */
  only?: ReadonlySet<string> | undefined
  /** Nothing later than this seq is seen: the point in time of the snapshot that is being read. */
  upTo?: number | undefined
}

/** The last seq a question may look at: what was known then, and no more than its snapshot holds. */
export function knownSeqOf(columns: Columns, question: Pick<Question, 'knownAt' | 'upTo'>): number {
  const known = seqKnownAt(columns, question.knownAt)
  return question.upTo === undefined ? known : Math.min(known, question.upTo)
}

/** total = done + dropped + inFlight + notStarted, always. */
export interface Counts {
  total: number
  done: number
  dropped: number
  inFlight: number
  notStarted: number
  /** inFlight + notStarted. */
  open: number
  /** Of those in flight. */
  blocked: number
  /** Members that never end: listed, in no total. */
  ongoing: number
}

export const emptyCounts = (): Counts => ({
  total: 0,
  done: 0,
  dropped: 0,
  inFlight: 0,
  notStarted: 0,
  open: 0,
  blocked: 0,
  ongoing: 0,
})

const ADDED = membershipChanges.indexOf('added')
const BLOCKED = itemStatuses.indexOf('blocked')
const PROPOSED = itemStatuses.indexOf('proposed')
const ACCEPTED = itemStatuses.indexOf('accepted')
const categoryByCode = Uint8Array.from(itemStatuses, (status) => categories.indexOf(categoryOf(status)))

/**
 * The one walk that every figure comes from: each member of the programs at the question's (asOf, knownAt), once,
 * with the position of its standing status entry (-1: none yet, so not started). A proposed item is a member of
 * nothing. Items come in the order in which they were registered (their keys).
 */
export function visitMembers(
  columns: Columns,
  question: Question,
  visit: (item: number, statusPosition: number) => void,
): void {
  const asOf = dayNumber(question.asOf)
  const knownSeq = knownSeqOf(columns, question)
  const { membership, status, pairItem } = columns
  const stamp = ++columns.stamps
  const consider = (pair: number) => {
    const item = pairItem[pair] as number
    if (columns.stamp[item] === stamp) return
    const standingMembership = standing(membership, pair, asOf, knownSeq)
    if (standingMembership < 0 || membership.code[standingMembership] !== ADDED) return
    columns.stamp[item] = stamp
    if (question.only && !question.only.has(columns.itemIds[item] as string)) return
    const at = standing(status, item, asOf, knownSeq)
    if (at >= 0 && status.code[at] === PROPOSED) return
    visit(item, at)
  }
  if (question.programs === 'all') {
    for (let pair = 0; pair < columns.pairs; pair++) consider(pair)
    return
  }
  const chosen = new Uint8Array(columns.programIds.length)
  let chosenPairs = 0
  for (const id of question.programs) {
    const program = columns.programIndex.get(id)
    if (program === undefined || chosen[program]) continue
    chosen[program] = 1
    chosenPairs += columns.pairsOfProgram[program]?.length ?? 0
  }
  // The pairs of one program lie far apart: for many programs one walk through all pairs is several times faster.
  if (chosenPairs * 4 > columns.pairs) {
    for (let pair = 0; pair < columns.pairs; pair++) if (chosen[columns.pairProgram[pair] as number]) consider(pair)
    return
  }
  for (let program = 0; program < chosen.length; program++) {
    if (chosen[program]) for (const pair of columns.pairsOfProgram[program] ?? []) consider(pair)
  }
}

/** How many. The one counting function of the product: every surface that shows a count asks this. */
export function count(columns: Columns, question: Question): Counts {
  const tally = new Int32Array(categories.length)
  let blocked = 0
  let ongoing = 0
  visitMembers(columns, question, (item, at) => {
    if (columns.continuous[item]) {
      ongoing++
      return
    }
    const code = at < 0 ? ACCEPTED : (columns.status.code[at] as number)
    const category = categoryByCode[code] as number
    tally[category] = (tally[category] as number) + 1
    if (code === BLOCKED) blocked++
  })
  return countsFrom(tally, blocked, ongoing)
}

/** The same for every program by itself, in one walk. Gives zeros for a program that never had a member. */
export function countEach(columns: Columns, question: Omit<Question, 'programs'>): (programId: string) => Counts {
  const asOf = dayNumber(question.asOf)
  const knownSeq = knownSeqOf(columns, question)
  const { membership, status, pairItem, pairProgram, continuous } = columns
  const width = categories.length + 2
  const tallies = new Int32Array(columns.programIds.length * width)
  const add = (slot: number) => {
    tallies[slot] = (tallies[slot] as number) + 1
  }
  for (let pair = 0; pair < columns.pairs; pair++) {
    const standingMembership = standing(membership, pair, asOf, knownSeq)
    if (standingMembership < 0 || membership.code[standingMembership] !== ADDED) continue
    const item = pairItem[pair] as number
    if (question.only && !question.only.has(columns.itemIds[item] as string)) continue
    const at = standing(status, item, asOf, knownSeq)
    const code = at < 0 ? ACCEPTED : (status.code[at] as number)
    if (code === PROPOSED) continue
    const row = (pairProgram[pair] as number) * width
    if (continuous[item]) {
      add(row + width - 1)
      continue
    }
    add(row + (categoryByCode[code] as number))
    if (code === BLOCKED) add(row + width - 2)
  }
  return (programId) => {
    const program = columns.programIndex.get(programId)
    if (program === undefined) return emptyCounts()
    const row = tallies.subarray(program * width, (program + 1) * width)
    return countsFrom(row, row[width - 2] as number, row[width - 1] as number)
  }
}

function countsFrom(tally: Int32Array, blocked: number, ongoing: number): Counts {
  const of = (category: (typeof categories)[number]) => tally[categories.indexOf(category)] as number
  const [done, dropped, inFlight, notStarted] = [of('done'), of('dropped'), of('in_flight'), of('not_started')]
  return {
    total: done + dropped + inFlight + notStarted,
    done,
    dropped,
    inFlight,
    notStarted,
    open: inFlight + notStarted,
    blocked,
    ongoing,
  }
}

/** One counted item as it stood at the question's (asOf, knownAt). */
export interface CountedItem {
  id: string
  status: ItemStatus
  continuous: boolean
  /** The effective day of the standing status; null before the first entry. */
  statusOn: Day | null
  statusResolution: (typeof effectiveResolutions)[number]
  targetEndOn: Day | null
}

/** The rows behind a count: exactly the items it visits, with what stood then. */
export function countedItems(columns: Columns, question: Question): CountedItem[] {
  const asOf = dayNumber(question.asOf)
  const knownSeq = knownSeqOf(columns, question)
  const rows: CountedItem[] = []
  visitMembers(columns, question, (item, at) => rows.push(countedItem(columns, item, at, asOf, knownSeq)))
  return rows
}

const countedItem = (columns: Columns, item: number, at: number, asOf: DayNumber, knownSeq: number): CountedItem => ({
  id: columns.itemIds[item] as string,
  status: at < 0 ? 'accepted' : (itemStatuses[columns.status.code[at] as number] as ItemStatus),
  continuous: columns.continuous[item] === 1,
  statusOn: at < 0 ? null : dayAt(columns.status.day[at] as number),
  statusResolution: at < 0 ? 'day' : (effectiveResolutions[columns.status.resolution[at] as number] ?? 'day'),
  targetEndOn: targetEndAt(columns, item, asOf, knownSeq),
})

/** What differs between two as-of days, item by item. Work that never ends is in no ratio and in no change. */
export interface Changes {
  done: CountedItem[]
  dropped: CountedItem[]
  added: CountedItem[]
  removed: CountedItem[]
  reopened: CountedItem[]
}

const ABSENT = -2
const DONE = itemStatuses.indexOf('done')
const DROPPED = itemStatuses.indexOf('dropped')

/** From `since` to the question's as-of. Rows are as they stood at as-of; those that were removed, at `since`. */
export function changesSince(columns: Columns, question: Question, since: Day): Changes {
  const asOf = dayNumber(question.asOf)
  const from = dayNumber(since)
  const knownSeq = knownSeqOf(columns, question)
  const codeAt = (at: number) => (at < 0 ? ACCEPTED : (columns.status.code[at] as number))
  const before = new Int32Array(columns.itemIds.length).fill(ABSENT)
  visitMembers(columns, { ...question, asOf: since }, (item, at) => {
    if (!columns.continuous[item]) before[item] = at
  })
  const changes: Changes = { done: [], dropped: [], added: [], removed: [], reopened: [] }
  visitMembers(columns, question, (item, at) => {
    if (columns.continuous[item]) return
    const then = before[item] as number
    before[item] = ABSENT
    const code = codeAt(at)
    const codeThen = then === ABSENT ? -1 : codeAt(then)
    if (code === codeThen) return
    const row = countedItem(columns, item, at, asOf, knownSeq)
    if (code === DONE) changes.done.push(row)
    if (code === DROPPED) changes.dropped.push(row)
    if (then === ABSENT) changes.added.push(row)
    else if (codeThen === DONE) changes.reopened.push(row)
  })
  // Whoever is left here was a member then and is none now.
  for (let item = 0; item < before.length; item++) {
    const then = before[item] as number
    if (then !== ABSENT) changes.removed.push(countedItem(columns, item, then, from, knownSeq))
  }
  return changes
}

/** The day the target of each open item ends; of those that have one and can be done. */
export function openTargets(columns: Columns, question: Question): Day[] {
  const asOf = dayNumber(question.asOf)
  const knownSeq = knownSeqOf(columns, question)
  const ends: Day[] = []
  visitMembers(columns, question, (item, at) => {
    if (columns.continuous[item]) return
    const code = at < 0 ? ACCEPTED : (columns.status.code[at] as number)
    if (code === DONE || code === DROPPED) return
    const end = targetEndAt(columns, item, asOf, knownSeq)
    if (end !== null) ends.push(end)
  })
  return ends
}

const days = new Map<DayNumber, Day>()
/** Few days, many rows: each is spelled once. */
function dayAt(number: DayNumber): Day {
  const known = days.get(number)
  if (known) return known
  const day = new Date(number * 86_400_000).toISOString().slice(0, 10) as Day
  if (days.size > 20_000) days.clear()
  days.set(number, day)
  return day
}

function targetEndAt(columns: Columns, item: number, asOf: DayNumber, knownSeq: number): Day | null {
  const at = standing(columns.target, item, asOf, knownSeq)
  if (at < 0) return null
  const end = columns.target.end[at] as number
  return end === NO_DATE ? null : dayAt(end)
}

/** Figures about dates, over the open members that can be done. */
export interface DateFigures {
  overdue: number
  undated: number
  /** Open with a target that ends inside the period asked for. */
  dueIn: number
  /** Open, with a target. */
  dated: number
}

/** Overdue, without a date, and due in a period; the same walk as `count`. */
export function dateFigures(columns: Columns, question: Question, period: Period): DateFigures {
  const asOf = dayNumber(question.asOf)
  const knownSeq = knownSeqOf(columns, question)
  const from = dayNumber(period.fromOn)
  const to = dayNumber(period.endOn)
  const figures: DateFigures = { overdue: 0, undated: 0, dueIn: 0, dated: 0 }
  visitMembers(columns, question, (item, at) => {
    if (columns.continuous[item]) return
    const category = categories[categoryByCode[at < 0 ? ACCEPTED : (columns.status.code[at] as number)] as number]
    if (category !== 'in_flight' && category !== 'not_started') return
    const target = standing(columns.target, item, asOf, knownSeq)
    const end = target < 0 ? NO_DATE : (columns.target.end[target] as number)
    if (end === NO_DATE) {
      figures.undated++
      return
    }
    figures.dated++
    if (end < asOf) figures.overdue++
    if (end >= from && end <= to) figures.dueIn++
  })
  return figures
}

/** Where the done of a question lie in time. */
export interface DoneByPeriod {
  /** By period of the input, in its order. */
  inside: number[]
  /** Done on or before a day nobody stated exactly: in no period. */
  dateNotStated: number
}

/**
 * Done in each period: items done at the question's as-of whose standing completion lies wholly inside the period.
 * Those known only as `by` a day belong to none and are counted beside.
 */
export function doneByPeriod(columns: Columns, question: Question, periods: readonly Period[]): DoneByPeriod {
  const inside = periods.map(() => 0)
  let dateNotStated = 0
  visitDone(columns, question, (_, when) => {
    if (!when) {
      dateNotStated++
      return
    }
    const period = periods.findIndex((each) => liesIn(when, each))
    if (period >= 0) inside[period] = (inside[period] as number) + 1
  })
  return { inside, dateNotStated }
}

/** The rows behind one of those figures, as ids; and, as there, how many are in no period. */
export function doneWithin(
  columns: Columns,
  question: Question,
  period: Period,
): { items: string[]; dateNotStated: number } {
  const items: string[] = []
  let dateNotStated = 0
  visitDone(columns, question, (item, when) => {
    if (!when) dateNotStated++
    else if (liesIn(when, period)) items.push(columns.itemIds[item] as string)
  })
  return { items, dateNotStated }
}

const liesIn = (when: { fromOn: Day; endOn: Day }, period: Period) =>
  when.fromOn >= period.fromOn && when.endOn <= period.endOn

/** Each member that is done, with the days its completion lies within; null: it was only done by a day. */
function visitDone(
  columns: Columns,
  question: Question,
  visit: (item: number, when: ReturnType<typeof effectivePeriod>) => void,
) {
  visitMembers(columns, question, (item, at) => {
    if (at < 0 || columns.continuous[item] || columns.status.code[at] !== DONE) return
    const resolution = effectiveResolutions[columns.status.resolution[at] as number] ?? 'day'
    visit(item, effectivePeriod(dayAt(columns.status.day[at] as number), resolution))
  })
}

/**
 * Items whose target moved in the days after `since` up to the question's as-of: a move is a later date, or a date
 * taken away. Undone moves are not in the record and so are none.
 */
export function movedSince(columns: Columns, question: Question, since: Day): { items: string[]; moves: number } {
  const asOf = dayNumber(question.asOf)
  const from = dayNumber(since)
  const knownSeq = knownSeqOf(columns, question)
  const { target } = columns
  const items: string[] = []
  let moves = 0
  visitMembers(columns, question, (item) => {
    if (columns.continuous[item]) return
    let itsMoves = 0
    const standingEntries: number[] = []
    for (let at = target.head[item] ?? -1; at >= 0; at = target.older[at] as number) {
      const known = (target.seq[at] as number) <= knownSeq && (target.goneAt[at] as number) > knownSeq
      if (known && (target.day[at] as number) <= asOf) standingEntries.push(at)
    }
    let lastStated = NO_DATE
    let dated = false
    for (const at of standingEntries.reverse()) {
      const end = target.end[at] as number
      const isMove = end === NO_DATE ? dated : lastStated !== NO_DATE && end > lastStated
      if (isMove && (target.day[at] as number) > from) itsMoves++
      dated = end !== NO_DATE
      if (dated) lastStated = end
    }
    if (itsMoves === 0) return
    items.push(columns.itemIds[item] as string)
    moves += itsMoves
  })
  return { items, moves }
}

/** The earliest day on which any of the programs had a member, as known then; null without one. */
export function firstMemberDay(
  columns: Columns,
  question: Pick<Question, 'programs' | 'knownAt' | 'upTo'>,
): Day | null {
  const knownSeq = knownSeqOf(columns, question)
  const { membership } = columns
  const programs = question.programs === 'all' ? columns.programIds : question.programs
  let first = Number.POSITIVE_INFINITY
  for (const id of programs) {
    const program = columns.programIndex.get(id)
    for (const pair of (program !== undefined && columns.pairsOfProgram[program]) || []) {
      for (let at = membership.head[pair] ?? -1; at >= 0; at = membership.older[at] as number) {
        if ((membership.seq[at] as number) > knownSeq || (membership.goneAt[at] as number) <= knownSeq) continue
        if (membership.code[at] === ADDED) first = Math.min(first, membership.day[at] as number)
      }
    }
  }
  return Number.isFinite(first) ? dayAt(first) : null
}
