import { expect, test } from 'vitest'
import { freshApp } from '../testing'

test('scope, its line and its events know only what was recorded by then', async () => {
  const { api, given, dayIs } = await freshApp({ today: '2021-05-01' })
  const program = await given.program('FES', '2021-03-03')
  await given.item({ program, on: '2021-03-03' })
  const { you } = await api.workspaces.about()
  dayIs('2021-07-20')
  // Written down in July, true since April.
  await given.item({ program, on: '2021-04-05', reasonCode: 'discovered', approvedBy: you })

  const known = async (knownAt?: string) => {
    const page = await api.programs.byKey({ key: 'FES', ...(knownAt ? { knownAt } : {}) })
    const quarter = await api.quarters.read({ quarter: '2021-Q2', ...(knownAt ? { knownAt } : {}) })
    return [
      page.counts.total,
      page.scope?.added,
      page.events.length,
      quarter.counts.total,
      quarter.burnUp.scopeChanges.length,
    ]
  }
  expect(await known()).toEqual([2, 1, 1, 2, 1])
  expect(await known('2021-06-01T00:00:00.000Z')).toEqual([1, 0, 0, 1, 0])
})

test('a program without a baseline says so, and is fixed once', async () => {
  const { api, given } = await freshApp()
  const program = await given.program('NEW')
  await given.item({ program, on: '2021-07-01' })
  expect(await api.programs.byKey({ key: 'NEW' })).toMatchObject({
    scope: null,
    baselineOn: null,
    events: [{ change: 'added' }],
  })
  expect((await api.quarters.read({ quarter: '2021-Q3' })).burnUp.hasBaseline).toBe(false)
  const { version } = await api.programs.byKey({ key: 'NEW' })
  await expect(
    api.programs.fixBaseline({ programId: program.id, version, baselineOn: '2021-08-01' }),
  ).rejects.toMatchObject({ message: '2021-08-01 has not happened yet.' })
  const fixed = await api.programs.fixBaseline({ programId: program.id, version, baselineOn: '2021-07-10' })
  expect(await api.programs.byKey({ key: 'NEW' })).toMatchObject({
    scope: { baseline: 1, added: 0, removed: 0, total: 1 },
  })
  await expect(
    api.programs.fixBaseline({ programId: program.id, version: fixed.version, baselineOn: '2021-07-01' }),
  ).rejects.toMatchObject({ message: 'The baseline of NEW was fixed on July 10, 2021. It does not move.' })
})

test('a key is one program’s, and bad ones are refused beside their field', async () => {
  const { api, given } = await freshApp()
  await given.program('FES')
  await expect(given.program('fes')).rejects.toMatchObject({ cause: { code: 'key-taken', field: 'key' } })
  await expect(given.program('F-1')).rejects.toMatchObject({ cause: { code: 'bad-key', field: 'key' } })
  await expect(api.programs.byKey({ key: 'XXX' })).rejects.toMatchObject({
    message: 'There is no program XXX. There are FES.',
  })
})

test('what leaves a program leaves its total from that day on, and stays an item', async () => {
  const { api, given } = await freshApp()
  const program = await given.program('FES', '2021-03-03')
  const item = await given.item({ program })
  const { you } = await api.workspaces.about()
  const leave = { itemId: item.id, version: item.version, programId: program.id, reasonCode: 'misfiled' as const }
  await expect(api.items.removeFromProgram(leave)).rejects.toMatchObject({ cause: { code: 'no-approver' } })
  await api.items.removeFromProgram({ ...leave, on: '2021-06-01', approvedBy: you })
  expect((await api.programs.byKey({ key: 'FES', asOf: '2021-05-31' })).counts.total).toBe(1)
  expect(await api.programs.byKey({ key: 'FES' })).toMatchObject({
    counts: { total: 0 },
    scope: { baseline: 1, removed: 1 },
  })
  expect(await api.items.byKey({ key: item.key })).toMatchObject({ status: 'accepted', programs: [] })
})

test('what customers read of a program: what one person leaves alone stays as another words it', async () => {
  const { api, given } = await freshApp()
  const program = await given.program('FES')
  const { version } = await api.programs.byKey({ key: 'FES' })
  const named = await api.programs.wordPublicly({ programId: program.id, version, titlePublic: ' Fewer surprises ' })
  const noted = await api.programs.wordPublicly({
    programId: program.id,
    version: named.version,
    notePublic: 'We will say more.\n',
  })
  expect(await api.programs.byKey({ key: 'FES' })).toMatchObject({
    titlePublic: 'Fewer surprises',
    notePublic: 'We will say more.',
  })
  await expect(
    api.programs.wordPublicly({ programId: program.id, version: named.version, titlePublic: 'Mine' }),
  ).rejects.toMatchObject({ cause: { code: 'stale' } })
  await api.programs.wordPublicly({ programId: program.id, version: noted.version, titlePublic: null })
  expect(await api.programs.byKey({ key: 'FES' })).toMatchObject({ titlePublic: null, notePublic: 'We will say more.' })
})

test('how each report begins and ends: the two parts are worded apart', async () => {
  const { api } = await freshApp()
  const { version } = await api.workspaces.words()
  const first = await api.workspaces.wordOrganization({ version, ethos: 'We say what is open.' })
  await api.workspaces.wordOrganization({ version: first.version, closing: 'Thank you.' })
  expect(await api.workspaces.words()).toMatchObject({ ethos: 'We say what is open.', closing: 'Thank you.' })
  await expect(api.workspaces.wordOrganization({ version, ethos: 'Mine' })).rejects.toMatchObject({
    cause: { code: 'stale' },
  })
})
