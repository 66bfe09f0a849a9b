import { createHash } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { asc, type Column, type SQL, sql } from 'drizzle-orm'
import type { TableEntry } from '../../db/catalogue'
import type { Database, Read } from '../../db/open'
import { RuleError } from '../../domain/errors'
import { type ArchiveCounts, archivedTables, headLine, lastLine, rowLine } from './archive-lines'

const rowsPerPage = 500
/** A published document may be a few megabytes, and a page of them must fit into memory. */
const rowsWithBytesPerPage = 8

export interface Archived {
  counts: ArchiveCounts
  sha256: string
}

/**
 * The whole workspace at one point in time, in pieces of text as they are read; gives the counts and the hash at the
 * end. By pages and not by one long cursor, whose time is limited: what stays open meanwhile is only a snapshot. Throws
 * RuleError `not-set-up`.
 */
export function writeArchive(db: Database, write: (text: string) => void | Promise<void>): Promise<Archived> {
  return db.stream(async (read) => {
    const tables = archivedTables()
    const counts: ArchiveCounts = {}
    for (const { name, table } of tables) counts[name] = await read.$count(table)
    if (!counts.organization) {
      throw new RuleError(
        'not-set-up',
        `The workspace ${db.workspace} was not started yet: there is nothing to export.`,
      )
    }
    const hash = createHash('sha256')
    const piece = async (text: string) => {
      hash.update(text)
      await write(text)
    }
    await piece(headLine(counts))
    for (const entry of tables) {
      for await (const rows of pagesOf(read, entry)) await piece(rows.map((row) => rowLine(entry, row)).join(''))
    }
    const sha256 = hash.digest('hex')
    await write(lastLine(sha256))
    return { counts, sha256 }
  })
}

/** All rows of a table by its primary key. */
async function* pagesOf(read: Read, { table, columns, key }: TableEntry): AsyncGenerator<Record<string, unknown>[]> {
  const size = columns.some(({ kind }) => kind === 'bytes') ? rowsWithBytesPerPage : rowsPerPage
  const keys = key.map((name) => columns.find((each) => each.name === name)?.column as Column)
  for (let last: Record<string, unknown> | undefined; ; ) {
    const from = last
    const past =
      from &&
      after(
        keys,
        key.map((name) => from[name]),
      )
    const rows: Record<string, unknown>[] = await read
      .select()
      .from(table)
      .where(past)
      .orderBy(...keys.map((column) => asc(column)))
      .limit(size)
    if (rows.length > 0) yield rows
    last = rows.at(-1)
    if (rows.length < size) return
  }
}

function after(keys: readonly Column[], values: readonly unknown[]): SQL {
  const list = (parts: readonly SQL[]) => sql.join([...parts], sql`, `)
  return sql`(${list(keys.map((key) => sql`${key}`))}) > (${list(values.map((value) => sql`${value}`))})`
}

/**
 * Writes the archive into a file that is there only once it is whole. Readable by its owner alone, like the data it
 * holds. Throws RuleError `file-exists`, `file-not-writable`.
 */
export async function writeArchiveFile(db: Database, path: string, { force }: { force: boolean }): Promise<Archived> {
  const refuseExisting = () => {
    if (force || !existsSync(path)) return
    throw new RuleError('file-exists', `${path} is there already and was left as it is. Name another, or add --force.`)
  }
  refuseExisting()
  const draft = `${path}.${process.pid}.part`
  const file = opened(draft, path)
  try {
    const archived = await writeArchive(db, (text) => {
      writeWhole(file, Buffer.from(text))
    })
    fsyncSync(file)
    refuseExisting()
    renameSync(draft, path)
    return archived
  } finally {
    closeSync(file)
    rmSync(draft, { force: true })
  }
}

function opened(draft: string, path: string): number {
  try {
    return openSync(draft, 'w', 0o600)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'its folder does not exist' : `its folder cannot be written to (${code})`
    throw new RuleError('file-not-writable', `${path} was not written: ${why}.`)
  }
}

function writeWhole(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
}
