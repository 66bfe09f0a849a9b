import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { incident, item, searchDocument } from '../../db/schema'
import { freshApp } from '../testing'
import { completeDocuments, rememberIncident, rememberReport } from './documents'

async function withTitles(...titles: string[]) {
  const app = await freshApp()
  const items: Awaited<ReturnType<typeof app.given.item>>[] = []
  for (const title of titles) items.push(await app.given.item({ title }))
  const keys = async (text: string) => (await app.api.search.find({ text })).hits.map((hit) => hit.key)
  return { ...app, items, keys }
}

test('accents and case do not matter, in what is written and in what is asked', async () => {
  const { keys } = await withTitles('Über the Café', 'UBER another cafe', 'Something else')
  for (const text of ['uber', 'ÜBER', 'café', 'CAFE', 'cafe\u0301'])
    expect(await keys(text), text).toEqual(['FT-1', 'FT-2'])
})

test('what is an operator elsewhere is a letter here', async () => {
  const { keys } = await withTitles(
    'Reach 100% of nodes',
    'Reach 1000 nodes',
    'Rename a_b to a-b',
    'Rename axb',
    'Say "fail over" and mean it',
    'A back\\slash and a star*',
    'Read AND write OR neither NOT both NEAR(',
    "It's `quoted` -now",
  )
  const expected: Record<string, string[]> = {
    '100%': ['FT-1'],
    '%': ['FT-1'],
    _b: ['FT-3'],
    a_b: ['FT-3'],
    '"fail over"': ['FT-5'],
    'over"': ['FT-5'],
    '"': ['FT-5'],
    '*': ['FT-6'],
    'star*': ['FT-6'],
    'rea*': [],
    'back\\slash': ['FT-6'],
    '\\': ['FT-6'],
    'read AND write': ['FT-7'],
    'read OR nodes': [],
    'NOT both': ['FT-7'],
    'NEAR(': ['FT-7'],
    '-now': ['FT-8'],
    '-nodes': [],
    "it's": ['FT-8'],
    'folded:reach': [],
    '^reach': [],
    "x' or 1=1 --": [],
  }
  for (const [text, found] of Object.entries(expected)) expect(await keys(text), text).toEqual(found)
})

test('all words must occur, in any order and anywhere', async () => {
  const { api, items, keys } = await withTitles('Fail over without a person', 'Fail loudly', 'Hand over')
  const [first] = items
  await api.items.describe({
    itemId: first!.id,
    version: first!.version,
    descriptionInternal: 'Rehearsed in two\nregions.',
  })
  expect(await keys('over fail')).toEqual(['FT-1'])
  expect(await keys('fail regions')).toEqual(['FT-1'])
  expect(await keys('two regions')).toEqual(['FT-1'])
  expect(await keys('fail nowhere')).toEqual([])
  expect(await keys('   ')).toEqual([])
})

test('three letters, two and one: all find', async () => {
  const { keys } = await withTitles('Queue depth', 'A quiet hour', '日本語 のテスト')
  expect(await keys('que')).toEqual(['FT-1'])
  expect(await keys('qu')).toEqual(['FT-1', 'FT-2'])
  expect(await keys('q')).toEqual(['FT-1', 'FT-2'])
  expect(await keys('qu hour')).toEqual(['FT-2'])
  expect(await keys('日本')).toEqual(['FT-3'])
  expect(await keys('日本語')).toEqual(['FT-3'])
})

test('a key first, then titles, then other words; among equals by the number of the key', async () => {
  const { api, given, keys } = await withTitles(...Array.from({ length: 11 }, (_, n) => `Number ${n + 1}`))
  await given.item({ title: 'Was part of FT-1 once' })
  await given.item({ title: 'Other', descriptionInternal: 'See ft-1 for the number.' })
  expect(await keys('ft-1')).toEqual(['FT-1', 'FT-10', 'FT-11', 'FT-12', 'FT-13'])
  await given.item({ title: 'Replaces FT-1' })
  expect(await keys('ft-1')).toEqual(['FT-1', 'FT-10', 'FT-11', 'FT-12', 'FT-13', 'FT-14'])
  expect(await keys('number')).toEqual([...Array.from({ length: 11 }, (_, n) => `FT-${n + 1}`), 'FT-13'])
  expect(await keys('ft-9')).toEqual(['FT-9'])
  const { hits, matching } = await api.search.find({ text: 'number', limit: 2 })
  expect([hits.length, matching]).toEqual([2, 12])
  await expect(api.search.find({ text: 'number', limit: 51 })).rejects.toThrow()
})

test('what was renamed is found by its new words and no longer by its old ones', async () => {
  const { api, items, keys } = await withTitles('Reconfigure failover')
  let change = { itemId: items[0]!.id, version: items[0]!.version }
  change = { ...change, ...(await api.items.retitle({ ...change, titleInternal: 'Rehearse evacuation' })) }
  expect([await keys('failover'), await keys('evacuation')]).toEqual([[], ['FT-1']])
  await api.items.wordPublicly({ ...change, titlePublic: 'Leaving a region quickly', wordingState: 'in_review' })
  expect(await keys('leaving quickly')).toEqual(['FT-1'])
  expect((await api.search.find({ text: 'evac' })).hits[0]).toMatchObject({
    kind: 'item',
    title: 'Rehearse evacuation',
  })
})

