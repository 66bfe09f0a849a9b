import { cpSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type SQL, sql } from 'drizzle-orm'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openWorkspace, type Read, type Tx } from './open'
import { type FreshOptions, freshDatabase, freshFolder, freshInstallation } from './testing/fresh'
import { ledgerMigrations, note } from './testing/ledger'

const migrations = ledgerMigrations
const ledger = (options: FreshOptions = {}) => freshDatabase({ migrations, ...options })

/** Past the types, to the connection itself. */
const raw = (side: Read) => side as unknown as { run(query: SQL): unknown; all(query: SQL): Record<string, unknown>[] }

const add = (tx: Tx, id: string, title = id) => tx.insert(note).values({ id, key: title, mood: 'calm' }).returning()

describe('the SQLite engine', () => {
  const settings = [
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['busy_timeout', 5000],
    ['journal_size_limit', 67_108_864],
    ['trusted_schema', 0],
    ['cell_size_check', 1],
    ['wal_autocheckpoint', 1000],
  ] as const

  test('every connection has the settings that keep commits, and can tell', async () => {
    const database = await ledger()
    expect(await database.pragmas()).toMatchObject(Object.fromEntries(settings))
    const ask = async (side: Read, name: string) => Object.values(raw(side).all(sql.raw(`pragma ${name}`))[0] ?? {})[0]
    for (const [name, value] of settings) {
      expect(await database.snapshot((read) => ask(read, name)), `reader ${name}`).toBe(value)
      expect(await database.stream((read) => ask(read, name)), `stream ${name}`).toBe(value)
      expect(await database.write((tx) => ask(tx, name)), `writer ${name}`).toBe(value)
    }
    expect(await database.snapshot((read) => ask(read, 'query_only'))).toBe(1)
  })

  test('a full disk is told as such, takes its whole group along, and leaves a database that goes on', async () => {
    const database = await ledger({ guards: { groupMilliseconds: 1000 } })
    const limit = (pages: number) =>
      database.write(async (tx) => raw(tx).all(sql.raw(`pragma max_page_count = ${pages}`)))
    await database.write((tx) => add(tx, 'before'))
    await limit(1)
    const settled = await Promise.allSettled([
      database.write((tx) => add(tx, 'a')),
      database.write((tx) => add(tx, 'b', 'x'.repeat(100_000))),
    ])
    expect(settled[1]).toMatchObject({ status: 'rejected', reason: { name: 'StoreError', code: 'disk-full' } })
    const kept = await database.snapshot((read) => read.select({ id: note.id }).from(note).orderBy(note.id))
    const answered = settled[0]?.status === 'fulfilled' ? ['a', 'before'] : ['before']
    expect(kept.map(({ id }) => id)).toEqual(answered)
    await limit(1_000_000)
    await database.write((tx) => add(tx, 'c', 'x'.repeat(100_000)))
  })

  test('when SQLite drops the transaction by itself, nobody of the group is told that all is well', async () => {
    const database = await ledger({ guards: { groupMilliseconds: 1000 } })
    const settled = await Promise.allSettled([
      database.write((tx) => add(tx, 'a')),
      database.write(async (tx) => {
        // What SQLite does on some I/O errors and full disks.
        raw(tx).run(sql`rollback`)
        throw new Error('the disk failed')
      }),
      database.write((tx) => add(tx, 'c')),
    ])
    expect(settled).toMatchObject([
      { status: 'rejected', reason: { message: 'the disk failed' } },
      { status: 'rejected', reason: { message: 'the disk failed' } },
      { status: 'fulfilled' },
    ])
    expect(await database.snapshot((read) => read.select({ id: note.id }).from(note))).toEqual([{ id: 'c' }])
  })

  test('reads what a killed writer left behind', async () => {
    const { dataDir } = await freshInstallation({ migrations })
    const writer = await openWorkspace({ dataDir, workspace: 'main', mode: 'write', migrations })
    onTestFinished(() => writer.close())
    await writer.write((tx) => add(tx, 'a'))
    const copy = join(freshFolder(), 'copy')
    cpSync(dataDir, copy, { recursive: true, filter: (path) => !path.endsWith('-shm') })
    const reader = await openWorkspace({ dataDir: copy, workspace: 'main', mode: 'read', migrations })
    expect(await reader.snapshot(async (read) => read.$count(note))).toBe(1)
    await reader.close()
  })

  test('opening for reading creates nothing', async () => {
    const dataDir = join(freshFolder(), 'data')
    await expect(openWorkspace({ dataDir, workspace: 'main', mode: 'read' })).rejects.toThrow(
      'There is no workspace "main"',
    )
    expect(existsSync(dataDir)).toBe(false)
  })

  test('its files are private, and closing leaves one of them', async () => {
    const dataDir = join(freshFolder(), 'data')
    const database = await openWorkspace({ dataDir, workspace: 'feb-26-2021', mode: 'write', migrations })
    await database.migrate()
    await database.write((tx) => add(tx, 'a'))
    for (const name of readdirSync(dataDir))
      expect([name, statSync(join(dataDir, name)).mode & 0o077]).toEqual([name, 0])
    expect(statSync(dataDir).mode & 0o077).toBe(0)
    await database.close()
    expect(readdirSync(dataDir)).toEqual(['example-feb-26-2021.db'])
  })

  test('a file that is no database gets a sentence', async () => {
    const dataDir = freshFolder()
    writeFileSync(join(dataDir, 'main.db'), 'Dear diary, '.repeat(1000))
    await expect(openWorkspace({ dataDir, workspace: 'main', mode: 'write' })).rejects.toThrow('is not a database')
  })

  test('a folder that cannot be written to gets a sentence', async () => {
    const file = join(freshFolder(), 'file')
    writeFileSync(file, '')
    const opening = openWorkspace({ dataDir: join(file, 'data'), workspace: 'main', mode: 'write' })
    await expect(opening).rejects.toThrow(/^The data folder .* cannot be written to\.$/)
  })

  test('a checkpoint does not wait for a reader in its own thread', async () => {
    const database = await ledger()
    await database.write((tx) => add(tx, 'a'))
    await database.snapshot(async (read) => {
      await read.$count(note)
      await database.write((tx) => add(tx, 'b'))
      const since = performance.now()
      await database.checkpoint()
      // The busy timeout of five seconds would stop every request.
      expect(performance.now() - since).toBeLessThan(1000)
    })
    await database.checkpoint()
    expect(await database.pragmas()).toMatchObject({ wal_bytes: 0, busy_timeout: 5000 })
  })

  test('a workspace that is open is not dropped', async () => {
    const { dropWorkspace } = await import('./open')
    const dataDir = freshFolder()
    const database = await openWorkspace({ dataDir, workspace: 'a-story', mode: 'write', migrations })
    await expect(dropWorkspace({ dataDir, workspace: 'a-story' })).rejects.toThrow('still open')
    await database.close()
    await dropWorkspace({ dataDir, workspace: 'a-story' })
    expect(readdirSync(dataDir)).toEqual([])
  })
})
