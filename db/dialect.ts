import { type Column, sql } from 'drizzle-orm'
import * as pg from 'drizzle-orm/pg-core'
import * as lite from 'drizzle-orm/sqlite-core'
import type { Day } from '../domain/days'

/**
 * One vocabulary of column types over both engines, chosen once per process.
 *
 * The types always come from pg-core: its builders have no synchronous `get` / `all` / `run`,
 * so a query that compiles here runs on SQLite and on PostgreSQL.
 */
export type Engine = 'sqlite' | 'postgresql'

/** `FOLLOWTHROUGH_DIALECT` exists for the migration generator alone; everybody else is told by `DATABASE_URL`. */
export const engine: Engine =
  process.env.FOLLOWTHROUGH_DIALECT === 'postgresql' || /^postgres(ql)?:/.test(process.env.DATABASE_URL ?? '')
    ? 'postgresql'
    : 'sqlite'

// Byte order in both engines: PostgreSQL's default collation sorts "B _ a" differently from SQLite and breaks keyset pages.
const collatedText = pg.customType<{ data: string; driverData: string }>({ dataType: () => 'text collate "C"' })
const pgBytes = pg.customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

const onPostgres = {
  table: pg.pgTable,
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  check: pg.check,
  primaryKey: pg.primaryKey,
  text: () => collatedText(),
  int: () => pg.integer(),
  bool: () => pg.boolean(),
  json: <T>() => pg.jsonb().$type<T>(),
  bytes: () => pgBytes(),
}

const onSqlite = {
  table: lite.sqliteTable,
  index: lite.index,
  uniqueIndex: lite.uniqueIndex,
  check: lite.check,
  primaryKey: lite.primaryKey,
  text: () => lite.text(),
  int: () => lite.integer(),
  bool: () => lite.integer({ mode: 'boolean' }),
  json: () => lite.text({ mode: 'json' }),
  bytes: () => lite.blob({ mode: 'buffer' }),
}

const chosen = (engine === 'postgresql' ? onPostgres : onSqlite) as unknown as typeof onPostgres

export const { table, index, uniqueIndex, check, primaryKey, text, int, bool, json, bytes } = chosen

/** A plain date in the organisation's zone, `YYYY-MM-DD`. Text in both engines: it sorts and compares as it reads. */
export const day = () => chosen.text().$type<Day>()

/** An instant in UTC, ISO 8601 with milliseconds and `Z`. Text in both engines, so both sort it alike. */
export const instant = () => chosen.text()

// A column keeps the config of the builder it was made by, which is how its words are found again.
const wordsByConfig = new WeakMap<object, readonly string[]>()
const configOf = (made: unknown) => (made as { config: object }).config

/** A text column whose type is one of `values`. Pair it with `oneOf` among the table's checks. */
export function enumOf<const T extends readonly [string, ...string[]]>(values: T) {
  const builder = chosen.text().$type<T[number]>()
  wordsByConfig.set(configOf(builder), values)
  return builder
}

/** The words that an `enumOf` column may hold; null for any other column. */
export const wordsOf = (column: Column): readonly string[] | null => wordsByConfig.get(configOf(column)) ?? null

/** The check that holds an `enumOf` column to its words. `name` must be unique in the database. */
export function oneOf(name: string, column: pg.AnyPgColumn, values: readonly string[]) {
  const list = values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ')
  return check(name, sql`${column} in (${sql.raw(list)})`)
}
