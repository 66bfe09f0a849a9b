import { type Day, type DayNumber, dayNumber, type Instant } from '../days'
import {
  type EffectiveResolution,
  effectiveResolutions,
  type ItemStatus,
  itemStatuses,
  type MembershipChange,
  membershipChanges,
} from '../vocabulary'

/**
 * The entries of status, membership and target as columns of numbers, so that 500,000 of them are counted at any
 * (as-of, known-at) in milliseconds. Loaded in the order of `seq`, then arranged by subject; later entries are
 * appended one by one. Each subject's entries form a chain from the latest effective day to the earliest.
 *
 * Known-at is a *sequence number* here: `recordedAt` never falls along `seq`, so "what was recorded by an instant"
 * is "every entry up to a seq" (`seqKnownAt`), and one integer compare replaces one of instants.
 */

/** Larger than any seq: not superseded, or no limit to what is known. */
export const NEVER = 0x7fffffff
/** In `end` of a target entry: the date was withdrawn. */
export const NO_DATE = -0x7fffffff
const NONE = -1

interface EntryRow {
  seq: number
  effectiveOn: Day
  recordedAt: Instant
  supersedes: number | null
  void: boolean
}
export interface StatusRow extends EntryRow {
  item: string
  status: ItemStatus
  effectiveResolution: EffectiveResolution
}
export interface MembershipRow extends EntryRow {
  program: string
  item: string
  change: MembershipChange
}
export interface TargetRow extends EntryRow {
  item: string
  endOn: Day | null
}

/** One kind of entry. Parallel arrays by position; `head` and `older` are the chains. */
export interface Entries {
  length: number
  subject: Int32Array
  day: Int32Array
  seq: Int32Array
  /** The seq of the first entry that supersedes this one, or NEVER. */
  goneAt: Int32Array
  /** Status or membership change, as its index in the vocabulary. */
  code: Uint8Array
  resolution: Uint8Array
  /** Targets: the last day of the period, as a day number. */
  end: Int32Array
  older: Int32Array
  /** By subject: the position of its latest entry. */
  head: Int32Array
  /** In the order of seq, void entries included: what known-at is looked up in. */
  loadedSeq: Int32Array
  loadedAt: Float64Array
  loadedPosition: Int32Array
  loaded: number
}

export interface Columns {
  status: Entries
  target: Entries
  membership: Entries
  itemIds: string[]
  itemIndex: Map<string, number>
  /** By item: 1 when the work never ends and so is in no ratio. */
  continuous: Uint8Array
  programIds: string[]
  programIndex: Map<string, number>
  /** A pair is a program and an item that ever met: the subject of membership entries. */
  pairProgram: Int32Array
  pairItem: Int32Array
  pairs: number
  pairIndex: Map<number, number>
  pairsOfProgram: number[][]
  /** Scratch of the counting functions: which item was already seen in this question. */
  stamp: Int32Array
  stamps: number
}

const ints = (size: number) => new Int32Array(size)

function emptyEntries(capacity: number): Entries {
  return {
    length: 0,
    subject: ints(capacity),
    day: ints(capacity),
    seq: ints(capacity),
    goneAt: ints(capacity),
    code: new Uint8Array(capacity),
    resolution: new Uint8Array(capacity),
    end: ints(capacity),
    older: ints(capacity),
    head: ints(16).fill(NONE),
    loadedSeq: ints(capacity),
    loadedAt: new Float64Array(capacity),
    loadedPosition: ints(capacity),
    loaded: 0,
  }
}

/** Columns without an entry. The capacities only save growing during a large load. */
export function emptyColumns(expected: { status?: number; target?: number; membership?: number } = {}): Columns {
  return {
    status: emptyEntries(expected.status ?? 64),
    target: emptyEntries(expected.target ?? 64),
    membership: emptyEntries(expected.membership ?? 64),
    itemIds: [],
    itemIndex: new Map(),
    continuous: new Uint8Array(16),
    programIds: [],
    programIndex: new Map(),
    pairProgram: ints(16),
    pairItem: ints(16),
    pairs: 0,
    pairIndex: new Map(),
    pairsOfProgram: [],
    stamp: ints(16),
    stamps: 0,
  }
}

