import { createHash } from 'node:crypto'
import { NodePgSession } from 'drizzle-orm/node-postgres/session'
import { PgDatabase, PgDialect, type PgPreparedQuery, type PreparedQueryConfig } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { named, StoreError } from './errors'
import type { MigrationReport } from './migrate'
import { migratePostgres } from './migrate-postgres'
import type { Database, Opening, Prepared, Read, Rows, Tx } from './open'
import { Pool } from './pool'
import { type Guards, refuseNesting, Turn } from './turn'
import { WriteQueue, type Writer } from './writing'

const chunkRows = 2_000
const streamMilliseconds = 60_000
/** A node that was cut off must not hold the write lock of all others for long. */
const idleInTransactionMilliseconds = 60_000

// One for all connections: it remembers the snake_case name of every column it has met.
const dialect = new PgDialect({ casing: 'snake_case' })

type Query = PgPreparedQuery<PreparedQueryConfig>
type Build = (read: Read) => { prepare(name: string): unknown }

/** `main` or `example_feb_26_2021`. */
export function schemaOf(workspace: string): string {
  return workspace === 'main' ? 'main' : `example_${workspace.replaceAll('-', '_')}`
}

/** The key of the advisory lock that makes all nodes of a workspace write one after the other. */
function lockOf(schema: string): string {
  return createHash('sha256').update(`followthrough write ${schema}`).digest().readBigInt64BE(0).toString()
}

/** Every statement shows its token as it starts. */
class GuardedClient {
  constructor(
    private readonly client: pg.Client,
    private readonly turn: Turn,
  ) {}

  query(config: pg.QueryConfig, values?: unknown[]): Promise<unknown> {
    return guarded(this.turn, () => this.client.query(config, values))
  }
}

async function guarded<T>(turn: Turn, statement: () => Promise<T>): Promise<T> {
  turn.enter()
  try {
    return await statement()
  } catch (error) {
    turn.fail(error)
    throw error
  }
}

class Session extends NodePgSession<Record<string, never>, Record<string, never>> {
  override prepareQuery(...query: Parameters<NodePgSession<never, never>['prepareQuery']>): never {
    // drizzle wraps errors of this driver in one that carries the statement and its values, and those of the other
    // driver not at all. We take them bare: alike on both, and nobody's words end up in a log.
    const bare = { queryWithCache: (_sql: string, _values: unknown[], run: () => Promise<unknown>) => run() }
    return Object.assign(super.prepareQuery(...query), bare) as never
  }
}

function session(client: GuardedClient | pg.Client) {
  return new Session(client as pg.Client, dialect, undefined)
}

class Side extends PgDatabase<never> {
  constructor(
    private readonly connection: Connection,
    private readonly turn: Turn,
  ) {
    super(dialect, session(new GuardedClient(connection.client, turn)), undefined)
  }

  prepared(name: string, build: Build): Prepared<unknown> {
    const query = this.connection.prepared(name, build)
    return { execute: (values) => guarded(this.turn, () => query.execute(values)) }
  }
}

class Connection {
  usable = true
  readonly #whole: Read
  readonly #prepared = new Map<string, Query>()

  private constructor(readonly client: pg.Client) {
    this.#whole = new PgDatabase(dialect, session(client), undefined) as unknown as Read
    client.on('error', () => {
      this.usable = false
    })
    client.on('end', () => {
      this.usable = false
    })
  }

  static async open(address: Address, statementMilliseconds: number): Promise<Connection> {
    const client = new pg.Client(connectionOf(address, statementMilliseconds))
    const connection = new Connection(client)
    try {
      await client.connect()
    } catch (error) {
      throw new StoreError('io', 'The database server named by DATABASE_URL could not be reached.', error)
    }
    return connection
  }

  read(turn: Turn): Read {
    return new Side(this, turn) as unknown as Read
  }

