import { and, asc, gt, inArray, max, min, sql } from 'drizzle-orm'
import type { Database, Read } from '../../db/open'
import {
  history,
  item,
  itemStatusEntry,
  itemTargetEntry,
  membershipEntry,
  programItem,
  searchDocument,
} from '../../db/schema'
import type { Columns } from '../../domain/counting/columns'
import { type Counts, count, emptyCounts, firstMemberDay } from '../../domain/counting/count'
import type { Day, Instant } from '../../domain/days'
import { liveEntries } from '../../domain/entries'
import { type FiscalFirstMonth, quarterAfter, quarterOf, quarterPeriod } from '../../domain/periods'
import { targetStory } from '../../domain/targets'
import { foundKinds } from '../../domain/vocabulary'
import { brokenLink } from '../history/store'
import { type ItemRow, statedTargets } from '../items/store'
import { allPrograms } from '../programs/store'
import { documentPairs } from '../search/documents'
import { storedDocument } from '../search/store'
import type { ResidentColumns } from './resident'
import { countEachInSql, countInSql } from './sql'

/** One thing that was looked at. `says` is a sentence: what was compared, or the first few that differ. */
export interface Check {
  name: string
  ok: boolean
  says: string
}

/** What a doctor needs: works beside a running server, since it only reads. */
export interface Patient {
  db: Database
  counting: ResidentColumns
  today: Day
  firstMonth: FiscalFirstMonth
}

/** Every check of a workspace, one after the other, each as soon as it is done. */
export async function* examine(patient: Patient): AsyncGenerator<Check> {
  yield await settings(patient.db)
  yield await patient.db.snapshot((read) => projections(read))
  yield await patient.db.snapshot((read) => memberships(read))
  yield await residentColumns(patient)
  yield await patient.db.snapshot((read) => searchDocuments(read))
  yield await patient.db.snapshot((read) => historyChain(read))
}

// ── The engine ─────────────────────────────────────────────────────────────────────────────────────────

const wantedOfSqlite: Record<string, string | number> = {
  journal_mode: 'wal',
  synchronous: 2,
  foreign_keys: 1,
  busy_timeout: 5_000,
  journal_size_limit: 67_108_864,
  trusted_schema: 0,
  cell_size_check: 1,
}
const wantedOfPostgres: Record<string, string> = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' }
const oldest = { sqlite: '3.51.3', postgresql: '14' }

async function settings(db: Database): Promise<Check> {
  const found = await db.pragmas()
  const wanted = db.engine === 'sqlite' ? wantedOfSqlite : wantedOfPostgres
  const product = db.engine === 'sqlite' ? 'SQLite' : 'PostgreSQL'
  const version = String(found[db.engine === 'sqlite' ? 'sqlite_version' : 'server_version'])
  const troubles = Object.entries(wanted)
    .filter(([name, value]) => found[name] !== value)
    .map(([name, value]) => `${name} is ${found[name]} instead of ${value}`)
  if (version.localeCompare(oldest[db.engine], 'en', { numeric: true }) < 0) {
    troubles.unshift(`${product} ${version} is older than ${oldest[db.engine]}`)
  }
  const names = Object.keys(wanted).join(', ')
  return verdict('settings', troubles, `${product} ${version}; ${names} are as they should be`)
}

// ── Projections ────────────────────────────────────────────────────────────────────────────────────────

const pageSize = 500
const mostNamed = 5

/** What is kept with each item against what its entries say. By pages: a large record must not have to fit in memory. */
async function projections(read: Read): Promise<Check> {
  const differing = new Differences()
  let items = 0
  for (let after = ''; ; ) {
    const rows = await read.select().from(item).where(gt(item.id, after)).orderBy(asc(item.id)).limit(pageSize)
    const last = rows.at(-1)
    if (!last) break
    after = last.id
    items += rows.length
    const ids = rows.map((row) => row.id)
    const statuses = byItem(await read.select().from(itemStatusEntry).where(inArray(itemStatusEntry.item, ids)))
    const targets = byItem(await read.select().from(itemTargetEntry).where(inArray(itemTargetEntry.item, ids)))
    for (const row of rows) {
      const entries = { status: statuses.get(row.id) ?? [], target: targets.get(row.id) ?? [] }
      for (const words of differencesOf(row, entries)) differing.add(`${row.key} ${words}`)
    }
  }
  return verdict('projections', differing.named(), `status and target of ${items} items agree with their entries`)
}

