import { statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { BetterSQLiteSession, type PreparedQuery } from 'drizzle-orm/better-sqlite3/session'
import { BaseSQLiteDatabase, SQLiteSyncDialect } from 'drizzle-orm/sqlite-core'
import { named, StoreError } from './errors'
import { type MigrationReport, refuseToMigrate } from './migrate'
import { migrateSqlite } from './migrate-sqlite'
import type { Database, Opening, Prepared, Read, Rows, Tx } from './open'
import { Pool } from './pool'
import { fileFor, noLongerInUse, nowInUse } from './sqlite-files'
import { type Guards, refuseNesting, Turn } from './turn'
import { WriteQueue, type Writer } from './writing'

/** Below it, a WAL reset could corrupt the database. */
const oldestSqlite = '3.51.3'
const walLimit = 67_108_864
const chunkRows = 2_000
/** How long a chunk may keep everybody else waiting. Looked at every so many rows: the clock costs as much as a row. */
const chunkMilliseconds = 5
const rowsPerLook = 64
const streamMilliseconds = 60_000

/** Set on every connection and read back: a stock build falls to synchronous NORMAL, and power cuts lose commits. */
const pragmas = {
  busy_timeout: 5000,
  journal_mode: 'wal',
  synchronous: 2,
  foreign_keys: 1,
  journal_size_limit: walLimit,
  trusted_schema: 0,
  cell_size_check: 1,
  wal_autocheckpoint: 1000,
  temp_store: 2,
  cache_size: -8000,
} as const

// One for all connections: it remembers the snake_case name of every column it has met.
const dialect = new SQLiteSyncDialect({ casing: 'snake_case' })

/** A statement that shows its token each time it starts. */
class GuardedStatement {
  constructor(
    private readonly statement: Sqlite.Statement,
    private readonly turn: Turn,
  ) {}

  raw(): this {
    this.statement.raw()
    return this
  }

  all(...values: unknown[]): unknown {
    return guarded(this.turn, () => this.statement.all(...values))
  }

  get(...values: unknown[]): unknown {
    return guarded(this.turn, () => this.statement.get(...values))
  }

  run(...values: unknown[]): unknown {
    return guarded(this.turn, () => this.statement.run(...values))
  }
}

function guarded<T>(turn: Turn, statement: () => T): T {
  turn.enter()
  try {
    return statement()
  } catch (error) {
    turn.fail(error)
    throw error
  }
}

/** What drizzle takes for the driver's connection, for the time of one work. */
class GuardedClient {
  constructor(
    private readonly raw: Sqlite.Database,
    private readonly turn: Turn,
  ) {}

  prepare(source: string): GuardedStatement {
    return guarded(this.turn, () => new GuardedStatement(this.raw.prepare(source), this.turn))
  }
}

function session(client: GuardedClient | Sqlite.Database) {
  return new BetterSQLiteSession<Record<string, never>, Record<string, never>>(
    client as Sqlite.Database,
    dialect,
    undefined,
  )
}

class Side extends BaseSQLiteDatabase<'sync', Sqlite.RunResult> {
  constructor(
    private readonly connection: Connection,
    private readonly turn: Turn,
  ) {
    super('sync', dialect, session(new GuardedClient(connection.raw, turn)), undefined)
  }

  prepared(name: string, build: (read: Read) => { prepare(name: string): unknown }): Prepared<unknown> {
    const query = this.connection.prepared(name, build)
    return { execute: async (values) => guarded(this.turn, () => query.execute(values).sync()) }
  }
}

class Connection {
  usable = true
  readonly raw: Sqlite.Database
  readonly begin: Sqlite.Statement
  readonly commit: Sqlite.Statement
  readonly #whole: Read
  readonly #prepared = new Map<string, PreparedQuery>()

  constructor(path: string, role: 'writer' | 'reader') {
    this.raw = new Sqlite(path, { readonly: role === 'reader', fileMustExist: true })
    try {
      setPragmas(this.raw, role)
      this.begin = this.raw.prepare(role === 'writer' ? 'begin immediate' : 'begin')
      this.commit = this.raw.prepare('commit')
    } catch (error) {
      this.raw.close()
      throw error
    }
    this.#whole = new BaseSQLiteDatabase('sync', dialect, session(this.raw), undefined) as unknown as Read
  }

  read(turn: Turn): Read {
    return new Side(this, turn) as unknown as Read
  }

  prepared(name: string, build: (read: Read) => { prepare(name: string): unknown }): PreparedQuery {
    let query = this.#prepared.get(name)
    if (query === undefined) {
      query = build(this.#whole).prepare(name) as PreparedQuery
      this.#prepared.set(name, query)
    }
    return query
  }

  /** Ends a read transaction. A connection that cannot is not used again. */
  end(): void {
    try {
      if (this.raw.inTransaction) this.commit.run()
    } catch {
      this.usable = false
    }
  }

  close(): void {
    this.raw.close()
  }
}

function setPragmas(raw: Sqlite.Database, role: 'writer' | 'reader'): void {
  const wanted: Record<string, string | number> = { ...pragmas, query_only: role === 'reader' ? 1 : 0 }
  // A file in which nobody has made a table yet keeps no log, and a reader cannot make it keep one.
  const begun = role === 'writer' || raw.pragma('journal_mode', { simple: true }) === pragmas.journal_mode
  if (!begun) refuseToMigrate()
  for (const [name, value] of Object.entries(wanted)) raw.pragma(`${name} = ${value}`)
  for (const [name, value] of Object.entries(wanted)) {
    const taken = raw.pragma(name, { simple: true })
    if (taken !== value) {
      throw new StoreError('unusable', `SQLite did not take the setting ${name} = ${value} (it says ${taken}).`)
    }
  }
}

class SqliteWriter implements Writer<Tx> {
  #connection: Connection | null
  #suspect = false
  #groups = 0
  readonly #savepoints = new WeakMap<Connection, Record<'open' | 'release' | 'undo', Sqlite.Statement>>()

  constructor(private readonly path: string) {
    this.#connection = new Connection(path, 'writer')
  }

  /** The connection, opened again and verified when it had to be given up. */
  connection(): Connection {
    if (this.#connection) return this.#connection
    const connection = new Connection(this.path, 'writer')
    if (this.#suspect) {
      const verdict = connection.raw.pragma('quick_check(1)', { simple: true })
      if (verdict !== 'ok') {
        connection.close()
        throw new StoreError('io', 'The database is damaged. Nothing more is written; restore the last backup.')
      }
      this.#suspect = false
    }
    this.#connection = connection
    return connection
  }

  #statements() {
    const connection = this.connection()
    let statements = this.#savepoints.get(connection)
    if (statements === undefined) {
      statements = {
        open: connection.raw.prepare('savepoint work'),
        release: connection.raw.prepare('release work'),
        undo: connection.raw.prepare('rollback to work'),
      }
      this.#savepoints.set(connection, statements)
    }
    return statements
  }

  begin(): void {
    this.connection().begin.run()
  }

  savepoint(): void {
    this.#statements().open.run()
  }

  release(): void {
    this.#statements().release.run()
  }

  rollbackToSavepoint(): void {
    this.#statements().undo.run()
    this.#statements().release.run()
  }

  commit(): void {
    this.connection().commit.run()
  }

  rollback(): void {
    if (this.inTransaction()) this.#connection?.raw.exec('rollback')
  }

  inTransaction(): boolean {
    return this.#connection?.raw.inTransaction === true
  }

  tx(turn: Turn): Tx {
    return this.connection().read(turn) as Tx
  }

  recover(error: unknown): void {
    const trouble = named(error)
    if (!(trouble instanceof StoreError) || trouble.code !== 'io') return
    // After a failed sync the pages in memory may claim what the disk never got: stop, open anew, verify.
    this.#suspect = true
    this.close()
  }

  rest(): void {
    if (++this.#groups % 256 === 0 && walBytes(this.path) > walLimit) this.checkpoint()
  }

  checkpoint(): void {
    const { raw } = this.connection()
    // Without waiting: the reader it would wait for may be in this very thread, and would never finish.
    raw.pragma('busy_timeout = 0')
    try {
      raw.pragma('wal_checkpoint(TRUNCATE)')
    } catch (error) {
      if (named(error) instanceof StoreError && (named(error) as StoreError).code === 'busy') return
      throw error
    } finally {
      raw.pragma(`busy_timeout = ${pragmas.busy_timeout}`)
    }
  }

  close(): void {
    try {
      this.#connection?.close()
    } catch {
      // An I/O error while closing adds nothing to the one that led here.
    }
    this.#connection = null
  }
}

function walBytes(path: string): number {
  return statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0
}

class SqliteDatabase implements Database {
  readonly engine = 'sqlite'
  readonly workspace: string
  readonly mode: 'read' | 'write'
  readonly #path: string
  readonly #opening: Opening
  readonly #guards: Guards
  readonly #writer: SqliteWriter | null
  readonly #queue: WriteQueue<Tx> | null
  readonly #readers: Pool<Connection>
  readonly #streams: Pool<Connection>
  #closing: Promise<void> | null = null

  constructor(path: string, opening: Opening) {
    this.#path = path
    this.#opening = opening
    this.#guards = opening.guards
    this.workspace = opening.workspace
    this.mode = opening.mode
    this.#writer = opening.mode === 'write' ? new SqliteWriter(path) : null
    this.#queue = this.#writer && new WriteQueue(this.#writer, opening.guards, opening.writeTimeoutMs)
    const reader = () => new Connection(path, 'reader')
    this.#readers = new Pool(opening.readers ?? 4, reader)
    this.#streams = new Pool(2, reader)
  }

  async snapshot<T>(work: (read: Read) => Promise<T>): Promise<T> {
    refuseNesting('snapshot', this.#guards)
    const reader =
      this.#readers.tryTake() ??
      (await this.#readers.take().catch((error: unknown) => {
        throw named(error)
      }))
    const turn = new Turn('snapshot', this.#guards)
    try {
      reader.begin.run()
      return await turn.run(work, reader.read(turn))
    } catch (error) {
      throw named(error)
    } finally {
      turn.end()
      reader.end()
      this.#readers.give(reader)
    }
  }

  async write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    refuseNesting('write', this.#guards)
    return this.#writing().write(work)
  }

  async stream<T>(work: (read: Read, rows: Rows) => Promise<T>): Promise<T> {
    refuseNesting('stream', this.#guards)
    const connection = await this.#streams.take()
    // Closed afterwards: it is needed seldom, and its page cache would stay.
    connection.usable = false
    const turn = new Turn('stream', this.#guards)
    const since = performance.now()
    try {
      connection.begin.run()
      return await turn.run(work, connection.read(turn), streamOf(connection, turn, since))
    } catch (error) {
      throw named(error)
    } finally {
      turn.end()
      connection.end()
      this.#streams.give(connection)
      // While it ran, the log could not be cut off below it.
      if (this.#writer && walBytes(this.#path) > walLimit) void this.checkpoint().catch(() => undefined)
    }
  }

  async migrate(): Promise<MigrationReport> {
    const options = { ...this.#opening, path: this.#path }
    if (this.#writer === null) {
      const reader = await this.#readers.take()
      try {
        return migrateSqlite(reader.raw, options)
      } finally {
        this.#readers.give(reader)
      }
    }
    const writer = this.#writer
    return this.#writing().alone(() => migrateSqlite(writer.connection().raw, options))
  }

  async pragmas(): Promise<Record<string, string | number>> {
    const reader = await this.#readers.take()
    try {
      const names = [...Object.keys(pragmas), 'page_size', 'page_count', 'freelist_count']
      // The writer's own where there is one: what protects a commit is the setting of the connection that commits.
      const raw = this.#writer ? this.#writer.connection().raw : reader.raw
      const found = names.map((name) => [name, raw.pragma(name, { simple: true }) as string | number])
      return { ...Object.fromEntries(found), sqlite_version: versionOf(raw), wal_bytes: walBytes(this.#path) }
    } finally {
      this.#readers.give(reader)
    }
  }

  async checkpoint(): Promise<void> {
    const writer = this.#writer
    if (writer) await this.#writing().alone(() => writer.checkpoint())
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    await this.#queue?.close()
    await Promise.all([this.#readers.close(5_000), this.#streams.close(5_000)])
    // Last of all: the last writing connection empties the log and removes it.
    this.#writer?.close()
    noLongerInUse(this.#path)
  }

  #writing(): WriteQueue<Tx> {
    if (this.#queue) return this.#queue
    throw new StoreError('read-only', 'This database was opened for reading only.')
  }
}

function streamOf(connection: Connection, turn: Turn, since: number): Rows {
  return async function* <R extends readonly unknown[]>(query: { toSQL(): { sql: string; params: unknown[] } }) {
    const { sql, params } = query.toSQL()
    turn.enter()
    let chunk: R[] = []
    let begun = performance.now()
    for (const row of connection.raw
      .prepare(sql)
      .raw()
      .iterate(...params) as IterableIterator<R>) {
      const size = chunk.push(row)
      if (size < chunkRows && (size % rowsPerLook > 0 || performance.now() - begun < chunkMilliseconds)) continue
      yield chunk
      chunk = []
      await new Promise<void>((resolve) => setImmediate(resolve))
      turn.enter()
      begun = performance.now()
      if (performance.now() - since > streamMilliseconds) {
        throw new StoreError('time-limit', 'Reading took longer than 60 s and was stopped. Ask for less at once.')
      }
    }
    if (chunk.length > 0) yield chunk
  }
}

function versionOf(raw: Sqlite.Database): string {
  return raw.prepare('select sqlite_version()').pluck().get() as string
}

/** Throws a `StoreError` when the file is missing (reading), the folder is not writable, or a setting is refused. */
export function openSqlite(opening: Opening): Database {
  const path = fileFor(opening)
  const memory = new Sqlite(':memory:')
  const version = versionOf(memory)
  memory.close()
  if (version.localeCompare(oldestSqlite, 'en', { numeric: true }) < 0) {
    throw new StoreError('unusable', `SQLite ${version} is too old: ${oldestSqlite} or newer is needed.`)
  }
  try {
    const database = new SqliteDatabase(path, opening)
    nowInUse(path)
    return database
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && error.code === 'SQLITE_NOTADB') {
      throw new StoreError('unusable', `${path} is not a database, or it is damaged.`, error)
    }
    throw named(error)
  }
}
