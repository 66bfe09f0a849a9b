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
  const pointOf = pointLookup(days)
  // One row a category, one column more than points: what ends after the last point falls off there.
  const changes = categories.map(() => new Int32Array(points + 1))

  const spans = new Spans()
  const members = new Spans()
  const { membership, status, pairItem } = columns
  const chosen =
    question.programs === 'all'
      ? null
      : new Set(question.programs.map((id) => columns.programIndex.get(id)).filter((index) => index !== undefined))
  const only = question.only
  const programOf = columns.pairProgram

  const addItem = (item: number) => {
    if (members.length === 0 || columns.continuous[item]) return
    if (only && !only.has(columns.itemIds[item] as string)) return
    members.merge()
    spans.length = 0
    spansOf(status, item, knownSeq, pointOf, points, spans)
    for (let m = 0; m < members.length; m++) {
      const memberFrom = members.from[m] as number
      const memberTo = members.to[m] as number
      // Before its first status entry a member is not started.
      const firstStatus = spans.length ? (spans.from[spans.length - 1] as number) : points
      add(ACCEPTED, memberFrom, Math.min(memberTo, firstStatus))
      for (let s = 0; s < spans.length; s++) {
        add(
          spans.code[s] as number,
          Math.max(memberFrom, spans.from[s] as number),
          Math.min(memberTo, spans.to[s] as number),
        )
      }
    }
  }
  const add = (code: number, from: number, to: number) => {
    if (from >= to) return
    const row = changes[categoryByCode[code] as number] as Int32Array
    row[from] = (row[from] as number) + 1
    row[to] = (row[to] as number) - 1
  }

  // Pairs of one item must come together so that overlapping memberships are one; a single program never overlaps.
  if (chosen && chosen.size === 1) {
    const [program] = chosen
    for (const pair of columns.pairsOfProgram[program as number] ?? []) {
      members.length = 0
      spansOf(membership, pair, knownSeq, pointOf, points, members, ADDED)
      addItem(pairItem[pair] as number)
    }
  } else {
    const byItem: number[][] = Array.from({ length: columns.itemIds.length })
    for (let pair = 0; pair < columns.pairs; pair++) {
      if (chosen && !chosen.has(programOf[pair] as number)) continue
      const item = pairItem[pair] as number
      const list = byItem[item]
      if (list) list.push(pair)
      else byItem[item] = [pair]
    }
    for (let item = 0; item < byItem.length; item++) {
      const pairs = byItem[item]
      if (!pairs) continue
      members.length = 0
      for (const pair of pairs) spansOf(membership, pair, knownSeq, pointOf, points, members, ADDED)
      addItem(item)
    }
  }

  const total = new Int32Array(points)
  for (const [category, row] of changes.entries()) {
    let running = 0
    for (let point = 0; point < points; point++) {
      running += row[point] as number
      row[point] = running
      if (category !== NONE_CATEGORY) total[point] = (total[point] as number) + running
    }
  }
  const of = (category: (typeof categories)[number]) =>
    (changes[categories.indexOf(category)] as Int32Array).subarray(0, points)
  return {
    days,
    total,
    done: of('done'),
    dropped: of('dropped'),
    inFlight: of('in_flight'),
    notStarted: of('not_started'),
  }
}

/** Stretches of points, latest first; reused for every item so that a pass allocates nothing. */
class Spans {
  from = new Int32Array(64)
  to = new Int32Array(64)
  code = new Uint8Array(64)
  length = 0

  push(from: number, to: number, code: number) {
    if (this.length === this.from.length) {
      const grow = <T extends Int32Array | Uint8Array>(array: T, larger: T) => {
        larger.set(array)
        return larger
      }
      this.from = grow(this.from, new Int32Array(this.length * 2))
      this.to = grow(this.to, new Int32Array(this.length * 2))
      this.code = grow(this.code, new Uint8Array(this.length * 2))
    }
    this.from[this.length] = from
    this.to[this.length] = to
    this.code[this.length] = code
    this.length++
  }

  /** Joins overlapping stretches, whatever their order. */
  merge() {
    if (this.length < 2) return
    const order = Array.from({ length: this.length }, (_, at) => at).sort(
      (a, b) => (this.from[a] as number) - (this.from[b] as number),
    )
    const merged: [number, number][] = []
    for (const at of order) {
      const from = this.from[at] as number
      const to = this.to[at] as number
      const last = merged.at(-1)
      if (last && from <= last[1]) last[1] = Math.max(last[1], to)
      else merged.push([from, to])
    }
    this.length = 0
    for (const [from, to] of merged) this.push(from, to, 0)
  }
}

/** The stretches of points during which each entry of a subject stands, latest first. `wanted` keeps one code only. */
function spansOf(
  entries: Entries,
  subject: number,
  knownSeq: number,
  pointOf: (day: number) => number,
  points: number,
  into: Spans,
  wanted = -1,
) {
  let until = points
  for (let at = entries.head[subject] ?? -1; at >= 0 && until > 0; at = entries.older[at] as number) {
    if ((entries.seq[at] as number) > knownSeq || (entries.goneAt[at] as number) <= knownSeq) continue
    const from = pointOf(entries.day[at] as number)
    if (from >= until) continue
    const code = entries.code[at] as number
    if (wanted < 0 || code === wanted) into.push(from, until, code)
    until = from
  }
}

/** From a day number to the first point on or after it; `points` when there is none. A table, because it is asked per entry. */
function pointLookup(days: readonly Day[]): (day: number) => number {
  const numbers = days.map(dayNumber)
  const first = numbers[0]
  const last = numbers.at(-1)
  if (first === undefined || last === undefined) return () => 0
  const table = new Int32Array(last - first + 1)
  let point = 0
  for (let day = first; day <= last; day++) {
    while ((numbers[point] as number) < day) point++
    table[day - first] = point
  }
  return (day) => (day <= first ? 0 : day > last ? days.length : (table[day - first] as number))
}