function differencesOf(
  row: ItemRow,
  entries: { status: (typeof itemStatusEntry.$inferSelect)[]; target: (typeof itemTargetEntry.$inferSelect)[] },
): string[] {
  const status = liveEntries(entries.status).at(-1)
  if (!status) return ['has no status entry']
  const story = targetStory(statedTargets(entries.target))
  const done = status.status === 'done'
  const said = {
    status: status.status,
    statusOn: status.effectiveOn,
    doneOn: done ? status.effectiveOn : null,
    doneResolution: done ? status.effectiveResolution : null,
    targetFromOn: story.standing?.fromOn ?? null,
    targetEndOn: story.standing?.endOn ?? null,
    targetResolution: story.standing?.resolution ?? null,
    moves: story.moves,
    slipDays: story.slipDays,
  }
  return Object.entries(said)
    .filter(([name, value]) => row[name as keyof typeof said] !== value)
    .map(([name, value]) => `keeps ${name} ${row[name as keyof typeof said]}, its entries say ${value}`)
}

/** Current membership against the membership entries, program by program. */
async function memberships(read: Read): Promise<Check> {
  const differing = new Differences()
  let pairs = 0
  for (const { id: programId, key } of await allPrograms(read)) {
    for (let after = ''; ; ) {
      const ids = await itemsMet(read, programId, after)
      const last = ids.at(-1)
      if (last === undefined) break
      after = last
      const ofProgram = (table: typeof membershipEntry | typeof programItem) =>
        and(sql`${table.program} = ${programId}`, inArray(table.item, ids))
      const entries = byItem(await read.select().from(membershipEntry).where(ofProgram(membershipEntry)))
      const kept = new Set((await read.select().from(programItem).where(ofProgram(programItem))).map((row) => row.item))
      for (const id of ids) {
        const isMember = liveEntries(entries.get(id) ?? []).at(-1)?.change === 'added'
        if (isMember) pairs++
        if (isMember === kept.has(id)) continue
        differing.add(isMember ? `${key} lacks its member ${id}` : `${key} keeps ${id}, which is no member`)
      }
    }
  }
  return verdict('memberships', differing.named(), `${pairs} current memberships agree with their entries`)
}

/** The next items that a program ever met, by their entries or by what is kept. */
async function itemsMet(read: Read, programId: string, after: string): Promise<string[]> {
  const page = (table: typeof membershipEntry | typeof programItem) =>
    read
      .selectDistinct({ item: table.item })
      .from(table)
      .where(and(sql`${table.program} = ${programId}`, gt(table.item, after)))
      .orderBy(asc(table.item))
      .limit(pageSize)
  const ids = [...(await page(membershipEntry)), ...(await page(programItem))].map((row) => row.item)
  return [...new Set(ids)].sort((a, b) => (a < b ? -1 : 1)).slice(0, pageSize)
}

// ── The count ──────────────────────────────────────────────────────────────────────────────────────────

/** The columns against the SQL form: at each point every program by itself, and all together. */
async function residentColumns({ db, counting, today, firstMonth }: Patient): Promise<Check> {
  await counting.build()
  const differing = new Differences()
  const { points, programs } = await db.snapshot(async (read) => {
    const { columns, upTo } = await counting.asSeenBy(read)
    const keys = new Map((await allPrograms(read)).map((row) => [row.id, row.key]))
    const asked = await pointsOf(read, columns, { today, firstMonth, upTo })
    for (const point of asked) {
      const at = `on ${point.asOf}${point.knownAt ? `, as known at ${point.knownAt},` : ''}`
      const each = await countEachInSql(read, point)
      for (const [id, key] of keys) {
        const words = difference(each.get(id) ?? emptyCounts(), count(columns, { ...point, upTo, programs: [id] }))
        if (words) differing.add(`${key} ${at} ${words}`)
      }
      const all = await countInSql(read, { ...point, programs: 'all' })
      const words = difference(all, count(columns, { ...point, upTo, programs: 'all' }))
      if (words) differing.add(`all programs together ${at} ${words}`)
    }
    return { points: asked.length, programs: keys.size }
  })
  const agreed = `${programs} programs, each and together, counted from the columns and in SQL at ${points} points in time: all equal`
  return verdict('resident columns', differing.named(), agreed)
}