function grownInts(array: Int32Array, size: number, fill = 0): Int32Array {
  if (size <= array.length) return array
  const grown = ints(Math.max(size, array.length * 2))
  grown.set(array)
  if (fill) grown.fill(fill, array.length)
  return grown
}

function grownBytes(array: Uint8Array, size: number): Uint8Array {
  if (size <= array.length) return array
  const grown = new Uint8Array(Math.max(size, array.length * 2))
  grown.set(array)
  return grown
}

/** Makes an item known (or corrects its `continuous` flag, which is fixed at acceptance). Gives its index. */
export function registerItem(columns: Columns, id: string, continuous: boolean): number {
  const known = columns.itemIndex.get(id)
  const index = known ?? columns.itemIds.length
  if (known === undefined) {
    columns.itemIds.push(id)
    columns.itemIndex.set(id, index)
    columns.continuous = grownBytes(columns.continuous, index + 1)
    columns.stamp = grownInts(columns.stamp, index + 1)
    columns.status.head = grownInts(columns.status.head, index + 1, NONE)
    columns.target.head = grownInts(columns.target.head, index + 1, NONE)
  }
  columns.continuous[index] = continuous ? 1 : 0
  return index
}

function programAt(columns: Columns, id: string): number {
  const known = columns.programIndex.get(id)
  if (known !== undefined) return known
  const index = columns.programIds.length
  columns.programIds.push(id)
  columns.programIndex.set(id, index)
  columns.pairsOfProgram.push([])
  return index
}

// Two indices in one number key; 2^26 items and 2^26 programs fit a double exactly.
const pairKey = (program: number, item: number) => program * 0x4000000 + item

function pairAt(columns: Columns, programId: string, itemId: string): number {
  const program = programAt(columns, programId)
  const item = itemAt(columns, itemId)
  const key = pairKey(program, item)
  const known = columns.pairIndex.get(key)
  if (known !== undefined) return known
  const index = columns.pairs++
  columns.pairProgram = grownInts(columns.pairProgram, index + 1)
  columns.pairItem = grownInts(columns.pairItem, index + 1)
  columns.membership.head = grownInts(columns.membership.head, index + 1, NONE)
  columns.pairProgram[index] = program
  columns.pairItem[index] = item
  columns.pairIndex.set(key, index)
  columns.pairsOfProgram[program]?.push(index)
  return index
}

function itemAt(columns: Columns, id: string): number {
  const index = columns.itemIndex.get(id)
  // A programming error, not bad input: the loader registers items before their entries.
  if (index === undefined) throw new Error(`Item ${id} has an entry but was not registered`)
  return index
}

// Entries are recorded one after the other and told about few days: each text is read once and looked up from then on.
const numbersOfDays = new Map<string, DayNumber>()

function numberOfDay(day: Day): DayNumber {
  const known = numbersOfDays.get(day)
  if (known !== undefined) return known
  const number = dayNumber(day)
  if (numbersOfDays.size > 20_000) numbersOfDays.clear()
  numbersOfDays.set(day, number)
  return number
}

/** Adds an entry at the end. Returns its position, or -1 when the entry only takes another one out. */
function load(entries: Entries, row: EntryRow, subject: number, code: number, resolution: number, end: number): number {
  if (entries.loaded > 0 && row.seq <= (entries.loadedSeq[entries.loaded - 1] as number)) {
    throw new Error(`Entry ${row.seq} was loaded after a later one`)
  }
  if (row.supersedes !== null) {
    const gone = positionOfSeq(entries, row.supersedes)
    if (gone >= 0 && (entries.goneAt[gone] as number) > row.seq) entries.goneAt[gone] = row.seq
  }
  const at = entries.loaded++
  entries.loadedSeq = grownInts(entries.loadedSeq, at + 1)
  entries.loadedPosition = grownInts(entries.loadedPosition, at + 1)
  if (at >= entries.loadedAt.length) {
    const grown = new Float64Array(entries.loadedAt.length * 2)
    grown.set(entries.loadedAt)
    entries.loadedAt = grown
  }
  entries.loadedSeq[at] = row.seq
  entries.loadedAt[at] = Date.parse(row.recordedAt)
  if (row.void) {
    entries.loadedPosition[at] = NONE
    return NONE
  }
  const position = entries.length++
  if (position >= entries.day.length) {
    entries.subject = grownInts(entries.subject, position + 1)
    entries.day = grownInts(entries.day, position + 1)
    entries.seq = grownInts(entries.seq, position + 1)
    entries.goneAt = grownInts(entries.goneAt, position + 1)
    entries.end = grownInts(entries.end, position + 1)
    entries.older = grownInts(entries.older, position + 1)
    entries.code = grownBytes(entries.code, position + 1)
    entries.resolution = grownBytes(entries.resolution, position + 1)
  }
  entries.loadedPosition[at] = position
  entries.subject[position] = subject
  entries.day[position] = numberOfDay(row.effectiveOn)
  entries.seq[position] = row.seq
  entries.goneAt[position] = NEVER
  entries.code[position] = code
  entries.resolution[position] = resolution
  entries.end[position] = end
  return position
}