test('a refused change is not found either', async () => {
  const { api, items, keys } = await withTitles('Reconfigure failover')
  const stale = { itemId: items[0]!.id, version: items[0]!.version + 5, titleInternal: 'Evacuate' }
  await expect(api.items.retitle(stale)).rejects.toThrow()
  expect([await keys('failover'), await keys('evacuate')]).toEqual([['FT-1'], []])
})

test('a change of status or owner does not touch what search looks through', async () => {
  const { api, items, db } = await withTitles('Reconfigure failover')
  await db.write((tx) => tx.update(searchDocument).set({ title: 'as it was' }).returning())
  const accepted = await api.items.accept({ itemId: items[0]!.id, version: items[0]!.version })
  await api.items.assign({ itemId: items[0]!.id, version: accepted.version, owner: null })
  const rows = await db.snapshot((read) => read.select().from(searchDocument))
  expect(rows.map((row) => row.title)).toEqual(['as it was'])
})

test('an item nobody described is called what lists call it', async () => {
  const { api, db, items } = await withTitles('Improvement 12 of 37')
  await db.write(async (tx) => {
    await tx.update(item).set({ placeholder: true }).where(eq(item.id, items[0]!.id)).returning()
    await tx.delete(searchDocument).where(eq(searchDocument.subject, items[0]!.id)).returning()
  })
  expect(await completeDocuments((work) => db.write(work))).toBe(1)
  const found = [{ key: 'FT-1', title: 'Not described in the update' }]
  expect((await api.search.find({ text: 'described update' })).hits).toMatchObject(found)
  expect((await api.search.find({ text: 'improvement 12' })).hits).toMatchObject(found)
})

test('incidents and reports stand beside items, each by its kind', async () => {
  const { api, db } = await withTitles('Outage of the flag service')
  const at = '2021-03-01T00:00:00.000Z'
  const outage = { id: 'i1', key: 'INC-1', title: 'Flag service outage', createdAt: at, updatedAt: at } as const
  await db.write(async (tx) => {
    const [row] = await tx
      .insert(incident)
      .values({ ...outage, keyNumber: 1, severity: 'sev1', zone: 'UTC', causePublic: 'A cache stampede.' })
      .returning()
    await rememberIncident(tx, row!)
    await rememberReport(tx, { id: 'r1', slug: '2021-q1', title: 'What we promised' }, 'After the *outage* …')
  })
  const kinds = async (text: string) => (await api.search.find({ text })).hits.map(({ kind, key }) => `${kind} ${key}`)
  expect(await kinds('outage')).toEqual(['item FT-1', 'incident INC-1', 'report 2021-q1'])
  expect(await kinds('stampede')).toEqual(['incident INC-1'])
})

test('the filter of a list finds by the same rule, by key and title, today and on another day', async () => {
  const app = await freshApp()
  const program = await app.given.program('FES')
  for (const title of ['Über 50% of A_B', 'Plain words', 'Other']) await app.given.item({ program, title })
  await app.given.item({ program, title: 'No', descriptionInternal: 'plain words inside' })
  const found: Record<string, number> = {
    uber: 1,
    'ÜBER 50': 1,
    '50%': 1,
    a_b: 1,
    axb: 0,
    PLAIN: 1,
    'n w': 1,
    pl: 1,
    'FT-2': 1,
    ft: 4,
    '"': 0,
  }
  for (const [text, matching] of Object.entries(found)) {
    const now = await app.api.items.list({ text })
    const then = await app.api.items.list({ text, kind: 'counted' })
    expect([now.matching, then.matching, now.counts.total], text).toEqual([matching, matching, matching])
  }
})

describe('a workspace that is older than search', () => {
  async function older() {
    const app = await withTitles('Über alt', 'Second')
    await app.db.write(async (tx) => {
      for (const { id } of app.items) await tx.delete(searchDocument).where(eq(searchDocument.subject, id)).returning()
    })
    return app
  }

  test('is completed as it is opened, once', async () => {
    const { db, keys } = await older()
    expect(await keys('uber')).toEqual([])
    expect(await completeDocuments((work) => db.write(work))).toBe(2)
    expect(await keys('uber')).toEqual(['FT-1'])
    expect(await completeDocuments((work) => db.write(work))).toBe(0)
  })

  test('what was written meanwhile is left alone', async () => {
    const { db, given, keys } = await older()
    await given.item({ title: 'Third' })
    expect(await completeDocuments((work) => db.write(work))).toBe(2)
    expect([await keys('second'), await keys('third')]).toEqual([['FT-2'], ['FT-3']])
  })
})
