import type { Client } from 'pg'
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

export interface PostgresMigrateOptions extends MigrateOptions {
  /** The schema of the workspace: first in the connection's search_path, created when missing. */
  schema: string
  /** The key of the workspace's write lock: nobody writes while the tables change, and nodes wait for each other. */
  lock: string
}

/** Applies what is pending in one transaction. Everything or nothing, and three nodes may start together. */
export async function migratePostgres(client: Client, options: PostgresMigrateOptions): Promise<MigrationReport> {
  const since = performance.now()
  const all = readMigrations('postgresql', options.migrations)
  const report: MigrationReport = { applied: [], backup: null, notes: [], milliseconds: 0 }
  if (pendingOf(all, await appliedIn(client, options.schema)).length > 0) {
    if (options.mode === 'read') refuseToMigrate()
    await underLock(client, options, report, all)
  }
  return { ...report, milliseconds: performance.now() - since }
}

async function underLock(
  client: Client,
  options: PostgresMigrateOptions,
  report: MigrationReport,
  all: readonly Migration[],
): Promise<void> {
  const { schema, lock } = options
  await client.query('begin')
  try {
    await client.query(`select pg_advisory_xact_lock(${lock})`)
    await client.query(`create schema if not exists "${schema}"`)
    await client.query(createTable)
    // Once more, now that the lock is held: another node may have done it all meanwhile.
    const applied = await appliedIn(client, schema)
    const pending = pendingOf(all, applied)
    const before = await countsOf(client, schema)
    for (const migration of pending) await applyOne(client, migration, options.now)
    refuseLoss(before, await countsOf(client, schema), pending)
    await client.query('commit')
    report.applied = pending.map(({ name }) => name)
    if (applied.length > 0 && pending.length > 0) {
      report.notes.push('PostgreSQL: no backup was made before changing the database; that is the server’s own task.')
    }
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

async function appliedIn(client: Client, schema: string): Promise<Applied[]> {
  const { rows } = await client.query('select 1 where to_regclass($1) is not null', [`"${schema}"._migration`])
  if (rows.length === 0) return []
  return (await client.query<Applied>(`select name, sha256 from "${schema}"._migration`)).rows
}

async function applyOne(client: Client, { statements, ...migration }: Migration, now: () => Date): Promise<void> {
  try {
    // In one message: a hundred tables are a hundred round trips otherwise.
    await client.query(statements.map((statement) => statement.replace(/;?$/, ';')).join('\n'))
  } catch (error) {
    throw failedIn({ statements, ...migration }, error)
  }
  await client.query('insert into _migration (name, sha256, applied_at) values ($1, $2, $3)', [
    migration.name,
    migration.sha256,
    now().toISOString(),
  ])
}

async function countsOf(client: Client, schema: string): Promise<Counts> {
  const { rows } = await client.query<{ name: string }>(
    "select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relkind in ('r', 'p')",
    [schema],
  )
  if (rows.length === 0) return new Map()
  const counts = rows.map(({ name }) => `select '${name}' as name, count(*)::int as count from "${schema}"."${name}"`)
  const counted = await client.query<{ name: string; count: number }>(counts.join(' union all '))
  return new Map(counted.rows.map(({ name, count }) => [name, count]))
}
