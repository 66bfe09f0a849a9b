import { getTableName, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../../db/open'
import {
  history,
  item,
  itemStatusEntry,
  itemTargetEntry,
  keySeries,
  membershipEntry,
  organization,
  person,
  program,
  programItem,
} from '../../../db/schema'
import type { RandomEntry, RandomHistories, RandomItem } from '../../../domain/counting/testing/random-histories'
import { liveEntries } from '../../../domain/entries'
import { targetStory } from '../../../domain/targets'
import { emptyHash, hashOf } from '../../history/store'
import { localPersonId } from '../../people/store'
import { completeDocuments } from '../../search/documents'

/**
 * Random histories as rows of a database, past all verbs: 500,000 entries through the front door would take minutes.
 * For tests and the bench alone; nothing of the product comes here.
 */
export interface Loading {
  /**
   * `last`: one record, as the columns look up how far the record goes. `whole`: a record for every entry, chained,
   * so that nothing in the database looks strange.
   */
  history?: 'last' | 'whole'
}

/** Fills an empty database: people, programs, items with their projections, entries, history. */
export async function loadHistories(db: Database, histories: RandomHistories, loading: Loading = {}): Promise<void> {
  const { programs, items, entries } = histories
  const at = entries[0]?.row.recordedAt ?? '2020-01-01T00:00:00.000Z'
  await db.write(async (tx) => {
    await tx
      .insert(organization)
      .values({ id: 1, name: 'Random company', zone: 'UTC', todayOn: '2023-01-01' })
      .returning()
    await insertChunks(tx, person, peopleRows())
    await insertChunks(tx, program, programRows(programs, at))
    await tx.insert(keySeries).values({ prefix: 'FT', last: items.length }).returning()
  })
  const projected = projections(items, entries)
  for (const part of partsOf(items, 5_000)) {
    await db.write((tx) =>
      insertChunks(
        tx,
        item,
        part.map((each) => itemRow(each, at, projected.get(each.id))),
      ),
    )
    await completeDocuments((work) => db.write(work))
  }
  const members = [...projected].flatMap(([id, { memberOf }]) => memberOf.map((each) => ({ program: each, item: id })))
  for (const part of partsOf(members, 20_000)) await db.write((tx) => insertChunks(tx, programItem, part))
  await appendHistories(db, entries, loading)
}

/** Adds entries that were recorded later. The projections stay as they are: only the record is added to. */
export async function appendHistories(
  db: Database,
  entries: readonly RandomEntry[],
  loading: Loading = {},
): Promise<void> {
  let previousHash = emptyHash
  for (const part of partsOf(entries, 10_000)) {
    await db.write(async (tx) => {
      await insertChunks(
        tx,
        itemStatusEntry,
        part.flatMap((each) => (each.kind === 'status' ? [{ ...each.row, recordedBy: localPersonId }] : [])),
      )
      await insertChunks(
        tx,
        membershipEntry,
        part.flatMap((each) => (each.kind === 'membership' ? [{ ...each.row, recordedBy: localPersonId }] : [])),
      )
      await insertChunks(
        tx,
        itemTargetEntry,
        part.flatMap((each) => (each.kind === 'target' ? [targetRow(each.row)] : [])),
      )
      if (loading.history !== 'whole') return
      const records = part.map((each) => {
        const record = recordOf(each, previousHash)
        previousHash = record.hash
        return record
      })
      await insertChunks(tx, history, records)
    })
  }
  const last = entries.at(-1)
  if (last && loading.history !== 'whole') {
    await db.write((tx) => insertChunks(tx, history, [recordOf(last, emptyHash)]))
  }
}

const words = ['capacity', 'failover', 'caching', 'timeouts', 'runbooks', 'alerts', 'limits', 'backups', 'rollouts']
const people = Array.from({ length: 20 }, (_, n) => `00000000-0000-7000-8000-${String(n + 500).padStart(12, '0')}`)

const peopleRows = () =>
  [localPersonId, ...people].map((id, n) => ({
    id,
    name: n === 0 ? 'You' : `Person ${n}`,
    roles: [],
    state: 'active' as const,
  }))

const programRows = (programs: readonly string[], at: string) =>
  programs.map((id, n) => ({
    id,
    key: `P${n + 1}`,
    kind: 'remediation' as const,
    titleInternal: `Program ${n + 1}`,
    baselineOn: '2020-03-01' as const,
    position: n + 1,
    createdAt: at,
    updatedAt: at,
  }))

type Projected = Pick<typeof item.$inferInsert, 'status' | 'statusOn' | 'doneOn' | 'doneResolution'> &
  Pick<typeof item.$inferInsert, 'targetFromOn' | 'targetEndOn' | 'targetResolution' | 'moves' | 'slipDays'> & {
    memberOf: string[]
  }

function itemRow(each: RandomItem, at: string, projected: Projected | undefined): typeof item.$inferInsert {
  const n = Number(each.id.slice(-12))
  const { memberOf: _, ...columns } = projected ?? unprojected
  return {
    id: each.id,
    key: `FT-${n}`,
    keyNumber: n,
    kind: 'improvement',
    continuous: each.continuous,
    origin: 'import',
    createdBy: localPersonId,
    titleInternal: `Better ${words[n % words.length]} for part ${n % 997} of the system, number ${n}`,
    descriptionInternal: `What is known about number ${n}.`,
    owner: n % 7 === 0 ? null : (people[n % people.length] as string),
    createdAt: at,
    updatedAt: at,
    ...columns,
  }
}

const unprojected: Projected = { status: 'accepted', statusOn: '2020-01-01', memberOf: [] }

function projections(items: readonly RandomItem[], entries: readonly RandomEntry[]): Map<string, Projected> {
  const byItem = new Map<string, RandomEntry[]>(items.map((each) => [each.id, []]))
  for (const entry of entries) byItem.get(entry.row.item)?.push(entry)
  return new Map([...byItem].map(([id, its]) => [id, projectionOf(its)]))
}

function projectionOf(entries: readonly RandomEntry[]): Projected {
  const status = liveEntries(entries.flatMap((each) => (each.kind === 'status' ? [each.row] : []))).at(-1)
  const story = targetStory(
    liveEntries(entries.flatMap((each) => (each.kind === 'target' ? [each.row] : []))).map((row) => ({
      seq: row.seq,
      effectiveOn: row.effectiveOn,
      period: row.fromOn && row.endOn ? { fromOn: row.fromOn, endOn: row.endOn, resolution: 'quarter' as const } : null,
      confidence: 'committed' as const,
    })),
  )
  const memberships = entries.flatMap((each) => (each.kind === 'membership' ? [each.row] : []))
  const met = [...new Set(memberships.map((row) => row.program))]
  const done = status?.status === 'done'
  return {
    status: status?.status ?? unprojected.status,
    statusOn: status?.effectiveOn ?? unprojected.statusOn,
    doneOn: done ? status.effectiveOn : null,
    doneResolution: done ? status.effectiveResolution : null,
    targetFromOn: story.standing?.fromOn ?? null,
    targetEndOn: story.standing?.endOn ?? null,
    targetResolution: story.standing?.resolution ?? null,
    moves: story.moves,
    slipDays: story.slipDays,
    memberOf: met.filter(
      (each) => liveEntries(memberships.filter((row) => row.program === each)).at(-1)?.change === 'added',
    ),
  }
}

const targetRow = (row: Extract<RandomEntry, { kind: 'target' }>['row']): typeof itemTargetEntry.$inferInsert => ({
  ...row,
  recordedBy: localPersonId,
  targetResolution: row.endOn ? 'quarter' : null,
  publicResolution: row.endOn ? 'quarter' : null,
  confidence: 'committed',
  change: row.endOn ? 'slip' : 'date_withdrawn',
})

function recordOf({ kind, row }: RandomEntry, previousHash: string): typeof history.$inferSelect {
  const record = {
    seq: row.seq,
    at: row.recordedAt,
    actor: localPersonId,
    actorKind: 'person',
    requestId: null,
    action: `item ${kind}`,
    subjectKind: 'item',
    subjectId: row.item,
    version: null,
    reason: null,
    difference: { on: row.effectiveOn },
    previousHash,
  }
  return { ...record, hash: hashOf(record) }
}

const rowsPerStatement = 200

/**
 * Many rows to a statement that is built once: building one with its values costs drizzle more than the database
 * takes to store them. All rows of a call have the same columns.
 */
async function insertChunks(tx: Tx, into: Parameters<Tx['insert']>[0], rows: readonly object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  const name = `load-${getTableName(into)}-${columns.length}`
  for (const chunk of partsOf(rows, rowsPerStatement)) {
    if (chunk.length < rowsPerStatement) {
      await returned(tx.insert(into).values(chunk as never))
      continue
    }
    const values: Record<string, unknown> = {}
    for (const [n, row] of chunk.entries()) {
      for (const [column, value] of Object.entries(row)) values[`${column}${n}`] = value
    }
    const slots = chunk.map((_, n) =>
      Object.fromEntries(columns.map((column) => [column, sql.placeholder(`${column}${n}`)])),
    )
    await tx.prepared(name, (t) => returned(t.insert(into).values(slots as never))).execute(values)
  }
}

const returned = (insert: ReturnType<ReturnType<Tx['insert']>['values']>) => insert.returning({ one: sql<number>`1` })

function* partsOf<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size)
}