function difference(inSql: Counts, inColumns: Counts): string | null {
  const names = Object.keys(inSql) as (keyof Counts)[]
  const differing = names.filter((name) => inSql[name] !== inColumns[name])
  if (differing.length === 0) return null
  return differing.map((name) => `${name} is ${inColumns[name]} by the columns and ${inSql[name]} in SQL`).join(', ')
}

/** Today and the end of each quarter since there was anything to count, with all that is known; and as known earlier. */
async function pointsOf(
  read: Read,
  columns: Columns,
  { today, firstMonth, upTo }: { today: Day; firstMonth: FiscalFirstMonth; upTo: number },
): Promise<{ asOf: Day; knownAt: Instant | null }[]> {
  const days = [today]
  const first = firstMemberDay(columns, { programs: 'all', knownAt: null, upTo })
  for (let quarter = first && quarterOf(first, firstMonth); quarter; quarter = quarterAfter(quarter)) {
    const { endOn } = quarterPeriod(quarter, firstMonth)
    if (endOn >= today) break
    days.push(endOn)
  }
  const instants = await instantsOf(read)
  const lastDays = days.length > 1 ? [today, days.at(-1) as Day] : days
  return [
    ...days.map((asOf) => ({ asOf, knownAt: null })),
    ...instants.flatMap((knownAt) => lastDays.map((asOf) => ({ asOf, knownAt }))),
  ]
}

/** When a quarter, a half and three quarters of the record had been written. */
async function instantsOf(read: Read): Promise<Instant[]> {
  const [ends] = await read.select({ first: min(history.seq), last: max(history.seq) }).from(history)
  if (!ends?.first || !ends.last) return []
  const { first, last } = ends
  const marks = [0.25, 0.5, 0.75].map((part) => Math.floor(first + (last - first) * part))
  const rows = await read.select({ at: history.at }).from(history).where(inArray(history.seq, marks))
  return [...new Set(rows.map((row) => row.at))]
}

// ── The history ────────────────────────────────────────────────────────────────────────────────────────

async function historyChain(read: Read): Promise<Check> {
  const { records, broken } = await brokenLink(read)
  return verdict(
    'history',
    broken === null ? [] : [broken.replace(/\.$/, '')],
    `${records} records in an unbroken chain`,
  )
}

// ── Search ─────────────────────────────────────────────────────────────────────────────────────────────

/** What search looks through against what is said of each thing. */
async function searchDocuments(read: Read): Promise<Check> {
  const differing = new Differences()
  let things = 0
  for (const kind of foundKinds) {
    for (let after = ''; ; ) {
      const pairs = await documentPairs(read, kind, { which: 'all', after, limit: pageSize })
      const last = pairs.at(-1)
      if (!last) break
      after = last.should.subject
      things += pairs.length
      for (const { should, kept } of pairs) {
        const { key, title, folded } = storedDocument(should)
        if (!kept) differing.add(`${key} is not among what search looks through`)
        else if (kept.key !== key || kept.title !== title || kept.folded !== folded)
          differing.add(`search knows ${key} by other words than its own`)
      }
    }
  }
  const documents = await read.$count(searchDocument)
  if (documents > things) differing.add(`search looks through ${documents} documents of ${things} things`)
  return verdict('search', differing.named(), `search looks through ${things} items, incidents and reports as they are`)
}

// ── How it is said ─────────────────────────────────────────────────────────────────────────────────────

const verdict = (name: string, troubles: readonly string[], otherwise: string): Check =>
  troubles.length > 0 ? { name, ok: false, says: `${troubles.join('; ')}.` } : { name, ok: true, says: `${otherwise}.` }

/** Names the first few; a broken projection of 100,000 items is still one line. */
class Differences {
  #first: string[] = []
  #more = 0

  add(words: string): void {
    if (this.#first.length < mostNamed) this.#first.push(words)
    else this.#more++
  }

  named(): string[] {
    return this.#more > 0 ? [...this.#first, `and ${this.#more} more`] : this.#first
  }
}

function byItem<T extends { item: string }>(rows: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const row of rows) {
    const known = found.get(row.item)
    if (known) known.push(row)
    else found.set(row.item, [row])
  }
  return found
}
