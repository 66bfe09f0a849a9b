import { asc, eq, gt, sql } from 'drizzle-orm'
import type { Database, Read } from '../../db/open'
import { item, itemStatusEntry, itemTargetEntry, membershipEntry } from '../../db/schema'
import {
  appendMembership,
  appendStatus,
  appendTarget,
  arrange,
  bulk,
  type Columns,
  emptyColumns,
  lastSeq,
  registerItem,
} from '../../domain/counting/columns'
import type { Day, Instant } from '../../domain/days'
import type { EffectiveResolution, ItemStatus, MembershipChange } from '../../domain/vocabulary'
import { lastSeqOf } from '../history/store'

/**
 * The counting columns of one workspace, kept in memory. Built once (in the background, after the server listens)
 * and from then on extended, by whoever counts next, with the entries written since.
 */
export class ResidentColumns {
  #columns: Columns | null = null
  #building: Promise<Columns> | null = null
  #extending: Promise<unknown> = Promise.resolve()
  /** Up to here every record was looked at; most records hold no entry, so the last entry's seq would not do. */
  #seen = 0

  constructor(private readonly db: Database) {}

  /** Milliseconds the build took; null before it is done. */
  builtInMs: number | null = null

  /** Starts the build, or waits for it. Safe to call at any time. */
  build(): Promise<Columns> {
    this.#building ??= this.#build().catch((error) => {
      // The next question tries again; a failed build must not stand for ever.
      this.#building = null
      throw error
    })
    return this.#building
  }

  async #build(): Promise<Columns> {
    const began = performance.now()
    const columns = await this.db.stream((read, rows) => load(read, rows))
    this.#columns = columns
    this.#seen = lastSeq(columns)
    this.builtInMs = performance.now() - began
    return columns
  }

  /**
   * Columns that hold at least what the snapshot holds, and the last seq the snapshot sees. Columns are shared, so
   * they may hold more: questions pass `upTo` on and see one point in time.
   */
  async asSeenBy(read: Read): Promise<{ columns: Columns; upTo: number }> {
    const columns = this.#columns ?? (await this.build())
    const upTo = await lastSeqOf(read)
    if (this.#seen < upTo) {
      // One at a time: two snapshots that extend at once would append the same entries twice.
      const mine = this.#extending.then(async () => {
        // Whoever waited behind an extension finds its entries already there.
        if (this.#seen >= upTo) return
        await extend(read, columns, this.#seen)
        this.#seen = upTo
      })
      this.#extending = mine.catch(() => {})
      await mine
    }
    return { columns, upTo }
  }
}

type RawStatus = readonly [
  number,
  Day,
  Instant,
  number | null,
  boolean | number,
  string,
  ItemStatus,
  EffectiveResolution,
]
type RawMembership = readonly [number, Day, Instant, number | null, boolean | number, string, string, MembershipChange]
type RawTarget = readonly [number, Day, Instant, number | null, boolean | number, string, Day | null]

type RowsOf = Parameters<Parameters<Database['stream']>[0]>[1]

async function load(read: Read, rows: RowsOf): Promise<Columns> {
  const columns = emptyColumns()
  const items = read
    .select({ id: item.id, continuous: item.continuous })
    .from(item)
    .orderBy(asc(item.keyNumber), asc(item.id))
  for await (const chunk of rows<readonly [string, boolean | number]>(items)) {
    for (const [id, continuous] of chunk) registerItem(columns, id, Boolean(continuous))
  }
  const statuses = read
    .select({
      seq: itemStatusEntry.seq,
      effectiveOn: itemStatusEntry.effectiveOn,
      recordedAt: itemStatusEntry.recordedAt,
      supersedes: itemStatusEntry.supersedes,
      void: itemStatusEntry.void,
      item: itemStatusEntry.item,
      status: itemStatusEntry.status,
      effectiveResolution: itemStatusEntry.effectiveResolution,
    })
    .from(itemStatusEntry)
    .orderBy(asc(itemStatusEntry.seq))
  for await (const chunk of rows<RawStatus>(statuses)) {
    for (const [seq, effectiveOn, recordedAt, supersedes, isVoid, itemId, status, effectiveResolution] of chunk) {
      bulk.status(columns, {
        seq,
        effectiveOn,
        recordedAt,
        supersedes,
        void: Boolean(isVoid),
        item: itemId,
        status,
        effectiveResolution,
      })
    }
  }
  const memberships = read
    .select({
      seq: membershipEntry.seq,
      effectiveOn: membershipEntry.effectiveOn,
      recordedAt: membershipEntry.recordedAt,
      supersedes: membershipEntry.supersedes,
      void: membershipEntry.void,
      program: membershipEntry.program,
      item: membershipEntry.item,
      change: membershipEntry.change,
    })
    .from(membershipEntry)
    .orderBy(asc(membershipEntry.seq))
  for await (const chunk of rows<RawMembership>(memberships)) {
    for (const [seq, effectiveOn, recordedAt, supersedes, isVoid, program, itemId, change] of chunk) {
      bulk.membership(columns, {
        seq,
        effectiveOn,
        recordedAt,
        supersedes,
        void: Boolean(isVoid),
        program,
        item: itemId,
        change,
      })
    }
  }
  const targets = read
    .select({
      seq: itemTargetEntry.seq,
      effectiveOn: itemTargetEntry.effectiveOn,
      recordedAt: itemTargetEntry.recordedAt,
      supersedes: itemTargetEntry.supersedes,
      void: itemTargetEntry.void,
      item: itemTargetEntry.item,
      endOn: itemTargetEntry.endOn,
    })
    .from(itemTargetEntry)
    .orderBy(asc(itemTargetEntry.seq))
  for await (const chunk of rows<RawTarget>(targets)) {
    for (const [seq, effectiveOn, recordedAt, supersedes, isVoid, itemId, endOn] of chunk) {
      bulk.target(columns, { seq, effectiveOn, recordedAt, supersedes, void: Boolean(isVoid), item: itemId, endOn })
    }
  }
  arrange(columns)
  return columns
}

/** Columns of a small record, read within one work: for whoever counts what a transaction has written so far. */
export async function columnsWithin(read: Read): Promise<Columns> {
  const columns = emptyColumns()
  await extend(read, columns, 0)
  return columns
}

async function extend(read: Read, columns: Columns, after: number): Promise<void> {
  const statuses = await read
    .prepared('columns-status-after', (r) =>
      r
        .select({ entry: itemStatusEntry, continuous: item.continuous })
        .from(itemStatusEntry)
        .innerJoin(item, eq(item.id, itemStatusEntry.item))
        .where(gt(itemStatusEntry.seq, sql.placeholder('after')))
        .orderBy(asc(itemStatusEntry.seq)),
    )
    .execute({ after })
  const memberships = await read
    .prepared('columns-membership-after', (r) =>
      r
        .select()
        .from(membershipEntry)
        .where(gt(membershipEntry.seq, sql.placeholder('after')))
        .orderBy(asc(membershipEntry.seq)),
    )
    .execute({ after })
  const targets = await read
    .prepared('columns-target-after', (r) =>
      r
        .select()
        .from(itemTargetEntry)
        .where(gt(itemTargetEntry.seq, sql.placeholder('after')))
        .orderBy(asc(itemTargetEntry.seq)),
    )
    .execute({ after })
  // No await from here on: nobody sees columns that hold half of what was written.
  for (const { entry, continuous } of statuses) {
    registerItem(columns, entry.item, continuous)
    appendStatus(columns, entry)
  }
  for (const entry of memberships) appendMembership(columns, entry)
  for (const entry of targets) appendTarget(columns, entry)
}
