import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { intent, itemStatusEntry, item as itemTable } from '../../db/schema'
import { freshApp } from '../testing'

const refusal = (message: string) => ({ message: expect.stringContaining(message) as string })

test('a refused completion leaves nothing behind', async () => {
  const { api, given, historyOf } = await freshApp({ today: '2021-07-20' })
  const item = await given.item({ program: await given.program('FES'), status: 'in_progress' })
  const before = await historyOf(item)
  await expect(api.items.complete({ itemId: item.id, version: item.version, on: '2021-08-01' })).rejects.toMatchObject({
    message: '2021-08-01 has not happened yet.',
  })
  expect(await historyOf(item)).toEqual(before)
  expect(await api.items.byKey({ key: item.key })).toMatchObject({ status: 'in_progress', version: item.version })
})

test('dropping one keeps the total, and the headline says so', async () => {
  const { api, given } = await freshApp()
  const program = await given.program('FES', '2021-03-03')
  for (let n = 0; n < 4; n++) await given.item({ program, status: 'done' })
  const last = await given.item({ program })
  await expect(
    api.items.drop({ itemId: last.id, version: last.version, kind: 'wont_do', reason: ' ' }),
  ).rejects.toMatchObject(refusal('Say why FT-5 is not pursued'))
  await api.items.drop({ itemId: last.id, version: last.version, kind: 'wont_do', reason: 'Retired.' })
  const { counts } = await api.programs.byKey({ key: 'FES' })
  expect(counts).toMatchObject({ total: 5, done: 4, dropped: 1, inFlight: 0, notStarted: 0, open: 0 })
})

test('adding an item today changes no past point; back-dating its membership does', async () => {
  const { api, given } = await freshApp()
  const program = await given.program('FES', '2021-03-03')
  await given.item({ program })
  const approvedBy = (await api.workspaces.about()).you
  const at = async (asOf: '2021-05-01' | '2021-07-20') => (await api.programs.byKey({ key: 'FES', asOf })).counts.total
  await given.item({ program, on: '2021-07-20', reasonCode: 'discovered', approvedBy })
  expect([await at('2021-05-01'), await at('2021-07-20')]).toEqual([1, 2])
  await given.item({ program, on: '2021-04-20', reasonCode: 'discovered', approvedBy })
  expect([await at('2021-05-01'), await at('2021-07-20')]).toEqual([2, 3])
})

test('done, reopened, done again in a later quarter: each day answers what was true then', async () => {
  const { api, given } = await freshApp({ today: '2021-12-20' })
  const program = await given.program('FES')
  let item = await given.item({ program, status: 'in_progress' })
  item = await api.items.complete({ itemId: item.id, version: item.version, on: '2021-06-10' })
  item = await api.items.reopen({ itemId: item.id, version: item.version, on: '2021-07-05', reason: 'It came back.' })
  await api.items.complete({ itemId: item.id, version: item.version, on: '2021-10-02' })
  const done = async (asOf: `${number}-${number}-${number}`) =>
    (await api.programs.byKey({ key: 'FES', asOf })).counts.done
  expect(await Promise.all([done('2021-06-09'), done('2021-06-10'), done('2021-07-05'), done('2021-10-02')])).toEqual([
    0, 1, 0, 1,
  ])
  const quarter = async (name: '2021-Q2' | '2021-Q4') =>
    (await api.quarters.read({ quarter: name, asOf: '2021-12-20' })).doneInQuarter
  expect([await quarter('2021-Q2'), await quarter('2021-Q4')]).toEqual([0, 1])
})

