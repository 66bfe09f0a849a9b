import { type Column, eq, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { engine } from '../../db/dialect'
import type { Read, Tx } from '../../db/open'
import { searchDocument } from '../../db/schema'
import { folded, isIndexed, searchText, soughtWords } from '../../domain/search'
import type { FoundKind } from '../../domain/vocabulary'

/** What search knows of an item, an incident or a report. */
export interface SearchDocument {
  kind: FoundKind
  /** Its id. */
  subject: string
  key: string
  /** As lists show it. */
  title: string
  /** Everything else that is said of it, inside and to customers. */
  words: readonly (string | null)[]
}

/** The columns of a document as they are stored, but for its number. */
export const storedDocument = ({ kind, subject, key, title, words }: SearchDocument) => ({
  kind,
  subject,
  key,
  title,
  folded: searchText(key, title, words),
})

/** Makes search find a thing by its words of now. Belongs into every write that changes them, and into no other. */
export async function remember(tx: Tx, document: SearchDocument): Promise<void> {
  await tx
    .prepared('search-remember', (t) =>
      t
        .insert(searchDocument)
        .values({
          // One writer: nobody takes the same number meanwhile.
          number: sql`(select coalesce(max(number), 0) + 1 from ${searchDocument})`,
          kind: sql.placeholder('kind') as never,
          subject: sql.placeholder('subject'),
          key: sql.placeholder('key'),
          title: sql.placeholder('title'),
          folded: sql.placeholder('folded'),
        })
        .onConflictDoUpdate({
          target: [searchDocument.kind, searchDocument.subject],
          set: { key: sql`excluded.key`, title: sql`excluded.title`, folded: sql`excluded.folded` },
        })
        .returning({ number: searchDocument.number }),
    )
    .execute(storedDocument(document))
}

export interface Found {
  kind: FoundKind
  subject: string
  key: string
  title: string
}

/**
 * What holds all words of the text: a key that begins with it first, then by title, then by anything else that is
 * said; among equals by key. The index only makes it faster: every condition is one that both engines answer alike.
 */
export async function find(read: Read, text: string, limit: number): Promise<{ hits: Found[]; matching: number }> {
  const words = soughtWords(text)
  if (words.length === 0) return { hits: [], matching: 0 }
  const looked = lookFor(words)
  const rows = await read
    .prepared(`search-find-${looked.shape}`, (r) =>
      r
        .select({
          kind: searchDocument.kind,
          subject: searchDocument.subject,
          key: searchDocument.key,
          title: searchDocument.title,
          matching: sql<number>`count(*) over ()`.mapWith(Number),
        })
        .from(searchDocument)
        .where(looked.condition())
        .orderBy(
          sql`case
            when ${searchDocument.folded} like ${sql.placeholder('beginning')} escape '\\' then 0
            when ${all(words.map((_, at) => sql`${searchDocument.folded} like ${sql.placeholder(`head${at}`)} escape '\\'`))} then 1
            else 2 end`,
          // FT-9 before FT-10.
          sql`length(${searchDocument.key})`,
          searchDocument.key,
          searchDocument.number,
        )
        .limit(sql.placeholder('limit')),
    )
    .execute({
      ...looked.values,
      ...Object.fromEntries(words.map((word, at) => [`head${at}`, inHead(word)])),
      beginning: words.length === 1 ? `${literal(words[0] ?? '')}%` : null,
      limit,
    })
  return { hits: rows.map(({ matching: _, ...found }) => found), matching: rows[0]?.matching ?? 0 }
}

/**
 * The condition that the key and title of a thing hold this text, case and accents aside: for the filter of a list.
 * `subject` is the column of its id, `slot` what stands for a value in the statement: the value, or its placeholder.
 */
export function saysInHead(kind: FoundKind, subject: Column, text: string) {
  const sought = folded(text)
  const usesIndex = engine === 'sqlite' && isIndexed(sought)
  return {
    shape: usesIndex ? 'x' : 'xs',
    values: { head: inHead(sought), ...(usesIndex ? { phrase: quoted(sought) } : {}) } as Record<string, string>,
    condition: (slot: (name: string) => SQLWrapper) =>
      sql`${subject} in (select ${searchDocument.subject} from ${searchDocument} where ${all([
        eq(searchDocument.kind, kind),
        ...(usesIndex ? [inIndex(slot('phrase'))] : []),
        sql`${searchDocument.folded} like ${slot('head')} escape '\\'`,
      ])})`,
  }
}

function lookFor(words: readonly string[]) {
  // PostgreSQL finds its trigrams in a LIKE by itself; SQLite wants to be asked by way of the index.
  const matched = engine === 'sqlite' ? words.filter(isIndexed) : []
  const compared = words.filter((word) => !matched.includes(word))
  return {
    // The number of all words too: the order is by each of them.
    shape: `${words.length}-${compared.length}`,
    values: {
      ...(matched.length ? { phrase: matched.map(quoted).join(' ') } : {}),
      ...Object.fromEntries(compared.map((word, at) => [`part${at}`, `%${literal(word)}%`])),
    },
    condition: () =>
      all([
        ...(matched.length ? [inIndex(sql.placeholder('phrase'))] : []),
        ...compared.map((_, at) => sql`${searchDocument.folded} like ${sql.placeholder(`part${at}`)} escape '\\'`),
      ]),
  }
}

const all = (conditions: readonly SQL[]) => sql.join([...conditions], sql` and `)

const inIndex = (phrase: SQLWrapper) =>
  sql`${searchDocument.number} in (select rowid from search_index where search_index match ${phrase})`

/** Between quotes FTS5 knows no operator. */
const quoted = (word: string) => `"${word.replaceAll('"', '""')}"`

const literal = (word: string) => word.replaceAll(/[\\%_]/g, '\\$&')

/** Before the one line end, so in the key or the title. */
const inHead = (word: string) => `%${literal(word)}%\n%`
