import { and, asc, desc, eq, gt, isNull, max, sql } from 'drizzle-orm'
import type { Read, Tx } from '../../db/open'
import { incident, item, report, reportDraft, searchDocument } from '../../db/schema'
import { titleOf } from '../../domain/items'
import { type FoundKind, foundKinds } from '../../domain/vocabulary'
import { remember, type SearchDocument, storedDocument } from './store'

/** What is said of each kind of thing, as a document. Whoever writes one of these words remembers the document anew. */

export type ItemWords = Pick<
  typeof item.$inferSelect,
  'id' | 'key' | 'placeholder' | 'titleInternal' | 'descriptionInternal' | 'titlePublic' | 'notePublic'
>

export const itemDocument = (row: ItemWords): SearchDocument => ({
  kind: 'item',
  subject: row.id,
  key: row.key,
  title: titleOf(row),
  words: [row.placeholder ? row.titleInternal : null, row.descriptionInternal, row.titlePublic, row.notePublic],
})

export type IncidentWords = Pick<
  typeof incident.$inferSelect,
  'id' | 'key' | 'title' | 'summaryInternal' | 'summaryPublic' | 'causeInternal' | 'causePublic'
>

export const incidentDocument = (row: IncidentWords): SearchDocument => ({
  kind: 'incident',
  subject: row.id,
  key: row.key,
  title: row.title,
  words: [row.summaryInternal, row.summaryPublic, row.causeInternal, row.causePublic],
})

export type ReportWords = Pick<typeof report.$inferSelect, 'id' | 'slug' | 'title'>

/** A report is known by its slug. `body` is the text saved last; null before there is any. */
export const reportDocument = (row: ReportWords, body: string | null): SearchDocument => ({
  kind: 'report',
  subject: row.id,
  key: row.slug,
  title: row.title,
  words: [body],
})

export const rememberItem = (tx: Tx, row: ItemWords) => remember(tx, itemDocument(row))
export const rememberIncident = (tx: Tx, row: IncidentWords) => remember(tx, incidentDocument(row))
export const rememberReport = (tx: Tx, row: ReportWords, body: string | null) => remember(tx, reportDocument(row, body))

/** A document as it is kept, beside the one it should be; null where there is none. */
export interface Pair {
  should: SearchDocument
  kept: typeof searchDocument.$inferSelect | null
}

interface Page {
  /** `missing`: only things that have no document. */
  which: 'all' | 'missing'
  /** The id of the last of the page before. */
  after: string
  limit: number
}

const sources: Record<FoundKind, typeof item | typeof incident | typeof report> = { item, incident, report }

/** Things of a kind in the order of their ids, each with its document. */
export async function documentPairs(read: Read, kind: FoundKind, page: Page): Promise<Pair[]> {
  const source = sources[kind]
  const having = and(eq(searchDocument.kind, kind), eq(searchDocument.subject, source.id))
  const missing = page.which === 'missing' ? isNull(searchDocument.number) : undefined
  const where = and(gt(source.id, page.after), missing)
  if (kind === 'item') {
    const rows = await read
      .select({ row: item, kept: searchDocument })
      .from(item)
      .leftJoin(searchDocument, having)
      .where(where)
      .orderBy(asc(item.id))
      .limit(page.limit)
    return rows.map(({ row, kept }) => ({ should: itemDocument(row), kept }))
  }
  if (kind === 'incident') {
    const rows = await read
      .select({ row: incident, kept: searchDocument })
      .from(incident)
      .leftJoin(searchDocument, having)
      .where(where)
      .orderBy(asc(incident.id))
      .limit(page.limit)
    return rows.map(({ row, kept }) => ({ should: incidentDocument(row), kept }))
  }
  const rows = await read
    .select({ row: report, kept: searchDocument })
    .from(report)
    .leftJoin(searchDocument, having)
    .where(where)
    .orderBy(asc(report.id))
    .limit(page.limit)
  const pairs: Pair[] = []
  for (const { row, kept } of rows) pairs.push({ should: reportDocument(row, await bodyOf(read, row.id)), kept })
  return pairs
}

async function bodyOf(read: Read, reportId: string): Promise<string | null> {
  const [draft] = await read
    .select({ body: reportDraft.body })
    .from(reportDraft)
    .where(eq(reportDraft.report, reportId))
    .orderBy(desc(reportDraft.number))
    .limit(1)
  return draft?.body ?? null
}

const rowsPerStatement = 200
const rowsPerWrite = 2_000

/**
 * Writes the documents of all that has none: what was there before search was, and what came out of an archive. It
 * is called whenever a workspace is opened for writing, and costs two counts a kind when nothing is missing. `write`
 * is the database's own, a few thousand rows at a time; or a transaction that is open already.
 */
export async function completeDocuments(write: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>): Promise<number> {
  let written = 0
  for (const kind of foundKinds) {
    if (await write((tx) => isComplete(tx, kind))) continue
    for (let after: string | undefined = ''; after !== undefined; ) {
      const from: string = after
      const page = await write(async (tx) => {
        const pairs = await documentPairs(tx, kind, { which: 'missing', after: from, limit: rowsPerWrite })
        await insertDocuments(
          tx,
          pairs.map(({ should }) => should),
        )
        return { written: pairs.length, last: pairs.at(-1)?.should.subject }
      })
      written += page.written
      after = page.last
    }
  }
  return written
}

async function isComplete(read: Read, kind: FoundKind): Promise<boolean> {
  const documents = await read.$count(searchDocument, eq(searchDocument.kind, kind))
  return (await read.$count(sources[kind])) === documents
}

export async function insertDocuments(tx: Tx, documents: readonly SearchDocument[]): Promise<void> {
  const [last] = await tx.select({ number: max(searchDocument.number) }).from(searchDocument)
  let number = last?.number ?? 0
  for (let from = 0; from < documents.length; from += rowsPerStatement) {
    const rows = documents.slice(from, from + rowsPerStatement).map((each) => ({
      number: ++number,
      ...storedDocument(each),
    }))
    await tx.insert(searchDocument).values(rows).returning({ one: sql<number>`1` })
  }
}