test('a correction whose day is later leaves no trace of the wrong one in the counts, and stays in the story', async () => {
  const { api, given } = await freshApp()
  const program = await given.program('FES')
  let item = await given.item({ program, status: 'in_progress' })
  item = await api.items.complete({ itemId: item.id, version: item.version, on: '2021-04-10' })
  await api.items.correctStatusDay({ itemId: item.id, version: item.version, on: '2021-07-02' })
  expect((await api.programs.byKey({ key: 'FES', asOf: '2021-05-01' })).counts.done).toBe(0)
  expect((await api.programs.byKey({ key: 'FES', asOf: '2021-07-02' })).counts.done).toBe(1)
  const { story } = await api.items.byKey({ key: item.key })
  expect(story.filter((line) => line.did === 'Completed').map((line) => [line.on, line.undone])).toEqual([
    ['2021-07-02', false],
    ['2021-04-10', true],
  ])
})

test('undoing a correction brings back what was corrected', async () => {
  const { api, given } = await freshApp()
  let item = await given.item({ program: await given.program('FES'), status: 'in_progress' })
  item = await api.items.complete({ itemId: item.id, version: item.version, on: '2021-04-10' })
  const corrected = await api.items.correctStatusDay({ itemId: item.id, version: item.version, on: '2021-07-02' })
  await api.items.undo({ itemId: item.id, version: corrected.version, seq: corrected.undo })
  expect(await api.items.byKey({ key: item.key })).toMatchObject({ status: 'done', statusOn: '2021-04-10' })
})

test('a moved target is remembered with its reason; undone, it is no move', async () => {
  const { api, given } = await freshApp()
  const target = (quarter: 3 | 4) => ({
    period:
      quarter === 3
        ? { fromOn: '2021-07-01' as const, endOn: '2021-09-30' as const, resolution: 'quarter' as const }
        : { fromOn: '2021-10-01' as const, endOn: '2021-12-31' as const, resolution: 'quarter' as const },
    confidence: 'committed' as const,
  })
  const program = await given.program('FES')
  let item = await given.item({ program, on: '2021-04-16', target: target(3) })
  await expect(
    api.items.moveTarget({ itemId: item.id, version: item.version, target: target(4) }),
  ).rejects.toMatchObject(refusal('moves to a later date. Choose the reason'))
  item = await api.items.moveTarget({
    itemId: item.id,
    version: item.version,
    target: target(4),
    reasonCode: 'dependency',
  })
  expect((await api.items.byKey({ key: item.key })).target).toMatchObject({ moves: 1, slipDays: 92 })
  expect((await api.quarters.read({ quarter: '2021-Q3' })).moved).toEqual({ items: 1, moves: 1 })
  await api.items.undo({ itemId: item.id, version: item.version, seq: item.undo })
  expect((await api.items.byKey({ key: item.key })).target).toMatchObject({ moves: 0, slipDays: 0 })
  expect((await api.quarters.read({ quarter: '2021-Q3' })).moved).toEqual({ items: 0, moves: 0 })
})

test('Q3 is not overdue on its last day and is on the next, in the zone of the organisation', async () => {
  const { api, given, dayIs } = await freshApp({ today: '2021-07-20' })
  const period = { fromOn: '2021-07-01', endOn: '2021-09-30', resolution: 'quarter' } as const
  await given.item({ program: await given.program('FES'), target: { period, confidence: 'committed' } })
  dayIs('2021-09-30')
  expect((await api.items.list({ due: 'overdue' })).matching).toBe(0)
  dayIs('2021-10-01')
  expect((await api.items.list({ due: 'overdue' })).matching).toBe(1)
})

test('joining a program accepts a proposal, from the same day, also before it was written down', async () => {
  const { api, given } = await freshApp()
  const program = await given.program('FES')
  const proposed = await api.items.propose({ titleInternal: 'Rehearse it' })
  expect((await api.items.totals()).total).toBe(0)
  await api.items.addToProgram({
    itemId: proposed.id,
    version: proposed.version,
    programId: program.id,
    on: '2021-04-01',
  })
  expect((await api.programs.byKey({ key: 'FES', asOf: '2021-04-01' })).counts).toMatchObject({
    total: 1,
    notStarted: 1,
  })
  expect((await api.programs.byKey({ key: 'FES', asOf: '2021-03-31' })).counts.total).toBe(0)
})

