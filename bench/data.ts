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
export function copyOf(items: number): string {
  const folder = emptyFolder()
  copyFileSync(join(keptFolder(items), 'main.db'), join(folder, 'main.db'))
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
function madeFrom(): string {
  const hash = createHash('sha256').update(`${version} ${seed} ${entriesPerItem} ${programs}`)
  const migrations = join(root, 'db/migrations/sqlite')
  const files = [
    'domain/counting/testing/random-histories.ts',
    'server/counting/testing/histories.ts',
    'server/history/store.ts',
    'server/search/documents.ts',
    'domain/search.ts',
    ...readdirSync(migrations)
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .map((name) => join('db/migrations/sqlite', name)),
  ]
  for (const file of files) hash.update(readFileSync(join(root, file)))
  return hash.digest('hex').slice(0, 12)
}
