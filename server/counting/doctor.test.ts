import { and, eq } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'
import type { Database } from '../../db/open'
import { history, item, itemStatusEntry, membershipEntry, programItem } from '../../db/schema'
import { stories } from '../../db/stories'
import { freshDatabase } from '../../db/testing/fresh'
import { appendStatus, lastSeq } from '../../domain/counting/columns'
import { RandomHistories } from '../../domain/counting/testing/random-histories'
import { loadStory } from '../workspaces/load-story'
import { type Check, examine } from './doctor'
import { ResidentColumns } from './resident'
import { loadHistories } from './testing/histories'

// Each loads an example through all its verbs, which takes a busy machine longer than a unit test may.
vi.setConfig({ testTimeout: 30_000 })

const story = stories[0]!

async function foundingExample() {
  const db = await freshDatabase()
  await loadStory(db, story)
  return db
}

/** What a doctor found wrong, by name. The server of the tests is set up for speed and not for power cuts. */
async function troubles(db: Database, counting = new ResidentColumns(db)): Promise<Record<string, string>> {
  const checks: Check[] = []
  for await (const check of examine({ db, counting, today: '2021-07-20', firstMonth: 1 })) checks.push(check)
  expect(checks.map((check) => check.name)).toEqual([
    'settings',
    'projections',
    'memberships',
    'resident columns',
    'search',
    'history',
  ])
  const wrong = checks.filter((check) => !check.ok && (db.engine === 'sqlite' || check.name !== 'settings'))
  return Object.fromEntries(wrong.map((check) => [check.name, check.says]))
}

test('the founding example is in order', async () => {
  expect(await troubles(await foundingExample())).toEqual({})
})

test('an empty workspace is in order', async () => {
  expect(await troubles(await freshDatabase())).toEqual({})
})

test('a larger record is looked at whole, page by page', async () => {
  const db = await freshDatabase()
  const histories = new RandomHistories({ seed: 7, programs: 3, items: 700, entries: 3_000, tidy: true })
  await loadHistories(db, histories, { history: 'whole' })
  expect(await troubles(db)).toEqual({})
  const last = histories.items.at(-1)!
  await db.write((tx) => tx.update(item).set({ slipDays: -1 }).where(eq(item.id, last.id)).returning())
  const found = await troubles(db)
  expect(found.projections).toContain('FT-700 keeps slipDays -1, its entries say ')
})

test('what is kept with an item and no entry says is named', async () => {
  const db = await foundingExample()
  const set = (key: string, columns: Partial<typeof item.$inferInsert>) =>
    db.write((tx) => tx.update(item).set(columns).where(eq(item.key, key)).returning())
  await set('FT-1', { doneResolution: 'day' })
  await set('FT-35', { doneOn: '2021-07-01' })
  await set('FT-36', { statusOn: '2021-04-07' })
  await set('FT-7', { status: 'done' })
  await set('FT-8', { moves: 1, slipDays: 92, targetEndOn: '2021-12-31' })
  const { projections, ...rest } = await troubles(db)
  expect(rest).toEqual({})
  expect(projections).toBe(
    [
      'FT-1 keeps doneResolution day, its entries say quarter',
      'FT-7 keeps status done, its entries say in_progress',
      'FT-8 keeps targetEndOn 2021-12-31, its entries say 2021-09-30',
      'FT-8 keeps moves 1, its entries say 0',
      'FT-8 keeps slipDays 92, its entries say 0',
      'and 2 more.',
    ].join('; '),
  )
})

test('a membership that is kept wrongly is named, whether it is missing or one too many', async () => {
  const db = await foundingExample()
  const [kept] = await db.snapshot((read) => read.select().from(programItem).limit(1))
  const other = await db.snapshot((read) => read.select().from(programItem))
  const elsewhere = other.find((row) => row.program !== kept!.program)!
  await db.write(async (tx) => {
    const pair = and(eq(programItem.program, kept!.program), eq(programItem.item, kept!.item))
    await tx.delete(programItem).where(pair).returning()
    await tx.insert(programItem).values({ program: elsewhere.program, item: kept!.item }).returning()
  })
  const found = await troubles(db)
  expect(found.memberships).toContain(`lacks its member ${kept!.item}`)
  expect(found.memberships).toContain(`keeps ${kept!.item}, which is no member`)
})

test('an entry that was changed behind the back of the columns is found by counting both ways', async () => {
  const db = await foundingExample()
  const counting = new ResidentColumns(db)
  await counting.build()
  await db.write((tx) =>
    tx
      .update(itemStatusEntry)
      .set({ status: 'dropped' })
      .where(eq(itemStatusEntry.effectiveOn, '2021-07-20'))
      .returning(),
  )
  const found = await troubles(db, counting)
  expect(found['resident columns']).toContain('FES on 2021-07-20 done is 32 by the columns and 27 in SQL')
  // The projections still hold what was there before.
  expect(found.projections).toContain('FT-30 keeps status done, its entries say dropped')
})

test('columns that hold what was never recorded are found as well', async () => {
  const db = await foundingExample()
  const counting = new ResidentColumns(db)
  const columns = await counting.build()
  appendStatus(columns, {
    // Not later than the snapshot sees: a later one would be left out.
    seq: lastSeq(columns) + 0.5,
    item: columns.itemIds[6]!,
    status: 'done',
    effectiveOn: '2021-07-19',
    effectiveResolution: 'day',
    recordedAt: '2021-07-20T16:00:00.000Z',
    supersedes: null,
    void: false,
  })
  const found = await troubles(db, counting)
  expect(found['resident columns']).toContain('FES on 2021-07-20 done is 33 by the columns and 32 in SQL')
})

test('a record of the history that was altered is named', async () => {
  const db = await foundingExample()
  await db.write((tx) => tx.update(history).set({ reason: 'never said' }).where(eq(history.seq, 5)).returning())
  expect(await troubles(db)).toEqual({ history: 'Record 5 of the history was altered after it was written.' })
})

test('a record of the history that is missing is named', async () => {
  const db = await foundingExample()
  await db.write((tx) => tx.delete(history).where(eq(history.seq, 9)).returning())
  expect(await troubles(db)).toEqual({ history: 'Record 10 of the history follows record 8: records are missing.' })
})

test('many differences are one line', async () => {
  const db = await foundingExample()
  await db.write((tx) => tx.update(item).set({ moves: 3 }).returning())
  await db.write((tx) => tx.update(membershipEntry).set({ change: 'removed' }).returning())
  const found = await troubles(db)
  expect(found.projections).toMatch(/; and 38 more\.$/)
  expect(found.memberships).toMatch(/; and 38 more\.$/)
})
