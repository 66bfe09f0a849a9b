import canonicalize from 'canonicalize'
import { type ColumnEntry, catalogue, type TableEntry, type TableName } from '../../db/catalogue'

/**
 * The lines of an archive (docs/archive.md): a head, one row a line, and the SHA-256 of all before it. The same
 * workspace gives the same bytes, on either engine: rows by primary key, JSON in canonical form, no time of writing.
 */
export const archiveFormat = 'followthrough-archive'
/** Raised when an older reading of the lines would be wrong. A new table or column is no such thing. */
export const archiveVersion = 1

/** What is kept for speed alone is made anew; answers to past intents belong to the machine that gave them. */
const leftOut: readonly TableName[] = ['intent', 'changeCounter', 'searchDocument']

/** The tables of an archive, each after those it refers to. */
export const archivedTables = (): TableEntry[] => catalogue().filter(({ name }) => !leftOut.includes(name))

export type ArchiveCounts = Record<string, number>

export interface ArchiveHead {
  format: typeof archiveFormat
  version: number
  counts: ArchiveCounts
}

/** Each with its line end. */
export const headLine = (counts: ArchiveCounts): string =>
  `${JSON.stringify({ format: archiveFormat, version: archiveVersion, counts } satisfies ArchiveHead)}\n`

export const lastLine = (sha256: string): string => `${JSON.stringify({ sha256 })}\n`

export function rowLine({ name, columns }: TableEntry, row: Record<string, unknown>): string {
  const cells = columns.map((column) => `${JSON.stringify(column.name)}:${cellOf(column, row[column.name] ?? null)}`)
  return `{"table":"${name}","row":{${cells.join(',')}}}\n`
}

function cellOf({ kind }: ColumnEntry, value: unknown): string {
  if (kind === 'bytes' && value !== null) return `"${(value as Buffer).toString('base64')}"`
  // One engine keeps the order of the keys and the other does not.
  if (kind === 'json' && value !== null) return canonicalize(value) ?? 'null'
  return JSON.stringify(value)
}
