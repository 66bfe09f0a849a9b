import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { getTableName, sql } from 'drizzle-orm'
import type { TableEntry } from '../../db/catalogue'
import type { Database, Tx } from '../../db/open'
import type { history } from '../../db/schema'
import { RuleError } from '../../domain/errors'
import { type ArchiveCounts, archivedTables, archiveFormat, archiveVersion } from '../exports/archive-lines'
import { Chain } from '../history/store'
import { completeDocuments } from '../search/documents'
import { moveCounter } from '../workspaces/workspace'
import { BadRow, isObject, type Row, readRow, shown } from './archive-rows'

/** The file is not an archive, or not as it was written: says the line, what is wrong there and what was expected. */
export class BadArchive extends RuleError {
  constructor(file: string, line: number, what: string) {
    super('bad-archive', `${file}, line ${line}: ${what} Nothing was imported.`)
  }
}

export interface Verified {
  counts: ArchiveCounts
  sha256: string
  /** Of the company. */
  name: string
}

// ── Reading the file ───────────────────────────────────────────────────────────────────────────────────

interface Line {
  /** From 1. */
  number: number
  bytes: Buffer
}

const longestLine = 256 * 1024 * 1024
const lineEnd = 0x0a

/** The lines of a file, as many at a time as are read at a time. Throws RuleError `no-file`, BadArchive. */
async function* linesOf(file: string): AsyncGenerator<Line[]> {
  let number = 0
  let begun: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
      const lines: Line[] = []
      let from = 0
      for (let end = chunk.indexOf(lineEnd); end >= 0; end = chunk.indexOf(lineEnd, from)) {
        const rest = chunk.subarray(from, end)
        lines.push({ number: ++number, bytes: begun.length ? Buffer.concat([...begun, rest]) : rest })
        begun = []
        length = 0
        from = end + 1
      }
      if (from < chunk.length) begun.push(chunk.subarray(from))
      length += chunk.length - from
      if (length > longestLine) throw new BadArchive(file, number + 1, 'This line is longer than 256 MB.')
      if (lines.length > 0) yield lines
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (error instanceof RuleError || code === undefined) throw error
    const why = code === 'ENOENT' ? 'There is no such file.' : `It cannot be read (${code}).`
    throw new RuleError('no-file', `${file}: ${why} Nothing was imported.`)
  }
  if (begun.length > 0) yield [{ number: number + 1, bytes: Buffer.concat(begun) }]
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Undefined when it is none. */
function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(decoder.decode(bytes))
  } catch {
    return undefined
  }
}

/** Hands over every line but the last, gives the last one, and the hash of all before it. */
async function throughLines(file: string, take: (line: Line) => void | Promise<void>) {
  const hash = createHash('sha256')
  let last: Line | null = null
  for await (const lines of linesOf(file)) {
    for (const line of lines) {
      if (last) {
        hash.update(last.bytes).update('\n')
        const taken = take(last)
        // Most lines take no time of their own, and a promise for each would.
        if (taken) await taken
      }
      last = line
    }
  }
  return { last: last as Line | null, sha256: hash.digest('hex') }
}

// ── Verifying it ───────────────────────────────────────────────────────────────────────────────────────

/**
 * Reads an archive whole before anything is written: its head, every row, what rows refer to, the chain of the history,
 * counts and hash. In memory at any time: a line, and the keys that others refer to. Throws BadArchive.
 */
export async function verifyArchive(file: string): Promise<Verified> {
  const verifying = new Verifying(file)
  const { last, sha256 } = await throughLines(file, (line) => verifying.take(line))
  return verifying.end(last, sha256)
}

class Verifying {
  readonly #tables = archivedTables()
  readonly #chain = new Chain()
  readonly #found: ArchiveCounts = {}
  /** What others may refer to: `item.id` and the ids of all items so far. */
  readonly #referable = new Map<string, Set<unknown>>()
  #counts: ArchiveCounts = {}
  #order: string[] = []
  #name = ''
  #previous: { entry: TableEntry; key: unknown[] } | null = null

  constructor(private readonly file: string) {
    for (const { columns } of this.#tables) {
      for (const { refersTo } of columns) if (refersTo) this.#referable.set(nameOf(refersTo), new Set())
    }
  }

