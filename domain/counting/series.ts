import { type Day, dayNumber } from '../days'
import { itemStatuses, membershipChanges } from '../vocabulary'
import type { Columns, Entries } from './columns'
import { knownSeqOf, type Question } from './count'
import { categories, categoryOf } from './definitions'

/** Counts at each of a row of as-of days; arrays by point. */
export interface Series {
  days: readonly Day[]
  total: Int32Array
  done: Int32Array
  dropped: Int32Array
  inFlight: Int32Array
  notStarted: Int32Array
}

const ADDED = membershipChanges.indexOf('added')
const ACCEPTED = itemStatuses.indexOf('accepted')
const categoryByCode = Uint8Array.from(itemStatuses, (status) => categories.indexOf(categoryOf(status)))
const NONE_CATEGORY = categories.indexOf('none')

/**
 * The counts at many as-of days in one pass over the entries: each stretch during which an item was a member with
 * one status adds one at its first point and takes it away after its last. Point for point it gives what `count`
 * gives (a property test holds them together). `days` must ascend.
 */
export function series(columns: Columns, question: Omit<Question, 'asOf'>, days: readonly Day[]): Series {
  const points = days.length
  const knownSeq = knownSeqOf(columns, question)
  const grid = new Grid(days)
  // One row a category, one column more than points: what ends after the last point falls off there.
  const width = points + 1
  const changes = new Int32Array(categories.length * width)

  const statuses = new Spans(points)
  const members = new Spans(points)
  const { membership, status, pairItem, continuous } = columns
  const only = question.only

  const addItem = (item: number) => {
    if (members.length === 0 || continuous[item]) return
    if (only && !only.has(columns.itemIds[item] as string)) return
    statuses.length = 0
    statuses.collect(status, item, knownSeq, grid, -1)
    // Before its first status entry a member is not started.
    const firstStatus = statuses.length ? (statuses.from[statuses.length - 1] as number) : points
    for (let m = 0; m < members.length; m++) {
      const memberFrom = members.from[m] as number
      const memberTo = members.to[m] as number
      add(ACCEPTED, memberFrom, memberTo < firstStatus ? memberTo : firstStatus)
      for (let s = 0; s < statuses.length; s++) {
        const from = statuses.from[s] as number
        const to = statuses.to[s] as number
        add(statuses.code[s] as number, from > memberFrom ? from : memberFrom, to < memberTo ? to : memberTo)
      }
    }
  }
  const add = (code: number, from: number, to: number) => {
    if (from >= to) return
    const row = (categoryByCode[code] as number) * width
    changes[row + from] = (changes[row + from] as number) + 1
    changes[row + to] = (changes[row + to] as number) - 1
  }

  const chosen =
    question.programs === 'all'
      ? null
      : new Set(question.programs.map((id) => columns.programIndex.get(id)).filter((index) => index !== undefined))
  // Pairs of one item must come together so that overlapping memberships are one; a single program never overlaps.
  if (chosen && chosen.size === 1) {
    const [program] = chosen
    for (const pair of columns.pairsOfProgram[program as number] ?? []) {
      members.length = 0
      members.collect(membership, pair, knownSeq, grid, ADDED)
      addItem(pairItem[pair] as number)
    }
  } else {
    const { first, next } = pairsByItem(columns, chosen)
    for (let item = 0; item < first.length; item++) {
      let pair = first[item] as number
      if (pair === NONE) continue
      members.length = 0
      const isAlone = next[pair] === NONE
      for (; pair !== NONE; pair = next[pair] as number) members.collect(membership, pair, knownSeq, grid, ADDED)
      if (!isAlone) members.merge()
      addItem(item)
    }
  }

  const total = new Int32Array(points)
  for (let category = 0; category < categories.length; category++) {
    const row = category * width
    let running = 0
    for (let point = 0; point < points; point++) {
      running += changes[row + point] as number
      changes[row + point] = running
      if (category !== NONE_CATEGORY) total[point] = (total[point] as number) + running
    }
  }
  const of = (category: (typeof categories)[number]) => {
    const row = categories.indexOf(category) * width
    return changes.subarray(row, row + points)
  }
  return {
    days,
    total,
    done: of('done'),
    dropped: of('dropped'),
    inFlight: of('in_flight'),
    notStarted: of('not_started'),
  }
}

