import { addDays, type Day, dayFromNumber, dayNumber, type Instant } from '../../days'
import { quarterOf, quarterPeriod } from '../../periods'
import { effectiveResolutions, itemStatuses } from '../../vocabulary'
import {
  appendMembership,
  appendStatus,
  appendTarget,
  arrange,
  bulk,
  type Columns,
  emptyColumns,
  type MembershipRow,
  registerItem,
  type StatusRow,
  type TargetRow,
} from '../columns'

/**
 * Random histories for tests and for the bench: the same from the same seed, on every machine. They hold what people
 * rarely do and the rules must survive: corrections of corrections, voids of voids, equal days, late and back-dated
 * entries, items in several programs, work that never ends, items without a status.
 */

/** mulberry32: small, fast, and good enough to disagree about. Gives numbers from 0 up to 1. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface RandomTarget extends TargetRow {
  fromOn: Day | null
}

/** One entry, in the order of `seq` over all three kinds. */
export type RandomEntry =
  | { kind: 'status'; row: StatusRow }
  | { kind: 'membership'; row: MembershipRow }
  | { kind: 'target'; row: RandomTarget }

export interface RandomItem {
  id: string
  continuous: boolean
  /** The programs it may meet. */
  programs: string[]
}

export interface HistorySize {
  seed: number
  programs: number
  items: number
  /** Of all three kinds together. */
  entries: number
  /** Each item begins accepted and a member, and never loses that: how a real record looks, for the bench. */
  tidy?: boolean
}

const idOf = (kind: number, n: number) =>
  `00000000-0000-7000-8${String(kind).padStart(3, '0')}-${String(n).padStart(12, '0')}`

const firstDay = dayNumber('2020-01-01')
const spanDays = 1_000
const firstInstant = Date.parse('2020-01-01T00:00:00.000Z')

export class RandomHistories {
  readonly programs: readonly string[]
  readonly items: readonly RandomItem[]
  readonly entries: RandomEntry[] = []
  readonly random: () => number
  readonly #tidy: boolean
  readonly #stepMs: number
  /** By subject: the seqs that a later entry may take out. */
  readonly #earlier = new Map<string, number[]>()
  #seq = 0
  #at = firstInstant

