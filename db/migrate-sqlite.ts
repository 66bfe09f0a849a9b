import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { named, StoreError } from './errors'
import {
  type Applied,
  type Counts,
  createTable,
  failedIn,
  type MigrateOptions,
  type Migration,
  type MigrationReport,
  pendingOf,
  readMigrations,
  refuseLoss,
  refuseToMigrate,
} from './migrate'

/**
 * Applies what is pending in one transaction on the writer's connection, outside any other transaction. Everything
 * or nothing: a failure, a broken reference or a lost row, trigger or table rolls all of it back and throws.
 */
export function migrateSqlite(raw: Sqlite.Database, options: MigrateOptions): MigrationReport {
  const since = performance.now()
  const all = readMigrations('sqlite', options.migrations)
  const applied = appliedIn(raw)
  const pending = pendingOf(all, applied)
  const report: MigrationReport = { applied: [], backup: null, notes: [], milliseconds: 0 }
  const first = pending[0]
  if (first) {
    if (options.mode === 'read') refuseToMigrate()
    if (applied.length > 0) {
      report.backup = backUp(raw, options, `before-${first.name}`)
      report.notes.push(`Before changing the database a backup was made: ${report.backup}`)
    }
    withoutForeignKeys(raw, () => apply(raw, pending, options.now))
    report.applied = pending.map(({ name }) => name)
  }
  return { ...report, milliseconds: performance.now() - since }
}

function appliedIn(raw: Sqlite.Database): Applied[] {
  const there = raw.prepare("select 1 from sqlite_schema where type = 'table' and name = '_migration'").get()
  return there ? (raw.prepare('select name, sha256 from _migration').all() as Applied[]) : []
}

/** Outside the transaction, because inside one the setting is ignored: that is how the stock runner loses rows. */
function withoutForeignKeys(raw: Sqlite.Database, work: () => void): void {
  setForeignKeys(raw, 0)
  try {
    work()
  } finally {
    setForeignKeys(raw, 1)
  }
}

function setForeignKeys(raw: Sqlite.Database, value: 0 | 1): void {
  raw.pragma(`foreign_keys = ${value}`)
  if (raw.pragma('foreign_keys', { simple: true }) !== value) {
    throw new StoreError('unusable', 'SQLite did not switch its foreign keys; the migration was not begun.')
  }
}

function apply(raw: Sqlite.Database, pending: readonly Migration[], now: () => Date): void {
  raw.exec('begin immediate')
  try {
    raw.exec(createTable)
    const countsBefore = countsOf(raw)
    const triggersBefore = triggersOf(raw)
    for (const migration of pending) applyOne(raw, migration, now)
    const broken = raw.pragma('foreign_key_check') as { table: string; parent: string }[]
    if (broken[0]) {
      const { table, parent } = broken[0]
      throw new StoreError(
        'unusable',
        `The migration would leave ${broken.length} rows without what they refer to ("${table}" to "${parent}"). It was undone.`,
      )
    }
    refuseLoss(countsBefore, countsOf(raw), pending)
    refuseLostTriggers(triggersBefore, triggersOf(raw), pending)
    raw.exec('commit')
  } catch (error) {
    if (raw.inTransaction) raw.exec('rollback')
    throw named(error)
  }
}

function applyOne(raw: Sqlite.Database, migration: Migration, now: () => Date): void {
  try {
    for (const statement of migration.statements) raw.exec(statement)
  } catch (error) {
    throw named(error) instanceof StoreError ? error : failedIn(migration, error)
  }
  raw
    .prepare('insert into _migration (name, sha256, applied_at) values (?, ?, ?)')
    .run(migration.name, migration.sha256, now().toISOString())
}

function countsOf(raw: Sqlite.Database): Counts {
  // Virtual tables and the shadows behind them are indexes over rows counted elsewhere.
  const tables = raw.pragma('table_list') as { schema: string; name: string; type: string }[]
  const own = tables.filter(({ schema, name, type }) => schema === 'main' && type === 'table' && !/^sqlite_/.test(name))
  return new Map(own.map(({ name }) => [name, raw.prepare(`select count(*) from "${name}"`).pluck().get() as number]))
}

function triggersOf(raw: Sqlite.Database): string[] {
  return raw.prepare("select name from sqlite_schema where type = 'trigger'").pluck().all() as string[]
}

/** A rebuilt table loses its triggers without a word, and with them what keeps the history append-only. */
function refuseLostTriggers(before: readonly string[], after: readonly string[], pending: readonly Migration[]): void {
  const text = pending.flatMap(({ statements }) => statements).join('\n')
  for (const trigger of before) {
    if (after.includes(trigger)) continue
    if (new RegExp(`drop\\s+trigger\\s+(if\\s+exists\\s+)?["\`]?${trigger}\\b`, 'i').test(text)) continue
    throw new StoreError(
      'unusable',
      `The migration rebuilds a table and would lose its trigger "${trigger}". It was undone.`,
    )
  }
}

/**
 * A checked copy of the whole database in `data/backups`, `main-before-0007_plans-20210226T101500Z.db`. It appears
 * under its name only when it is complete, verified and on the disk. Throws a `StoreError` when the disk is full.
 */
function backUp(raw: Sqlite.Database, options: MigrateOptions, reason: string): string {
  const folder = join(options.dataDir, 'backups')
  const name = options.workspace === 'main' ? 'main' : `example-${options.workspace}`
  const stamp = options.now().toISOString().replace(/\.\d+/, '').replace(/[-:]/g, '')
  const path = join(folder, `${name}-${reason}-${stamp}.db`)
  const unfinished = `${path}.unfinished`
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  rmSync(unfinished, { force: true })
  try {
    raw.prepare('vacuum into ?').run(unfinished)
    chmodSync(unfinished, 0o600)
    verify(raw, unfinished)
    synchronise(unfinished)
    renameSync(unfinished, path)
    synchronise(folder)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw named(error)
  }
  return path
}

function verify(raw: Sqlite.Database, copy: string): void {
  const opened = new Sqlite(copy, { readonly: true, fileMustExist: true })
  try {
    const sound = opened.pragma('integrity_check', { simple: true }) === 'ok'
    const [counts, copied] = [countsOf(raw), countsOf(opened)]
    if (sound && copied.size === counts.size && [...counts].every(([name, count]) => copied.get(name) === count)) return
    throw new StoreError('io', 'The backup before the migration is not sound, so the migration was not begun.')
  } finally {
    opened.close()
  }
}

function synchronise(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