const NONE = -1

/** The pairs of the chosen programs as one chain an item. */
function pairsByItem(columns: Columns, chosen: ReadonlySet<number> | null) {
  const first = new Int32Array(columns.itemIds.length).fill(NONE)
  const next = new Int32Array(columns.pairs).fill(NONE)
  const isChosen = Uint8Array.from(columns.programIds, (_, program) => (!chosen || chosen.has(program) ? 1 : 0))
  const { pairProgram, pairItem } = columns
  for (let pair = columns.pairs - 1; pair >= 0; pair--) {
    if (!isChosen[pairProgram[pair] as number]) continue
    const item = pairItem[pair] as number
    next[pair] = first[item] as number
    first[item] = pair
  }
  return { first, next }
}

/** From a day number to the first point on or after it. A table, because it is asked per entry. */
class Grid {
  readonly points: number
  readonly first: number
  readonly last: number
  readonly table: Int32Array

  constructor(days: readonly Day[]) {
    const numbers = days.map(dayNumber)
    this.points = numbers.length
    this.first = numbers[0] ?? 0
    this.last = numbers.at(-1) ?? 0
    this.table = new Int32Array(this.last - this.first + 1)
    let point = 0
    for (let day = this.first; day <= this.last && point < this.points; day++) {
      while ((numbers[point] as number) < day) point++
      this.table[day - this.first] = point
    }
  }
}

/** Stretches of points, latest first; reused for every item so that a pass allocates next to nothing. */
class Spans {
  from: Int32Array
  to: Int32Array
  code: Uint8Array
  length = 0

  /** Stretches of one subject do not overlap, so there are at most as many as points. */
  constructor(private readonly points: number) {
    this.from = new Int32Array(points)
    this.to = new Int32Array(points)
    this.code = new Uint8Array(points)
  }

  /** Adds the stretches during which each entry of a subject stands. `wanted` keeps one code only. */
  collect(entries: Entries, subject: number, knownSeq: number, grid: Grid, wanted: number): void {
    const { day, seq, goneAt, code, older } = entries
    const { points, first, last, table } = grid
    if (this.length + points > this.from.length) this.#grow()
    const { from, to, code: codes } = this
    let { length } = this
    let until = points
    for (let at = entries.head[subject] ?? NONE; at >= 0 && until > 0; at = older[at] as number) {
      if ((seq[at] as number) > knownSeq || (goneAt[at] as number) <= knownSeq) continue
      const on = day[at] as number
      const begins = on <= first ? 0 : on > last ? points : (table[on - first] as number)
      if (begins >= until) continue
      const said = code[at] as number
      if (wanted < 0 || said === wanted) {
        from[length] = begins
        to[length] = until
        codes[length++] = said
      }
      until = begins
    }
    this.length = length
  }

  #grow() {
    const size = this.from.length + Math.max(this.points, this.from.length)
    const [from, to, code] = [new Int32Array(size), new Int32Array(size), new Uint8Array(size)]
    from.set(this.from)
    to.set(this.to)
    code.set(this.code)
    Object.assign(this, { from, to, code })
  }

  /** Joins overlapping stretches, whatever their order. */
  merge() {
    if (this.length < 2) return
    const { from, to } = this
    // By insertion: they are few, and all but one or two stand in order already.
    for (let at = 1; at < this.length; at++) {
      const movingFrom = from[at] as number
      const movingTo = to[at] as number
      let hole = at
      for (; hole > 0 && (from[hole - 1] as number) > movingFrom; hole--) {
        from[hole] = from[hole - 1] as number
        to[hole] = to[hole - 1] as number
      }
      from[hole] = movingFrom
      to[hole] = movingTo
    }
    let last = 0
    for (let at = 1; at < this.length; at++) {
      if ((from[at] as number) <= (to[last] as number)) {
        if ((to[at] as number) > (to[last] as number)) to[last] = to[at] as number
        continue
      }
      last++
      from[last] = from[at] as number
      to[last] = to[at] as number
    }
    this.length = last + 1
  }
}
