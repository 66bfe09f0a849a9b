import { and, asc, eq, gt, inArray, isNotNull, lte, or, sql } from 'drizzle-orm'
import type { Read, Tx } from '../../db/open'
import { item, membershipEntry, person, program } from '../../db/schema'
import type { Day, Instant } from '../../domain/days'
import { liveEntries } from '../../domain/entries'
import { NotFoundError, RuleError, StaleError } from '../../domain/errors'
import { titleOf } from '../../domain/items'
import type { Recorded } from '../history/store'
import { idSlots, inIdSlots } from '../id-slots'

export type ProgramRow = typeof program.$inferSelect

export const allPrograms = (read: Read): Promise<ProgramRow[]> =>
  read
    .prepared('programs-all', (r) => r.select().from(program).orderBy(asc(program.position), asc(program.key)))
    .execute()

/** The keys of programs, by id. */
export async function programKeysByIds(read: Read, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const keys = new Map<string, string>()
  for (const part of inIdSlots(ids)) {
    const rows = await read
      .prepared('programs-keys', (r) =>
        r.select({ id: program.id, key: program.key }).from(program).where(inArray(program.id, idSlots)),
      )
      .execute(part)
    for (const row of rows) keys.set(row.id, row.key)
  }
  return keys
}

/** Throws NotFoundError. */
export async function programById(read: Read, id: string): Promise<ProgramRow> {
  const [row] = await read
    .prepared('program-by-id', (r) =>
      r
        .select()
        .from(program)
        .where(eq(program.id, sql.placeholder('id'))),
    )
    .execute({ id })
  if (!row) throw new NotFoundError('This program does not exist here.')
  return row
}

/** Throws NotFoundError that names the programs there are. */
export async function programByKey(read: Read, key: string): Promise<ProgramRow> {
  const [row] = await programsByKeys(read, [key])
  if (!row) throw new NotFoundError(`There is no program ${key}.`)
  return row
}

/** In the order of the keys asked for. Throws NotFoundError for the first that does not exist. */
export async function programsByKeys(read: Read, keys: readonly string[]): Promise<ProgramRow[]> {
  const all = await allPrograms(read)
  return keys.map((key) => {
    const found = all.find((each) => each.key === key.toUpperCase())
    if (found) return found
    const known = all.length ? `There are ${all.map((each) => each.key).join(', ')}.` : 'There are no programs yet.'
    throw new NotFoundError(`There is no program ${key}. ${known}`)
  })
}

/** Throws NotFoundError, StaleError. */
export async function programToChange(tx: Tx, input: { programId: string; version: number }): Promise<ProgramRow> {
  const row = await programById(tx, input.programId)
  if (row.version !== input.version) {
    throw new StaleError(`${row.key} was changed meanwhile. Your change was not made; look at what stands now.`, {
      version: row.version,
      changedBy: null,
    })
  }
  return row
}

/** Throws RuleError `key-taken`. */
export async function insertProgram(
  tx: Tx,
  row: Omit<typeof program.$inferInsert, 'createdAt' | 'updatedAt' | 'position'>,
  recorded: Recorded,
): Promise<ProgramRow> {
  const all = await allPrograms(tx)
  if (all.some((each) => each.key === row.key)) {
    throw new RuleError('key-taken', `There is already a program ${row.key}. Choose another key.`, 'key')
  }
  const [inserted] = await tx
    .insert(program)
    .values({ ...row, position: all.length + 1, createdAt: recorded.at, updatedAt: recorded.at })
    .returning()
  if (!inserted) throw new Error('The program was not stored')
  return inserted
}

export async function saveProgram(
  tx: Tx,
  row: ProgramRow,
  set: Partial<typeof program.$inferInsert>,
  recorded: Recorded,
): Promise<ProgramRow> {
  const [saved] = await tx
    .update(program)
    .set({ ...set, updatedAt: recorded.at, version: row.version + 1 })
    .where(eq(program.id, row.id))
    .returning()
  if (!saved) throw new Error(`${row.key} was not stored`)
  return saved
}

/** One change of a program's scope, as a list prints it. */
export interface ScopeEvent {
  seq: number
  itemId: string
  key: string
  title: string
  continuous: boolean
  placeholder: boolean
  change: 'added' | 'removed'
  on: Day
  reasonCode: string | null
  reason: string | null
  approvedBy: string | null
}

