import type { ColumnEntry, TableEntry } from '../../db/catalogue'
import { isDay } from '../../domain/days'

/** What is wrong with a row, in words that follow the number of its line. */
export class BadRow extends Error {
  override readonly name = 'BadRow'
}

export type Row = Record<string, unknown>

/**
 * A row of an archive as it is stored, checked column by column. What an older archive lacks is filled in where the
 * schema knows how. Throws BadRow.
 */
export function readRow(entry: TableEntry, given: unknown): Row {
  if (!isObject(given))
    throw new BadRow(`"row" is ${shown(given)}. Expected an object with the columns of "${entry.name}".`)
  for (const name of Object.keys(given)) {
    if (!entry.columns.some((column) => column.name === name)) {
      throw new BadRow(
        `"${entry.name}" has no column "${name}". Expected only columns that this Followthrough knows; a newer one may have written it.`,
      )
    }
  }
  const row: Row = {}
  for (const column of entry.columns) row[column.name] = cellOf(entry, column, given[column.name])
  return row
}

function cellOf({ name: table }: TableEntry, column: ColumnEntry, value: unknown): unknown {
  const where = `"${column.name}" of "${table}"`
  if (value === undefined) {
    if (column.column.default !== undefined) return column.column.default
    if (!column.notNull) return null
    throw new BadRow(`${where} is missing. Expected ${expectationOf(column)}.`)
  }
  if (value === null) {
    if (!column.notNull) return null
    throw new BadRow(`${where} is null. Expected ${expectationOf(column)}.`)
  }
  if (column.kind === 'bytes') {
    const bytes = typeof value === 'string' ? Buffer.from(value, 'base64') : null
    if (bytes === null || bytes.toString('base64') !== value) {
      throw new BadRow(`${where} is ${shown(value)}. Expected ${expectationOf(column)}.`)
    }
    return bytes
  }
  if (!fits(column, value)) throw new BadRow(`${where} is ${shown(value)}. Expected ${expectationOf(column)}.`)
  return value
}

const largestInt = 2_147_483_647

function fits({ kind, words }: ColumnEntry, value: unknown): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string' && isStorable(value) && (words === null || words.includes(value))
    case 'day':
      return typeof value === 'string' && isDay(value)
    case 'instant':
      return typeof value === 'string' && instantShape.test(value) && !Number.isNaN(Date.parse(value))
    case 'int':
      return Number.isInteger(value) && Math.abs(value as number) <= largestInt
    case 'bool':
      return typeof value === 'boolean'
    case 'json':
      return isStorable(JSON.stringify(value)) && !JSON.stringify(value).includes('\\u0000')
    case 'bytes':
      return false
  }
}

/** As both engines sort it: always with milliseconds. */
const instantShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

const isStorable = (text: string) => !text.includes('\u0000') && text.isWellFormed()

function expectationOf({ kind, words }: ColumnEntry): string {
  if (words) return `one of ${words.join(', ')}`
  const expected = {
    text: 'text',
    day: 'a day such as "2021-07-20"',
    instant: 'an instant such as "2021-07-20T17:00:00.000Z"',
    int: 'a whole number',
    bool: 'true or false',
    json: 'JSON that can be stored',
    bytes: 'bytes in base64',
  } satisfies Record<ColumnEntry['kind'], string>
  return expected[kind]
}

export const isObject = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function shown(value: unknown): string {
  const text = value === undefined ? 'missing' : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
