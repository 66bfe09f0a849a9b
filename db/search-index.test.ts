import { eq, sql } from 'drizzle-orm'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { engine } from './dialect'
import { type Database, openWorkspace } from './open'
import { schemaOf } from './postgres'
import { searchDocument } from './schema'
import { emptyInstallation, freshDatabase } from './testing/fresh'

const document = { number: 1, kind: 'item' as const, subject: 'i1', key: 'FT-1', title: 'Failover' }

function ofSqlite() {
  const numbersOf = (db: Database, phrase: string) =>
    db.snapshot(async (read) => {
      const rows = await read
        .select({ number: sql<number>`rowid` })
        .from(sql`search_index`)
        .where(sql`search_index match ${phrase}`)
      return rows.map((row) => row.number)
    })

  test('the index follows every row: made, changed, renumbered, removed', async () => {
    const db = await freshDatabase()
    await db.write((tx) =>
      tx
        .insert(searchDocument)
        .values({ ...document, folded: 'ft-1 failover\n' })
        .returning(),
    )
    expect(await numbersOf(db, '"ilov"')).toEqual([1])
    const change = (set: Partial<typeof searchDocument.$inferInsert>) =>
      db.write((tx) => tx.update(searchDocument).set(set).where(eq(searchDocument.subject, 'i1')).returning())
    await change({ folded: 'ft-1 evacuation\n' })
    expect([await numbersOf(db, '"ilov"'), await numbersOf(db, '"evac"')]).toEqual([[], [1]])
    await change({ number: 7 })
    expect(await numbersOf(db, '"evac"')).toEqual([7])
    await db.write((tx) => tx.delete(searchDocument).where(eq(searchDocument.subject, 'i1')).returning())
    expect(await numbersOf(db, '"evac"')).toEqual([])
  })
}

async function asking<T extends object>(...commands: string[]): Promise<T[]> {
  const client = new pg.Client(process.env.DATABASE_URL)
  await client.connect()
  try {
    let rows: T[] = []
    for (const command of commands) rows = (await client.query<T>(command)).rows
    return rows
  } finally {
    await client.end()
  }
}

/** How the server would look for a part of a word, once it must not just read everything. */
async function planOf({ workspace }: Database): Promise<string> {
  const rows = await asking<Record<string, string>>(
    `set search_path = ${schemaOf(workspace)}, public`,
    'set enable_seqscan = off',
    "explain select * from search_document where folded like '%failover%'",
  )
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

function ofPostgres() {
  const opened = async (dataDir: string, workspace: string) => {
    const db = await openWorkspace({ dataDir, workspace, mode: 'write' })
    await db.migrate()
    return db
  }

  test('every workspace has the index, whichever was first', async () => {
    const { dataDir } = await emptyInstallation()
    for (const workspace of ['other-story', 'main']) {
      const db = await opened(dataDir, workspace)
      expect(await planOf(db)).toContain('search_document_folded')
      await db.close()
    }
  })

  test('an extension that is elsewhere already is used from there', async () => {
    const { dataDir } = await emptyInstallation()
    await asking('create schema extensions', 'create extension pg_trgm with schema extensions')
    const db = await opened(dataDir, 'main')
    expect(await planOf(db)).toContain('search_document_folded')
    await db.close()
  })

  test('where the extension cannot be had, the workspace starts all the same and finds without it', async () => {
    const { dataDir } = await emptyInstallation()
    await asking('drop schema public cascade')
    const db = await opened(dataDir, 'main')
    expect(await planOf(db)).not.toContain('search_document_folded')
    await db.write((tx) =>
      tx
        .insert(searchDocument)
        .values({ ...document, folded: 'ft-1 failover\n' })
        .returning(),
    )
    const found = await db.snapshot((read) =>
      read.select().from(searchDocument).where(sql`${searchDocument.folded} like '%ilov%'`),
    )
    expect(found).toMatchObject([{ key: 'FT-1' }])
    await db.close()
  })
}

// Not skipped on the other engine but absent: each has an index of its own kind.
describe('the index of search', engine === 'sqlite' ? ofSqlite : ofPostgres)