/** Puts an entry into its subject's chain: latest day first, among equals the highest seq first. */
function chain(entries: Entries, position: number) {
  const { day, seq, older, head } = entries
  const subject = entries.subject[position] as number
  const isLater = (a: number, b: number) =>
    (day[a] as number) > (day[b] as number) || (day[a] === day[b] && (seq[a] as number) > (seq[b] as number))
  let newer = NONE
  let at = head[subject] as number
  while (at !== NONE && isLater(at, position)) {
    newer = at
    at = older[at] as number
  }
  older[position] = at
  if (newer === NONE) head[subject] = position
  else older[newer] = position
}

function positionOfSeq(entries: Entries, seq: number): number {
  let low = 0
  let high = entries.loaded - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = entries.loadedSeq[middle] as number
    if (found === seq) return entries.loadedPosition[middle] as number
    if (found < seq) low = middle + 1
    else high = middle - 1
  }
  return NONE
}

const statusCode = Object.fromEntries(itemStatuses.map((status, index) => [status, index])) as Record<
  ItemStatus,
  number
>
const resolutionCode = Object.fromEntries(effectiveResolutions.map((word, index) => [word, index])) as Record<
  EffectiveResolution,
  number
>
const changeCode = Object.fromEntries(membershipChanges.map((word, index) => [word, index])) as Record<
  MembershipChange,
  number
>

const loadStatus = (columns: Columns, row: StatusRow) =>
  load(
    columns.status,
    row,
    itemAt(columns, row.item),
    statusCode[row.status],
    resolutionCode[row.effectiveResolution],
    NO_DATE,
  )
const loadMembership = (columns: Columns, row: MembershipRow) =>
  load(columns.membership, row, pairAt(columns, row.program, row.item), changeCode[row.change], 0, NO_DATE)
const loadTarget = (columns: Columns, row: TargetRow) =>
  load(columns.target, row, itemAt(columns, row.item), 0, 0, row.endOn === null ? NO_DATE : numberOfDay(row.endOn))

/** During a first load: rows in the order of seq, their items registered. `arrange` must follow. */
export const bulk = { status: loadStatus, membership: loadMembership, target: loadTarget }

/** Adds one entry to arranged columns. Rows come in the order of seq. */
export function appendStatus(columns: Columns, row: StatusRow) {
  const position = loadStatus(columns, row)
  if (position !== NONE) chain(columns.status, position)
}
export function appendMembership(columns: Columns, row: MembershipRow) {
  const position = loadMembership(columns, row)
  if (position !== NONE) chain(columns.membership, position)
}
export function appendTarget(columns: Columns, row: TargetRow) {
  const position = loadTarget(columns, row)
  if (position !== NONE) chain(columns.target, position)
}

/**
 * Lays entries out by subject and links the chains. Without it a count would jump through memory for every item:
 * measured at four to five times the duration for 500,000 entries.
 */
export function arrange(columns: Columns) {
  columns.status = arranged(columns.status, columns.itemIds.length)
  columns.target = arranged(columns.target, columns.itemIds.length)
  columns.membership = arranged(columns.membership, columns.pairs)
}