  constructor(size: HistorySize) {
    this.random = randomFrom(size.seed)
    this.#tidy = size.tidy ?? false
    this.#stepMs = (spanDays * 86_400_000) / Math.max(1, size.entries)
    this.programs = Array.from({ length: size.programs }, (_, n) => idOf(1, n + 1))
    this.items = Array.from({ length: size.items }, (_, n) => {
      const programs = new Set([this.programs[n % size.programs] as string])
      while (this.random() < 0.15) programs.add(this.oneOf(this.programs))
      return { id: idOf(2, n + 1), continuous: this.random() < (this.#tidy ? 0.02 : 0.1), programs: [...programs] }
    })
    if (this.#tidy) for (const item of this.items) this.#begin(item)
    this.more(size.entries - this.entries.length)
  }

  /** Goes on recording. Gives the new entries, which are also kept. */
  more(count: number): RandomEntry[] {
    const from = this.entries.length
    for (let made = 0; made < count; made++) this.entries.push(this.#next())
    return this.entries.slice(from)
  }

  oneOf<T>(values: readonly T[]): T {
    return values[Math.floor(this.random() * values.length)] as T
  }

  /** A day or an instant that a question may ask about: often one that occurs, where the mistakes are. */
  someDay(): Day {
    if (this.random() < 0.5 && this.entries.length) return this.oneOf(this.entries).row.effectiveOn
    return dayFromNumber(firstDay - 10 + Math.floor(this.random() * (spanDays + 20)))
  }

  someInstant(): Instant | null {
    const chance = this.random()
    if (chance < 0.2) return null
    if (chance < 0.7 && this.entries.length) return this.oneOf(this.entries).row.recordedAt
    return new Date(firstInstant + Math.floor(this.random() * (this.#at - firstInstant + 1))).toISOString()
  }

  /** Two entries about an item: it is accepted, and it joins its first program. */
  #begin(item: RandomItem) {
    const on = dayFromNumber(firstDay + Math.floor(this.random() * 60))
    const common = { effectiveOn: on, supersedes: null, void: false, item: item.id }
    this.entries.push({
      kind: 'status',
      row: { ...common, ...this.#stamp(), status: 'accepted', effectiveResolution: 'day' },
    })
    const [program] = item.programs
    this.entries.push({
      kind: 'membership',
      row: { ...common, ...this.#stamp(), program: program as string, change: 'added' },
    })
  }

  #stamp(): { seq: number; recordedAt: Instant } {
    // A third is recorded in the same millisecond as the one before: known-at must take them all or none.
    if (this.random() > 0.33) this.#at += Math.ceil(this.random() * 3 * this.#stepMs)
    return { seq: ++this.#seq, recordedAt: new Date(this.#at).toISOString() }
  }

  #next(): RandomEntry {
    const item = this.oneOf(this.items)
    const chance = this.random()
    if (chance < 0.55) {
      const entry = this.#entry(`status ${item.id}`)
      const status = this.oneOf(this.#tidy ? itemStatuses.slice(1) : itemStatuses)
      return {
        kind: 'status',
        row: { ...entry, item: item.id, status, effectiveResolution: this.oneOf(effectiveResolutions) },
      }
    }
    if (chance < 0.8) {
      const program = this.oneOf(item.programs)
      const entry = this.#entry(`membership ${program} ${item.id}`)
      const change = this.random() < (this.#tidy ? 0.97 : 0.75) ? 'added' : 'removed'
      return { kind: 'membership', row: { ...entry, program, item: item.id, change } }
    }
    const entry = this.#entry(`target ${item.id}`)
    const withdrawn = this.random() < 0.1
    const quarter = quarterPeriod(quarterOf(addDays(entry.effectiveOn, Math.floor(this.random() * 400))))
    return {
      kind: 'target',
      row: {
        ...entry,
        item: item.id,
        fromOn: withdrawn ? null : quarter.fromOn,
        endOn: withdrawn ? null : quarter.endOn,
      },
    }
  }

  #entry(subject: string) {
    const { seq, recordedAt } = this.#stamp()
    const known = this.#earlier.get(subject) ?? []
    // Any earlier entry of the subject, whether it still stands or not: a superseded corrector still supersedes.
    const supersedes = known.length > 0 && this.random() < 0.25 ? this.oneOf(known) : null
    known.push(seq)
    if (known.length === 1) this.#earlier.set(subject, known)
    return {
      seq,
      recordedAt,
      effectiveOn: this.#effectiveOn(),
      supersedes,
      void: supersedes !== null && this.random() < 0.4,
    }
  }

  #effectiveOn(): Day {
    if (this.#tidy) {
      const today = Math.floor(this.#at / 86_400_000)
      return dayFromNumber(today - Math.floor(this.random() * 20))
    }
    // Half of them on few days, so that many share one and the seq decides.
    const within = Math.floor(this.random() * spanDays)
    return dayFromNumber(firstDay + (this.random() < 0.5 ? within - (within % 100) : within))
  }
}

export const statusesIn = (entries: readonly RandomEntry[]): StatusRow[] =>
  entries.flatMap((entry) => (entry.kind === 'status' ? [entry.row] : []))
export const membershipsIn = (entries: readonly RandomEntry[]): MembershipRow[] =>
  entries.flatMap((entry) => (entry.kind === 'membership' ? [entry.row] : []))

/** Columns of some entries, loaded at once as a server does when it starts. */
export function columnsAtOnce(items: readonly RandomItem[], entries: readonly RandomEntry[]): Columns {
  const columns = emptyColumns()
  for (const item of items) registerItem(columns, item.id, item.continuous)
  for (const entry of entries) {
    if (entry.kind === 'status') bulk.status(columns, entry.row)
    else if (entry.kind === 'membership') bulk.membership(columns, entry.row)
    else bulk.target(columns, entry.row)
  }
  arrange(columns)
  return columns
}

/** Adds entries one by one as a server does after each commit. */
export function appendTo(columns: Columns, items: readonly RandomItem[], entries: readonly RandomEntry[]): Columns {
  for (const item of items) registerItem(columns, item.id, item.continuous)
  for (const entry of entries) {
    if (entry.kind === 'status') appendStatus(columns, entry.row)
    else if (entry.kind === 'membership') appendMembership(columns, entry.row)
    else appendTarget(columns, entry.row)
  }
  return columns
}