  take({ number, bytes }: Line): void {
    const refuse = (what: string) => new BadArchive(this.file, number, what)
    const given = parsed(bytes)
    if (number === 1) {
      this.#head(given, refuse)
      return
    }
    if (!isObject(given)) throw refuse(`This is not a line of an archive. Expected {"table":…,"row":…}.`)
    if ('sha256' in given)
      throw refuse('The last line of an archive stands here, and more follow. Expected the end of the file.')
    const entry = this.#tables.find(({ name }) => name === given.table)
    if (!entry || Object.keys(given).length !== 2 || !('row' in given)) {
      throw refuse(
        typeof given.table === 'string' && !entry
          ? `There is no table ${shown(given.table)} in an archive. Expected one of those the first line counts.`
          : 'This is not a row of an archive. Expected {"table":…,"row":…}.',
      )
    }
    try {
      this.#row(entry, readRow(entry, given.row))
    } catch (error) {
      if (error instanceof BadRow) throw refuse(error.message)
      throw error
    }
  }

  #head(given: unknown, refuse: (what: string) => BadArchive): void {
    if (!isObject(given) || given.format !== archiveFormat) {
      throw refuse(`This is not an archive of Followthrough. Expected {"format":"${archiveFormat}",…}.`)
    }
    const { version, counts } = given
    if (!Number.isInteger(version) || (version as number) < 1) {
      throw refuse(`The version of the archive is ${shown(version)}. Expected ${archiveVersion}.`)
    }
    if ((version as number) > archiveVersion) {
      throw refuse(
        `The archive was written by a newer Followthrough (version ${version}). Expected ${archiveVersion} or older: import it there, or update this one.`,
      )
    }
    if (!isObject(counts)) throw refuse(`"counts" is ${shown(counts)}. Expected the number of rows of each table.`)
    for (const [name, count] of Object.entries(counts)) {
      if (!this.#tables.some((entry) => entry.name === name)) {
        throw refuse(
          `"counts" names a table ${shown(name)} that this Followthrough does not know. Expected only tables it knows; a newer one may have written it.`,
        )
      }
      if (!Number.isInteger(count) || (count as number) < 0) {
        throw refuse(`"counts" says ${shown(count)} for "${name}". Expected a number of rows.`)
      }
      this.#counts[name] = count as number
      this.#found[name] = 0
    }
    if (counts.organization !== 1) {
      throw refuse(`"counts" says ${shown(counts.organization)} for "organization". Expected 1: the company itself.`)
    }
    this.#order = Object.keys(counts)
  }

  #row(entry: TableEntry, row: Row): void {
    const { name, columns, key } = entry
    if (this.#counts[name] === undefined) throw new BadRow(`The first line counts no "${name}". Expected no such row.`)
    const values = key.map((column) => row[column])
    this.#inOrder(entry, values)
    this.#previous = { entry, key: values }
    this.#found[name] = (this.#found[name] ?? 0) + 1
    for (const column of columns) {
      const value = row[column.name]
      this.#referable.get(nameOf({ table: name, column: column.name }))?.add(value)
      const { refersTo } = column
      if (!refersTo || value === null || this.#referable.get(nameOf(refersTo))?.has(value)) continue
      throw new BadRow(
        `"${column.name}" of "${name}" is ${shown(value)}, and no row of "${refersTo.table}" before it has that ${refersTo.column}. Expected what it refers to on an earlier line.`,
      )
    }
    if (name === 'organization') this.#name = String(row.name)
    if (name === 'history') {
      const broken = this.#chain.follow(row as typeof history.$inferSelect)
      if (broken) throw new BadRow(`${broken} Expected an unbroken chain.`)
    }
  }

  #inOrder({ name, key }: TableEntry, values: unknown[]): void {
    if (!this.#previous) return
    const before = this.#previous.entry.name
    if (before !== name) {
      if (this.#order.indexOf(before) < this.#order.indexOf(name)) return
      throw new BadRow(
        `A row of "${name}" stands after rows of "${before}". Expected the tables in the order of the first line.`,
      )
    }
    if (compared(this.#previous.key, values) < 0) return
    throw new BadRow(
      `The row of "${name}" with ${key.join(' and ')} ${values.map(shown).join(' and ')} does not come after the one before it. Expected each once, in ascending order.`,
    )
  }

  end(last: Line | null, sha256: string): Verified {
    if (!last) throw new BadArchive(this.file, 1, 'The file is empty. Expected an archive of Followthrough.')
    const refuse = (what: string) => new BadArchive(this.file, last.number, what)
    const given = parsed(last.bytes)
    // A single line: whatever it is, it is not even a head.
    if (last.number === 1) this.#head(given, refuse)
    if (!isObject(given) || typeof given.sha256 !== 'string') {
      throw refuse('The file was cut short: it ends here. Expected {"sha256":…} as the last line.')
    }
    for (const [name, count] of Object.entries(this.#counts)) {
      const found = this.#found[name]
      if (found === count) continue
      throw refuse(`There are ${found} rows of "${name}". Expected ${count}, as the first line says.`)
    }
    if (given.sha256 !== sha256) {
      throw refuse(
        `The file was altered after it was written: its SHA-256 is ${sha256}. Expected ${shown(given.sha256)}.`,
      )
    }
    return { counts: this.#counts, sha256, name: this.#name }
  }
}

const nameOf = ({ table, column }: { table: string; column: string }) => `${table}.${column}`

function compared(a: readonly unknown[], b: readonly unknown[]): number {
  for (const [at, value] of a.entries()) {
    const other = b[at]
    if (value === other) continue
    if (typeof value === 'number' && typeof other === 'number') return value - other
    return byBytes(String(value), String(other))
  }
  return 0
}

/** As both engines compare text. JavaScript compares UTF-16 units, which differs as soon as there are pairs of them. */
const byBytes = (a: string, b: string): number =>
  /[\ud800-\udfff]/.test(a + b) ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : a < b ? -1 : 1

// ── Writing it ─────────────────────────────────────────────────────────────────────────────────────────

/** How long the one write of an import may take: open the database with it. A hundred thousand items take minutes. */
export const importMilliseconds = 3_600_000

/**
 * Everything or nothing, into a workspace that holds nothing yet. The history is kept record by record, and what
 * is recorded next continues it. Throws RuleError `not-empty`, `file-changed`.
 */
export async function importArchive(db: Database, file: string, verified: Verified): Promise<void> {
  // The file is read inside the write, where nothing but database work belongs: nobody waits for a workspace that
  // holds nothing, and in pieces it could not be undone.
  await db.write(async (tx) => {
    await refuseUnlessEmpty(tx, db.workspace)
    const tables = new Map(archivedTables().map((entry) => [entry.name as string, new Inserting(tx, entry)]))
    let current: Inserting | undefined
    const { sha256 } = await throughLines(file, async ({ number, bytes }) => {
      if (number === 1) return
      const given = parsed(bytes)
      const next = isObject(given) ? tables.get(String(given.table)) : undefined
      if (!next || !isObject(given)) throw changedMeanwhile(file)
      if (next !== current) await current?.flush()
      current = next
      await next.add(given.row, bytes.length)
    })
    await current?.flush()
    if (sha256 !== verified.sha256) throw changedMeanwhile(file)
    await completeDocuments((work) => work(tx))
    await moveCounter(tx)
  })
}

const changedMeanwhile = (file: string) =>
  new RuleError('file-changed', `${file} was changed while it was read. Nothing was imported; try again.`)

export const notEmpty = (workspace: string) =>
  new RuleError(
    'not-empty',
    `The workspace ${workspace} holds something already. An archive is imported into an empty one only; nothing was changed.`,
  )

async function refuseUnlessEmpty(tx: Tx, workspace: string): Promise<void> {
  for (const { table } of archivedTables()) {
    const [row] = await tx.select({ one: sql<number>`1` }).from(table).limit(1)
    if (!row) continue
    throw notEmpty(workspace)
  }
}

const mostRows = 200
/** SQLite takes 32,766. */
const mostVariables = 30_000
const mostBytes = 8 * 1024 * 1024

/** Rows of one table, many to a statement that is built once. */
class Inserting {
  readonly #rows: Row[] = []
  readonly #full: number
  #bytes = 0

  constructor(
    private readonly tx: Tx,
    private readonly entry: TableEntry,
  ) {
    this.#full = Math.min(mostRows, Math.floor(mostVariables / entry.columns.length))
  }

  async add(given: unknown, bytes: number): Promise<void> {
    this.#rows.push(readRow(this.entry, given))
    this.#bytes += bytes
    if (this.#rows.length >= this.#full || this.#bytes > mostBytes) await this.flush()
  }

  async flush(): Promise<void> {
    const rows = this.#rows.splice(0)
    this.#bytes = 0
    if (rows.length === 0) return
    const { table, columns } = this.entry
    const insert = (into: Tx, values: Row[]) =>
      into
        .insert(table)
        .values(values as never)
        .returning({ one: sql<number>`1` })
    // What a placeholder stands for is encoded even when it is null, and JSON would become the word `null`.
    const isPlain = columns.some(({ kind, notNull }) => !notNull && (kind === 'json' || kind === 'bool'))
    if (rows.length < this.#full || isPlain) {
      await insert(this.tx, rows)
      return
    }
    const slots = rows.map((_, n) =>
      Object.fromEntries(columns.map(({ name }) => [name, sql.placeholder(`${name}${n}`)])),
    )
    const values: Row = {}
    for (const [n, row] of rows.entries()) for (const { name } of columns) values[`${name}${n}`] = row[name]
    await this.tx.prepared(`import-${getTableName(table)}`, (tx) => insert(tx, slots)).execute(values)
  }
}