  prepared(name: string, build: Build): Query {
    let query = this.#prepared.get(name)
    if (query === undefined) {
      query = build(this.#whole).prepare(name) as Query
      this.#prepared.set(name, query)
    }
    return query
  }

  /** Sent without waiting for the answer: what comes after it on this connection waits in line behind it. */
  send(command: string): void {
    this.client.query(command).catch(() => {
      this.usable = false
    })
  }

  begin(): void {
    this.send('begin isolation level repeatable read, read only')
  }

  end(): void {
    this.send('commit')
  }

  async close(): Promise<void> {
    this.usable = false
    await this.client.end()
  }
}

interface Address {
  url: string
  schema: string
}

function connectionOf({ url: given, schema }: Address, statementMilliseconds: number): pg.ClientConfig {
  const url = new URL(given)
  // `public` comes second for the sake of extensions such as pg_trgm, whose operators live there.
  const settings = {
    search_path: `${schema},public`,
    statement_timeout: statementMilliseconds,
    idle_in_transaction_session_timeout: idleInTransactionMilliseconds,
    jit: 'off',
  }
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  url.searchParams.set('options', [url.searchParams.get('options') ?? '', ...options].join(' ').trim())
  return {
    connectionString: url.href.replaceAll('+', '%20'),
    application_name: 'followthrough',
    keepAlive: true,
    // Statements may be sent before the one before them is answered: begin, work and commit share their round trips.
    pipeline: true,
    connectionTimeoutMillis: 5_000,
  }
}

function databaseUrl(): string {
  const url = process.env.DATABASE_URL
  if (!url || !URL.canParse(url)) throw new StoreError('unusable', 'DATABASE_URL is not the address of a database.')
  return url
}

class PostgresWriter implements Writer<Tx> {
  #connection: Connection | null = null

  constructor(
    private readonly address: Address,
    private readonly timeLimit: number,
  ) {}

  #open(): Connection {
    if (this.#connection) return this.#connection
    throw new StoreError('io', 'The connection to the database was lost.')
  }

  async begin(): Promise<void> {
    if (!this.#connection?.usable) {
      await this.close()
      this.#connection = await Connection.open(this.address, this.timeLimit)
    }
    // READ COMMITTED, so that the first statement after the lock sees what the holder before us committed.
    await this.#connection.client.query(
      `begin isolation level read committed; select pg_advisory_xact_lock(${lockOf(this.address.schema)})`,
    )
  }

  savepoint(): void {
    this.#open().send('savepoint work')
  }

  async release(): Promise<void> {
    await this.#open().client.query('release work')
  }

  async rollbackToSavepoint(): Promise<void> {
    await this.#open().client.query('rollback to work; release work')
  }

  async commit(): Promise<void> {
    const { command } = await this.#open().client.query('commit')
    // PostgreSQL answers the COMMIT of an aborted transaction with a ROLLBACK and no error.
    if (command !== 'COMMIT') throw new StoreError('io', 'The database undid the change instead of keeping it.')
  }

  async rollback(): Promise<void> {
    if (this.#connection?.usable) await this.#connection.client.query('rollback')
  }

  inTransaction(): boolean {
    return this.#connection?.usable === true
  }

  tx(turn: Turn): Tx {
    return this.#open().read(turn) as Tx
  }

  async recover(): Promise<void> {
    // A fresh connection is the one state that is certain.
    await this.close()
  }

  rest(): void {}

  async close(): Promise<void> {
    const connection = this.#connection
    this.#connection = null
    await connection?.close().catch(() => undefined)
  }
}

class PostgresDatabase implements Database {
  readonly engine = 'postgresql'
  readonly workspace: string
  readonly mode: 'read' | 'write'
  readonly #address: Address
  readonly #opening: Opening
  readonly #guards: Guards
  readonly #writer: PostgresWriter
  readonly #queue: WriteQueue<Tx>
  readonly #readers: Pool<Connection>
  readonly #streams: Pool<Connection>
  #closing: Promise<void> | null = null

