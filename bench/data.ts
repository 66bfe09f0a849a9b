import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { openWorkspace } from '../db/open'
import { RandomHistories } from '../domain/counting/testing/random-histories'
import { loadHistories } from '../server/counting/testing/histories'
import { loadStory } from '../server/workspaces/load-story'
import { improvements } from './improvements'
import { root } from './servers'

const seed = 20_210_226
const version = 2
/** Of all kinds. Of these five are about its status; the others are memberships and targets. */
const entriesPerItem = 9.3
const programs = 20

const shelf = join(tmpdir(), 'followthrough-bench')
const copies: string[] = []

/** A data folder with so many items, the same on every machine; made once and kept until what makes it changes. */
export function keptFolder(items: number): string {
  const kept = join(shelf, `${madeFrom()}-${items}`)
  return kept
}

/** The folder of a record that reports are measured over. */
export const reportFolder = (items: number): string => join(shelf, `reports-${storyMadeFrom()}-${items}`)

export async function loadReports(items: number): Promise<void> {
  mkdirSync(shelf, { recursive: true })
  const building = mkdtempSync(join(shelf, 'building-'))
  const db = await openWorkspace({ dataDir: building, workspace: 'main', mode: 'write', writeTimeoutMs: 600_000 })
  await db.migrate()
  await loadStory(db, improvements(items))
  await db.checkpoint()
  await db.close()
  rmSync(reportFolder(items), { recursive: true, force: true })
  renameSync(building, reportFolder(items))
}

export const isReportsLoaded = (items: number) => existsSync(join(reportFolder(items), 'main.db'))

export const isLoaded = (items: number) => existsSync(join(keptFolder(items), 'main.db'))

export async function load(items: number): Promise<void> {
  mkdirSync(shelf, { recursive: true })
  const building = mkdtempSync(join(shelf, 'building-'))
  const db = await openWorkspace({ dataDir: building, workspace: 'main', mode: 'write', writeTimeoutMs: 120_000 })
  await db.migrate()
  const size = { seed, items, programs, entries: Math.round(items * entriesPerItem), tidy: true }
  await loadHistories(db, new RandomHistories(size), { history: 'whole' })
  await db.checkpoint()
  await db.close()
  touchedWhenLastRecorded(join(building, 'main.db'))
  rmSync(keptFolder(items), { recursive: true, force: true })
  renameSync(building, keptFolder(items))
}

/** The loader gives all items one instant of change; a list by update needs them apart, as verbs would leave them. */
function touchedWhenLastRecorded(path: string): void {
  const db = new Sqlite(path)
  db.exec(
    `update item set updated_at = coalesce(
       (select max(recorded_at) from item_status_entry where item_status_entry.item = item.id), updated_at)`,
  )
  db.pragma('wal_checkpoint(truncate)')
  db.close()
}

/** A copy that may be written to; removed at the end. */
export const copyOf = (items: number): string => copied(keptFolder(items))

export const copyOfReports = (items: number): string => copied(reportFolder(items))

/** A copy of what a stopped server left: its last connection folded the log into the file. */
export function copied(from: string): string {
  const folder = emptyFolder()
  copyFileSync(join(from, 'main.db'), join(folder, 'main.db'))
  return folder
}

export function emptyFolder(): string {
  mkdirSync(shelf, { recursive: true })
  const folder = mkdtempSync(join(shelf, 'copy-'))
  copies.push(folder)
  return folder
}

export function removeCopies(): void {
  for (const folder of copies.splice(0)) rmSync(folder, { recursive: true, force: true })
}

/** The loaders, the rows and the tables: another version of any of them makes other data. */
const madeFrom = () =>
  hashOf(`${version} ${seed} ${entriesPerItem} ${programs}`, [
    'domain/counting/testing/random-histories.ts',
    'server/counting/testing/histories.ts',
    'server/history/store.ts',
    'server/search/documents.ts',
    'domain/search.ts',
  ])

const storyMadeFrom = () =>
  hashOf(`${version}`, [
    'bench/improvements.ts',
    'db/stories/feb-26-2021.ts',
    'domain/reports/templates.ts',
    'server/workspaces/load-story.ts',
    'server/workspaces/load-story-reports.ts',
    'server/reports/publish.ts',
    'server/history/store.ts',
    'server/search/documents.ts',
  ])

function hashOf(of: string, files: readonly string[]): string {
  const hash = createHash('sha256').update(of)
  const migrations = readdirSync(join(root, 'db/migrations/sqlite'))
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => join('db/migrations/sqlite', name))
  for (const file of [...files, ...migrations]) hash.update(readFileSync(join(root, file)))
  return hash.digest('hex').slice(0, 12)
}
