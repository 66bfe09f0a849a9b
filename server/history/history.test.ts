import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { history } from '../../db/schema'
import { freshApp } from '../testing'
import { brokenLink, emptyHash } from './store'

async function withHistory() {
  const app = await freshApp()
  const program = await app.given.program('FES')
  await app.given.item({ program, status: 'done' })
  const check = () => app.db.snapshot((read) => brokenLink(read))
  return { ...app, check }
}

test('the chain begins at nothing, holds, and every change is one link of it', async () => {
  const { db, check } = await withHistory()
  const rows = await db.snapshot((read) => read.select().from(history).orderBy(history.seq))
  expect(rows.map((row) => row.action)).toEqual([
    'program create',
    'item propose',
    'item accept',
    'item addToProgram',
    'item start',
    'item complete',
  ])
  expect(rows[0]?.previousHash).toBe(emptyHash)
  expect(await check()).toEqual({ records: 6, broken: null })
})

test('an altered record is found, by number', async () => {
  const { db, check } = await withHistory()
  await db.write((tx) => tx.update(history).set({ action: 'item drop' }).where(eq(history.seq, 4)).returning())
  expect(await check()).toMatchObject({ broken: 'Record 4 of the history was altered after it was written.' })
})

test('a missing record is found', async () => {
  const { db, check } = await withHistory()
  await db.write((tx) => tx.delete(history).where(eq(history.seq, 3)).returning())
  expect(await check()).toMatchObject({ broken: 'Record 4 of the history follows record 2: records are missing.' })
})

test('a record that was rewritten together with its own hash is found by the next one', async () => {
  const { db, check } = await withHistory()
  await db.write((tx) =>
    tx
      .update(history)
      .set({ hash: sql`${history.previousHash}` })
      .where(eq(history.seq, 4))
      .returning(),
  )
  expect((await check()).broken).toContain('Record 4 of the history')
})

test('times of recording never fall, whatever the clock does', async () => {
  const { api, given, dayIs, check } = await freshAppWithCheck()
  const item = await given.item({ program: await given.program('FES') })
  dayIs('2021-07-01')
  await api.items.retitle({ itemId: item.id, version: item.version, titleInternal: 'Written by a slow clock' })
  expect((await check()).broken).toBeNull()
})

async function freshAppWithCheck() {
  const app = await freshApp()
  return { ...app, check: () => app.db.snapshot((read) => brokenLink(read)) }
}