  constructor(opening: Opening) {
    this.#opening = opening
    this.#guards = opening.guards
    this.workspace = opening.workspace
    this.mode = opening.mode
    this.#address = { url: databaseUrl(), schema: schemaOf(opening.workspace) }
    this.#writer = new PostgresWriter(this.#address, opening.writeTimeoutMs)
    this.#queue = new WriteQueue(this.#writer, opening.guards, opening.writeTimeoutMs)
    const reader = () => Connection.open(this.#address, streamMilliseconds)
    this.#readers = new Pool(opening.readers ?? 8, reader)
    this.#streams = new Pool(2, reader)
  }

  async snapshot<T>(work: (read: Read) => Promise<T>): Promise<T> {
    refuseNesting('snapshot', this.#guards)
    const reader = await this.#take(this.#readers)
    const turn = new Turn('snapshot', this.#guards)
    try {
      reader.begin()
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
    if (this.mode === 'read') throw new StoreError('read-only', 'This database was opened for reading only.')
    return this.#queue.write(work)
  }

  async stream<T>(work: (read: Read, rows: Rows) => Promise<T>): Promise<T> {
    refuseNesting('stream', this.#guards)
    const connection = await this.#take(this.#streams)
    const turn = new Turn('stream', this.#guards)
    const since = performance.now()
    try {
      connection.begin()
      return await turn.run(work, connection.read(turn), streamOf(connection, turn, since))
    } catch (error) {
      throw named(error)
    } finally {
      turn.end()
      connection.end()
      connection.usable = false
      this.#streams.give(connection)
    }
  }

  async migrate(): Promise<MigrationReport> {
    const { schema } = this.#address
    const options = { ...this.#opening, schema, lock: lockOf(schema) }
    // Its own connection without a limit on the statement: rewriting a large table may take longer than any request.
    const connection = await Connection.open(this.#address, 0)
    try {
      return await migratePostgres(connection.client, options)
    } catch (error) {
      throw named(error)
    } finally {
      await connection.close()
    }
  }

  async pragmas(): Promise<Record<string, string | number>> {
    const reader = await this.#take(this.#readers)
    const names = ['server_version', 'synchronous_commit', 'fsync', 'full_page_writes', 'search_path']
    try {
      const columns = names.map((name) => `current_setting('${name}') as ${name}`)
      const { rows } = await reader.client.query<Record<string, string>>(`select ${columns.join(', ')}`)
      return { ...rows[0] }
    } finally {
      this.#readers.give(reader)
    }
  }

  async checkpoint(): Promise<void> {}

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    await this.#queue.close()
    await Promise.all([this.#readers.close(5_000), this.#streams.close(5_000), this.#writer.close()])
  }

  /** A connection that still lives: the server may have gone away and come back while it lay in the pool. */
  async #take(pool: Pool<Connection>): Promise<Connection> {
    for (;;) {
      const connection = await pool.take()
      if (connection.usable) return connection
      pool.give(connection)
    }
  }
}

let cursors = 0

function streamOf(connection: Connection, turn: Turn, since: number): Rows {
  return async function* <R extends readonly unknown[]>(query: { toSQL(): { sql: string; params: unknown[] } }) {
    const { sql, params } = query.toSQL()
    const cursor = `rows_${++cursors}`
    await guarded(turn, () => connection.client.query(`declare ${cursor} no scroll cursor for ${sql}`, params))
    const fetch = { text: `fetch ${chunkRows} from ${cursor}`, rowMode: 'array' as const }
    for (;;) {
      const { rows } = await guarded(turn, () => connection.client.query<R>(fetch))
      if (rows.length > 0) yield rows
      if (rows.length < chunkRows) break
      if (performance.now() - since > streamMilliseconds) {
        throw new StoreError('time-limit', 'Reading took longer than 60 s and was stopped. Ask for less at once.')
      }
    }
    connection.send(`close ${cursor}`)
  }
}

export function openPostgres(opening: Opening): Database {
  return new PostgresDatabase(opening)
}

/** A short connection of its own for questions about the server, not about one workspace. */
async function asking<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const connection = await Connection.open({ url: databaseUrl(), schema: 'public' }, streamMilliseconds)
  try {
    return await work(connection.client)
  } catch (error) {
    throw named(error)
  } finally {
    await connection.close()
  }
}

export function listPostgres(): Promise<string[]> {
  return asking(async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select n.nspname as name from pg_namespace n join pg_class c on c.relnamespace = n.oid
       where c.relname = '_migration' and (n.nspname = 'main' or n.nspname like 'example\\_%')`,
    )
    return rows.map(({ name }) => (name === 'main' ? name : name.slice('example_'.length).replaceAll('_', '-')))
  })
}

export async function dropPostgres(workspace: string): Promise<void> {
  await asking((client) => client.query(`drop schema if exists "${schemaOf(workspace)}" cascade`))
}
