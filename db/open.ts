import { resolve } from 'node:path'
import type { WithSubquery } from 'drizzle-orm'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { type Engine, engine } from './dialect'
import { StoreError } from './errors'
import type { MigrationReport } from './migrate'
import { dropSqlite, listSqlite } from './sqlite-files'
import { allGuards, type Guards } from './turn'

export { StoreError, type StoreTrouble, type Violation, violated } from './errors'
export type { MigrationReport } from './migrate'

/**
 * The door to the cellar: consistent reads, and one serialised write path.
 *
 * The drivers are named in `sqlite.ts` and `postgres.ts` alone, and only this file imports those two: it is one
 * room that did not fit on one page.
 */

/** What awaiting a change without `.returning()` gives: the two engines answer it differently, so nobody may look. */
interface Unreturned extends PgQueryResultHKT {
  type: { readonly 'add .returning()': never }
}

type Pg = PgDatabase<Unreturned>
type With = ReturnType<Pg['with']>

export interface Prepared<Rows> {
  /** Runs in the work the statement was asked for in, and throws when that has ended. */
  execute(values?: Record<string, unknown>): Promise<Rows>
}

interface Preparable<Rows> {
  prepare(name: string): Prepared<Rows>
}

/** The reading side. Inside one `snapshot` all queries see the same point in time. */
export interface Read extends Pick<Pg, 'select' | 'selectDistinct' | '$with' | '$count'> {
  with(...queries: WithSubquery[]): Pick<With, 'select' | 'selectDistinct'>
  /**
   * A statement that is built once per connection: drizzle takes about 100 µs to build one and 7 µs to run it.
   * `name` is unique in the program and at most 63 bytes long; whatever varies is an `sql.placeholder`. What `build`
   * closes over must not vary: only its first result is kept.
   */
  prepared<Rows>(name: string, build: (read: Read) => Preparable<Rows>): Prepared<Rows>
}

/** The writing side. Always end a change with `.returning()`: what comes back without it differs by engine. */
export interface Tx extends Read, Pick<Pg, 'insert' | 'update' | 'delete'> {
  with(...queries: WithSubquery[]): Pick<With, 'select' | 'selectDistinct' | 'insert' | 'update' | 'delete'>
  prepared<Rows>(name: string, build: (tx: Tx) => Preparable<Rows>): Prepared<Rows>
}

/**
 * The rows of one query in chunks of two thousand at most, fewer where those take long, each row an array of the driver's own values in the order of
 * the selection: SQLite gives 0 and 1 for a boolean and text for JSON, PostgreSQL true, false and the parsed value.
 * Chunks, because a promise per row would cost more than the row, and because other requests run between two chunks.
 */
export type Rows = <R extends readonly unknown[]>(query: {
  toSQL(): { sql: string; params: unknown[] }
}) => AsyncIterable<R[]>

export interface Database {
  readonly engine: Engine
  /** `main`, or the slug of a story. */
  readonly workspace: string
  readonly mode: 'read' | 'write'
  /**
   * One point in time for all queries of `work`. Throws inside `write` and inside another `snapshot`.
   * The point in time is that of the first query.
   */
  snapshot<T>(work: (read: Read) => Promise<T>): Promise<T>
  /**
   * One change: all of `work` or nothing of it, one after the other over all processes and nodes, answered after
   * its commit. Nothing but database work inside; everybody waits for it. Throws what `work` throws, a `StoreError`
   * when the store is at fault, and at once inside another `write`. A work one of whose statements failed is refused
   * even when it caught the error.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Long reads on a connection of their own, one point in time as well, 60 seconds at most. */
  stream<T>(work: (read: Read, rows: Rows) => Promise<T>): Promise<T>
  /** Applies what is pending. Refuses, with a sentence, what it cannot do without loss. */
  migrate(): Promise<MigrationReport>
  /** The settings in force, read back from the database. PostgreSQL: `server_version` and a few that matter. */
  pragmas(): Promise<Record<string, string | number>>
  /** SQLite: moves the log into the database file and cuts it off, as far as running reads allow. Else nothing. */
  checkpoint(): Promise<void>
  /** Answers what is waiting, waits up to 5 s for running reads, and lets go of the files. */
  close(): Promise<void>
}

export interface OpenOptions {
  /** SQLite: where the files are. PostgreSQL: unused but for messages. */
  dataDir: string
  /** `main`, or the slug of a story such as `feb-26-2021`. */
  workspace: string
  /** `read` never creates anything and runs beside a writing process. */
  mode: 'read' | 'write'
  now?: (() => Date) | undefined
  /** How long one work may take, in milliseconds. Default 10,000. */
  writeTimeoutMs?: number | undefined
  /** Connections for snapshots. Default 4 on SQLite, 8 on PostgreSQL. */
  readers?: number | undefined
  /** Where the generated migrations are: the folder with `sqlite/` and `postgres/`. Default: found from the package. */
  migrations?: string | undefined
  /** Test only. */
  guards?: Partial<Guards> | undefined
}

/** The options with their defaults filled in, as the engines take them. */
export interface Opening extends Omit<OpenOptions, 'now' | 'writeTimeoutMs' | 'guards' | 'migrations'> {
  now: () => Date
  writeTimeoutMs: number
  migrations: string | undefined
  guards: Guards
}

export interface WorkspaceAddress {
  dataDir: string
  workspace: string
}

/** `main`, or words of small letters and digits joined by hyphens. It becomes a file name and a schema name. */
function checked(workspace: string): string {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(workspace) || workspace.length > 50) {
    throw new StoreError('unusable', `"${workspace}" cannot be the name of a workspace.`)
  }
  return workspace
}

// Only the engine that is used is loaded: the other driver costs memory and a tenth of the start.
const onSqlite = () => import('./sqlite')
const onPostgres = () => import('./postgres')

/**
 * Opens a workspace; `migrate()` is the next call of whoever starts a server. SQLite creates the file when writing.
 * Throws a `StoreError` whose sentence says what is missing or refused.
 */
export async function openWorkspace(options: OpenOptions): Promise<Database> {
  const opening: Opening = {
    dataDir: resolve(options.dataDir),
    workspace: checked(options.workspace),
    mode: options.mode,
    now: options.now ?? (() => new Date()),
    writeTimeoutMs: options.writeTimeoutMs ?? 10_000,
    readers: options.readers,
    migrations: options.migrations,
    guards: { ...allGuards, ...options.guards },
  }
  return engine === 'postgresql' ? (await onPostgres()).openPostgres(opening) : (await onSqlite()).openSqlite(opening)
}

export async function workspaceExists({ dataDir, workspace }: WorkspaceAddress): Promise<boolean> {
  const found = await listWorkspaces(dataDir)
  return found.includes(checked(workspace))
}

/** `main` first when it exists, then the stories by name. */
export async function listWorkspaces(dataDir: string): Promise<string[]> {
  const found = engine === 'postgresql' ? await (await onPostgres()).listPostgres() : listSqlite(resolve(dataDir))
  return found.sort((a, b) => Number(b === 'main') - Number(a === 'main') || (a < b ? -1 : 1))
}

/** Removes an example with all it holds. Nothing happens when it does not exist; `main` is never dropped. */
export async function dropWorkspace({ dataDir, workspace }: WorkspaceAddress): Promise<void> {
  if (checked(workspace) === 'main') {
    throw new StoreError('unusable', 'The main workspace holds the real record and is never dropped.')
  }
  if (engine === 'postgresql') await (await onPostgres()).dropPostgres(workspace)
  else dropSqlite(resolve(dataDir), workspace)
}