test('after the baseline the scope needs a reason and an approver', async () => {
  const { api, given } = await freshApp()
  const program = await given.program('FES', '2021-03-03')
  const { you } = await api.workspaces.about()
  const late = { titleInternal: 'Found later', programs: [program.id], on: '2021-05-01' as const }
  await expect(api.items.propose(late)).rejects.toMatchObject(refusal('The scope of FES was fixed on March 3, 2021'))
  await expect(api.items.propose({ ...late, reasonCode: 'discovered' })).rejects.toMatchObject(
    refusal('Name who approved'),
  )
  await api.items.propose({ ...late, reasonCode: 'discovered', approvedBy: you })
  expect(await api.programs.byKey({ key: 'FES' })).toMatchObject({
    scope: { baseline: 0, added: 1, removed: 0, total: 1 },
  })
})

test('a stale change is refused with the version that stands, and nothing is written', async () => {
  const { api, given, historyOf } = await freshApp()
  const item = await given.item({ program: await given.program('FES') })
  await api.items.retitle({ itemId: item.id, version: item.version, titleInternal: 'Mine' })
  const before = await historyOf(item)
  await expect(
    api.items.retitle({ itemId: item.id, version: item.version, titleInternal: 'Yours' }),
  ).rejects.toMatchObject({
    code: 'CONFLICT',
    cause: { code: 'stale', current: { version: item.version + 1 } },
  })
  expect(await historyOf(item)).toEqual(before)
})

test('one intent has one effect; the same intent with other contents is refused', async () => {
  const { api, db } = await freshApp()
  const first = await api.items.propose({ titleInternal: 'Once', intentId: 'intent-0001' })
  const again = await api.items.propose({ titleInternal: 'Once', intentId: 'intent-0001' })
  expect(again).toEqual(first)
  await expect(api.items.propose({ titleInternal: 'Twice', intentId: 'intent-0001' })).rejects.toMatchObject(
    refusal('sent twice with different contents'),
  )
  const rows = await db.snapshot((read) => read.select().from(itemTable))
  expect(rows).toHaveLength(1)
  expect(await db.snapshot((read) => read.select().from(intent))).toHaveLength(1)
})

test('the past of the list: status and target of then, rows and counts of the same day', async () => {
  const { api, given } = await freshApp()
  const program = await given.program('FES')
  const period = { fromOn: '2021-07-01', endOn: '2021-09-30', resolution: 'quarter' } as const
  let item = await given.item({ program, on: '2021-03-03', target: { period, confidence: 'committed' } })
  item = await api.items.start({ itemId: item.id, version: item.version, on: '2021-05-01' })
  await api.items.complete({ itemId: item.id, version: item.version, on: '2021-06-01' })
  const on = (asOf: '2021-04-01' | '2021-05-02' | '2021-07-20') => api.items.list({ program: ['FES'], asOf })
  expect((await on('2021-04-01')).items[0]).toMatchObject({ status: 'accepted', targetResolution: 'quarter' })
  expect((await on('2021-05-02')).items[0]).toMatchObject({ status: 'in_progress' })
  expect(await on('2021-07-20')).toMatchObject({ items: [{ status: 'done' }], counts: { total: 1, done: 1 } })
  expect(await api.items.list({ program: ['FES'], doneSince: '2021-05-31' })).toMatchObject({ matching: 1 })
  expect(await api.items.list({ program: ['FES'], doneSince: '2021-06-01' })).toMatchObject({ matching: 0 })
})

