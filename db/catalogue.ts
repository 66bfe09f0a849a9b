import { type Column, getTableColumns, getTableName } from 'drizzle-orm'
import { getTableConfig as pgConfig } from 'drizzle-orm/pg-core'
import { type SQLiteTable, getTableConfig as sqliteConfig } from 'drizzle-orm/sqlite-core'
import { engine, wordsOf } from './dialect'
import { tables } from './schema'

/**
 * The tables as data, read off the schema: for what handles every table alike, as an archive does. A new table or
 * column is in it by being in the schema.
 */

export type TableName = keyof typeof tables
type Table = (typeof tables)[TableName]

/** What a column holds: `day` and `instant` are told by their names, which end in `On` and `At`. */
export type ColumnKind = 'text' | 'day' | 'instant' | 'int' | 'bool' | 'json' | 'bytes'

export interface ColumnEntry {
  /** As the schema calls it: `titleInternal`. */
  name: string
  kind: ColumnKind
  notNull: boolean
  /** The store fills it in where it is not given. */
  hasDefault: boolean
  /** Of an enumeration; null when anything may be said. */
  words: readonly string[] | null
  /** The column of another table that must hold the same value. */
  refersTo: { table: TableName; column: string } | null
  column: Column
}

export interface TableEntry {
  name: TableName
  table: Table
  columns: ColumnEntry[]
  /** The names of the columns of its primary key, in order. */
  key: string[]
}

/** All tables, each after those it refers to, otherwise as the schema lists them. Throws when two refer to each other. */
export function catalogue(): TableEntry[] {
  const entries = (Object.keys(tables) as TableName[]).map(entryOf)
  const ordered: TableEntry[] = []
  const waiting = [...entries]
  while (waiting.length > 0) {
    const at = waiting.findIndex((entry) =>
      entry.columns.every(({ refersTo }) => !refersTo || ordered.some((each) => each.name === refersTo.table)),
    )
    const [next] = at < 0 ? [] : waiting.splice(at, 1)
    if (!next) {
      const names = waiting.map((each) => each.name).join(', ')
      throw new Error(`These tables refer to each other or to themselves, so no order holds them: ${names}`)
    }
    ordered.push(next)
  }
  return ordered
}

const nameOf = new Map<string, TableName>(
  Object.entries(tables).map(([name, table]) => [getTableName(table), name as TableName]),
)

// The schema's tables wear the types of one engine and are made by either.
const configOf = (table: Table) =>
  engine === 'postgresql' ? pgConfig(table) : sqliteConfig(table as unknown as SQLiteTable)

function entryOf(name: TableName): TableEntry {
  const table = tables[name]
  const { foreignKeys, primaryKeys } = configOf(table)
  const columns = Object.entries(getTableColumns(table) as Record<string, Column>)
  const callOf = (column: { name: string }, of: [string, Column][] = columns) =>
    of.find(([, each]) => each.name === column.name)?.[0] ?? column.name
  const references = new Map(
    foreignKeys.flatMap((each) => {
      const { columns: own, foreignColumns, foreignTable } = each.reference()
      const [from] = own
      const [to] = foreignColumns
      const target = nameOf.get(getTableName(foreignTable))
      if (!from || !to || !target) return []
      const ofTarget = Object.entries(getTableColumns(tables[target]) as Record<string, Column>)
      return [[callOf(from), { table: target, column: callOf(to, ofTarget) }] as const]
    }),
  )
  const [composite] = primaryKeys
  return {
    name,
    table,
    columns: columns.map(([called, column]) => ({
      name: called,
      kind: kindOf(called, column),
      notNull: column.notNull,
      hasDefault: column.hasDefault,
      words: wordsOf(column),
      refersTo: references.get(called) ?? null,
      column,
    })),
    key: composite
      ? composite.columns.map((column) => callOf(column))
      : columns.filter(([, column]) => column.primary).map(([called]) => called),
  }
}

function kindOf(name: string, column: Column): ColumnKind {
  switch (column.dataType) {
    case 'number':
      return 'int'
    case 'boolean':
      return 'bool'
    case 'json':
      return 'json'
    case 'buffer':
      return 'bytes'
    case 'custom':
      if (column.getSQLType() === 'bytea') return 'bytes'
      break
    case 'string':
      break
    default:
      throw new Error(`The catalogue does not know what ${name} holds: ${column.dataType}`)
  }
  return /(^o|[a-z]O)n$/.test(name) ? 'day' : /(^a|[a-z]A)t$/.test(name) ? 'instant' : 'text'
}