function arranged(entries: Entries, subjects: number): Entries {
  const { length } = entries
  const start = ints(subjects + 1)
  for (let at = 0; at < length; at++) {
    const subject = entries.subject[at] as number
    start[subject + 1] = (start[subject + 1] as number) + 1
  }
  for (let subject = 0; subject < subjects; subject++) {
    start[subject + 1] = (start[subject + 1] as number) + (start[subject] as number)
  }
  // A stable counting sort by subject keeps the order of seq inside each; days are then put right by insertion.
  const order = ints(length)
  const filled = start.slice()
  for (let at = 0; at < length; at++) {
    const subject = entries.subject[at] as number
    const slot = filled[subject] as number
    filled[subject] = slot + 1
    order[slot] = at
  }
  for (let subject = 0; subject < subjects; subject++) {
    const from = start[subject] as number
    const to = start[subject + 1] as number
    for (let slot = from + 1; slot < to; slot++) {
      const moving = order[slot] as number
      const day = entries.day[moving] as number
      let hole = slot
      while (hole > from && (entries.day[order[hole - 1] as number] as number) > day) {
        order[hole] = order[hole - 1] as number
        hole--
      }
      order[hole] = moving
    }
  }
  const laid: Entries = { ...emptyEntries(length + 64), length, loaded: entries.loaded }
  const movedTo = ints(length)
  for (let slot = 0; slot < length; slot++) {
    const from = order[slot] as number
    movedTo[from] = slot
    laid.subject[slot] = entries.subject[from] as number
    laid.day[slot] = entries.day[from] as number
    laid.seq[slot] = entries.seq[from] as number
    laid.goneAt[slot] = entries.goneAt[from] as number
    laid.code[slot] = entries.code[from] as number
    laid.resolution[slot] = entries.resolution[from] as number
    laid.end[slot] = entries.end[from] as number
  }
  laid.head = ints(Math.max(16, subjects)).fill(NONE)
  for (let subject = 0; subject < subjects; subject++) {
    const from = start[subject] as number
    const to = start[subject + 1] as number
    if (to > from) laid.head[subject] = to - 1
    for (let slot = from; slot < to; slot++) laid.older[slot] = slot === from ? NONE : slot - 1
  }
  laid.loadedSeq = entries.loadedSeq
  laid.loadedAt = entries.loadedAt
  laid.loadedPosition = entries.loadedPosition
  for (let at = 0; at < entries.loaded; at++) {
    const position = entries.loadedPosition[at] as number
    if (position !== NONE) laid.loadedPosition[at] = movedTo[position] as number
  }
  return laid
}

/** The highest seq of any entry loaded so far; 0 without one. */
export function lastSeq(columns: Columns): number {
  const last = (entries: Entries) => (entries.loaded ? (entries.loadedSeq[entries.loaded - 1] as number) : 0)
  return Math.max(last(columns.status), last(columns.target), last(columns.membership))
}

/** The highest seq recorded at or before an instant; for null, larger than any and smaller than NEVER. */
export function seqKnownAt(columns: Columns, knownAt: Instant | null): number {
  if (knownAt === null) return NEVER - 1
  const limit = Date.parse(knownAt)
  const known = (entries: Entries) => {
    let low = 0
    let high = entries.loaded
    while (low < high) {
      const middle = (low + high) >> 1
      if ((entries.loadedAt[middle] as number) <= limit) low = middle + 1
      else high = middle
    }
    return low ? (entries.loadedSeq[low - 1] as number) : 0
  }
  return Math.max(known(columns.status), known(columns.target), known(columns.membership))
}

/**
 * The position of the entry that stands for a subject at (asOf, knownSeq), or -1:
 * of the entries known and not superseded by a known one, the latest effective on or before asOf; then the highest seq.
 */
export function standing(entries: Entries, subject: number, asOf: DayNumber, knownSeq: number): number {
  const { day, seq, goneAt, older } = entries
  let at = entries.head[subject] ?? NONE
  while (at !== NONE) {
    if ((day[at] as number) <= asOf && (seq[at] as number) <= knownSeq && (goneAt[at] as number) > knownSeq) return at
    at = older[at] as number
  }
  return NONE
}