test('the list by index and the list from the columns give the same rows, filter for filter', async () => {
  const { api, given } = await freshApp()
  const program = await given.program('FES')
  const quarters = [
    { fromOn: '2021-04-01', endOn: '2021-06-30', resolution: 'quarter' },
    { fromOn: '2021-07-01', endOn: '2021-09-30', resolution: 'quarter' },
  ] as const
  for (let n = 0; n < 24; n++) {
    const period = quarters[n % 3]
    const item = await given.item({
      program,
      on: '2021-04-01',
      ...(period ? { target: { period, confidence: 'committed' as const } } : {}),
    })
    const change = { itemId: item.id, version: item.version }
    if (n % 4 === 1) await api.items.start({ ...change, on: '2021-04-02' })
    if (n % 4 === 2)
      await api.items.complete({ ...change, on: '2021-06-30', resolution: n % 8 === 2 ? 'by' : 'quarter' })
    if (n % 12 === 3) await api.items.drop({ ...change, on: '2021-04-03', kind: 'obsolete', reason: 'Gone.' })
  }
  const filters = [
    {},
    { status: ['open' as const] },
    { status: ['done' as const, 'dropped' as const] },
    { due: 'none' as const },
    { due: 'overdue' as const },
    { due: '2021-Q3' as const },
    { finished: '2021-Q2' as const },
    { finished: 'unstated' as const },
  ]
  for (const filter of filters) {
    for (const sort of ['key', 'target', 'schedule'] as const) {
      const now = await api.items.list({ program: ['FES'], sort, ...filter, limit: 100 })
      const then = await api.items.list({ program: ['FES'], sort, ...filter, limit: 100, kind: 'counted' })
      const label = JSON.stringify({ filter, sort })
      expect(now.matching, label).toBe(then.matching)
      expect(now.counts, label).toEqual(then.counts)
      expect(now.groups, label).toEqual(then.groups)
      const keys = (page: typeof now) => page.items.map((row) => row.key)
      if (sort === 'target') expect(keys(now).sort(), label).toEqual(keys(then).sort())
      else expect(keys(now), label).toEqual(keys(then))
    }
  }
})

test('pages of a list join without a gap or a double, in every order', async () => {
  const { api, given } = await freshApp()
  const program = await given.program('FES')
  for (let n = 0; n < 13; n++) {
    const item = await given.item({ program, on: '2021-04-01' })
    if (n % 3 === 0) await api.items.complete({ itemId: item.id, version: item.version, on: '2021-05-01' })
  }
  for (const sort of ['schedule', 'key', 'target', 'status', 'owner', 'updated'] as const) {
    for (const descending of [false, true]) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await api.items.list({ sort, descending, limit: 4, ...(cursor ? { cursor } : {}) })
        seen.push(...page.items.map((row) => row.key))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      expect(new Set(seen).size, `${sort} ${descending}`).toBe(13)
      expect(seen, `${sort} ${descending}`).toHaveLength(13)
    }
  }
  await expect(api.items.list({ sort: 'key', cursor: 'nonsense' })).rejects.toMatchObject(
    refusal('does not exist. Start from the first'),
  )
})

test('projections are what the entries say, after every verb', async () => {
  const { api, given, db } = await freshApp()
  let item = await given.item({ program: await given.program('FES'), status: 'in_progress' })
  item = await api.items.block({ itemId: item.id, version: item.version, reason: 'The vendor.' })
  item = await api.items.unblock({ itemId: item.id, version: item.version })
  item = await api.items.submitForVerification({ itemId: item.id, version: item.version })
  item = await api.items.complete({ itemId: item.id, version: item.version })
  const row = await db.snapshot(async (read) => (await read.select().from(itemTable))[0])
  const entries = await db.snapshot((read) =>
    read.select().from(itemStatusEntry).where(eq(itemStatusEntry.item, item.id)),
  )
  expect(row).toMatchObject({ status: 'done', doneOn: '2021-07-20', doneResolution: 'day', statusOn: '2021-07-20' })
  expect(entries.map((entry) => entry.status)).toEqual([
    'proposed',
    'accepted',
    'in_progress',
    'blocked',
    'in_progress',
    'in_verification',
    'done',
  ])
})