/** The changes of scope after a day (the baseline) as known then, oldest first, at most `limit` of the latest. */
export async function scopeEvents(
  read: Read,
  programIds: readonly string[],
  after: Day | null,
  knownAt: Instant | null,
  limit = 200,
): Promise<ScopeEvent[]> {
  if (programIds.length === 0) return []
  const rows = await read
    .select({
      entry: membershipEntry,
      key: item.key,
      title: item.titleInternal,
      continuous: item.continuous,
      placeholder: item.placeholder,
      approver: person.name,
    })
    .from(membershipEntry)
    .innerJoin(item, eq(item.id, membershipEntry.item))
    .leftJoin(person, eq(person.id, membershipEntry.approvedBy))
    .where(
      and(
        inArray(membershipEntry.program, [...programIds]),
        // Correctors of any day come along: one may take a later entry out of the record.
        after === null ? undefined : or(gt(membershipEntry.effectiveOn, after), isNotNull(membershipEntry.supersedes)),
        knownAt === null ? undefined : lte(membershipEntry.recordedAt, knownAt),
      ),
    )
  const live = new Set(liveEntries(rows.map((row) => row.entry)).map((entry) => entry.seq))
  return rows
    .filter((row) => live.has(row.entry.seq) && (after === null || row.entry.effectiveOn > after))
    .sort((a, b) =>
      a.entry.effectiveOn < b.entry.effectiveOn
        ? -1
        : a.entry.effectiveOn > b.entry.effectiveOn
          ? 1
          : a.entry.seq - b.entry.seq,
    )
    .slice(-limit)
    .map(({ entry, key, title, continuous, placeholder, approver }) => ({
      seq: entry.seq,
      itemId: entry.item,
      key,
      title: titleOf({ placeholder, titleInternal: title }),
      continuous,
      placeholder,
      change: entry.change,
      on: entry.effectiveOn,
      reasonCode: entry.reasonCode,
      reason: entry.reason,
      approvedBy: approver,
    }))
}

/** Later than anything that was recorded. */
const endOfTime: Instant = '9999-12-31T23:59:59.999Z'

/** The changes of scope of one day for one reason: how many items. */
export interface FoldedScope {
  on: Day
  change: 'added' | 'removed'
  reasonCode: string | null
  items: number
}

/**
 * The changes of scope after each program's baseline (after `asOf` where it has none) and up to `asOf`, as known
 * then, folded by day and reason. Work that never ends is in no total and so changes none.
 */
export async function foldedScope(
  read: Read,
  programIds: readonly string[],
  asOf: Day,
  knownAt: Instant | null,
): Promise<FoldedScope[]> {
  const folded = new Map<string, FoldedScope>()
  for (const part of inIdSlots(programIds)) {
    const rows = await read
      .prepared('scope-folded', (r) =>
        r
          .select({
            on: membershipEntry.effectiveOn,
            change: membershipEntry.change,
            reasonCode: membershipEntry.reasonCode,
            items: sql<number>`count(*)`.mapWith(Number),
          })
          .from(membershipEntry)
          .innerJoin(program, eq(program.id, membershipEntry.program))
          .where(
            and(
              inArray(program.id, idSlots),
              gt(membershipEntry.effectiveOn, sql`coalesce(${program.baselineOn}, ${sql.placeholder('asOf')})`),
              lte(membershipEntry.effectiveOn, sql.placeholder('asOf')),
              eq(membershipEntry.void, false),
              lte(membershipEntry.recordedAt, sql.placeholder('knownAt')),
              sql`not exists (select 1 from ${membershipEntry} later where later.supersedes = ${membershipEntry.seq} and later.recorded_at <= ${sql.placeholder('knownAt')})`,
              sql`not exists (select 1 from ${item} where ${item.id} = ${membershipEntry.item} and ${item.continuous})`,
            ),
          )
          .groupBy(membershipEntry.effectiveOn, membershipEntry.change, membershipEntry.reasonCode)
          .orderBy(asc(membershipEntry.effectiveOn), asc(sql`min(${membershipEntry.seq})`)),
      )
      .execute({ ...part, asOf, knownAt: knownAt ?? endOfTime })
    for (const row of rows) {
      const key = `${row.on} ${row.change} ${row.reasonCode}`
      const known = folded.get(key)
      if (known) known.items += row.items
      else folded.set(key, { ...row })
    }
  }
  return [...folded.values()]
}
