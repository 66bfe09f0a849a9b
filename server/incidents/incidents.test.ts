import { v7 as newId } from 'uuid'
import { expect, test } from 'vitest'
import { service } from '../../db/schema'
import { instantFromLocal } from '../../domain/clocks'
import { windowInWords } from '../../domain/incidents'
import { historyOf } from '../history/store'
import { type Api, freshApp } from '../testing'
import { incidentByKey, incidentsOfPrograms, insertIncident, timelineOf } from './store'

const zone = 'America/Los_Angeles'
const at = (local: string) => instantFromLocal(local, zone)

type Written = Parameters<Api['incidents']['create']>[0]

/** The founding example's outage, as it is first written down. */
const outage = (more: Partial<Written> = {}): Written => ({
  title: 'Feature lookups failed',
  severity: 'sev1',
  zone,
  windows: [{ fromAt: at('2021-02-26T05:00'), toAt: at('2021-02-26T07:30') }],
  milestones: [
    { kind: 'detected', at: at('2021-02-26T05:01'), qualifier: 'within', saidAs: 'within 1 minute' },
    { kind: 'first_public_notice', at: at('2021-02-26T05:25') },
  ],
  ...more,
})

async function withIncidents(options?: Parameters<typeof freshApp>[0]) {
  const app = await freshApp(options)
  return {
    ...app,
    recordOf: (incident: { id: string }) => app.db.snapshot((read) => historyOf(read, 'incident', incident.id)),
    givenService: async (key: string) => {
      const id = newId()
      await app.db.write((tx) =>
        tx
          .insert(service)
          .values({ id, key, name: `${key} service`, publicName: key })
          .returning(),
      )
      return id
    },
  }
}

test('an incident is written down, numbered, and says how long everything took', async () => {
  const { api, given, recordOf } = await withIncidents()
  const program = await given.program('FES')
  const first = await api.incidents.create(outage({ programs: [program.id] }))
  expect(first).toMatchObject({ key: 'INC-1', version: 1 })
  expect(await api.incidents.byKey({ key: 'inc-1' })).toMatchObject({
    title: 'Feature lookups failed',
    when: 'Friday, February 26, 2021, 5:00am PST to 7:30am PST (1:00pm to 3:30pm UTC)',
    figures: {
      day: '2021-02-26',
      lasts: false,
      impact: { seconds: 9_000, words: '2 hours 30 minutes' },
      detection: { seconds: 60, qualifier: 'within', words: 'within 1 minute' },
      notice: { seconds: 1_500, words: '25 minutes' },
      resolution: { seconds: 9_000, words: '2 hours 30 minutes' },
    },
    programs: [{ key: 'FES' }],
  })
  expect((await api.incidents.create(outage({ title: 'Another night' }))).key).toBe('INC-2')
  expect((await api.workspaces.about()).views.incidents).toBe(2)
  expect(await recordOf(first)).toMatchObject([
    { action: 'incident create', version: 1, difference: { key: 'INC-1', programs: [program.id], severity: 'sev1' } },
  ])
})

test('impact across midnight is one window, said with its days', async () => {
  const { api } = await withIncidents()
  await api.incidents.create(
    outage({
      windows: [{ fromAt: at('2021-02-26T23:30'), toAt: at('2021-02-27T01:10') }],
      milestones: [{ kind: 'detected', at: at('2021-02-27T00:05') }],
    }),
  )
  const night = await api.incidents.byKey({ key: 'INC-1' })
  expect(night.when).toMatch(/^11:30pm PST on February 26 to 1:10am PST on February 27, 2021 /)
  expect(night.figures).toMatchObject({ day: '2021-02-26', detection: { words: '35 minutes' } })
  expect(night.lines.map(({ clock, what }) => `${clock}: ${what}`)).toEqual([
    '11:30pm PST: Impact begins',
    '12:05am PST on February 27: Detected',
    '1:10am PST on February 27: Impact ends',
  ])
})

test('the list has the latest first, with its figures and programs', async () => {
  const { api, given } = await withIncidents()
  expect(await api.incidents.list()).toEqual({ incidents: [] })
  const program = await given.program('FES')
  await api.incidents.create(outage({ programs: [program.id] }))
  await api.incidents.create(
    outage({ title: 'Still going on', windows: [{ fromAt: at('2021-07-20T08:00'), toAt: null }], milestones: [] }),
  )
  await api.incidents.create(outage({ title: 'No times yet', windows: [], milestones: [] }))
  const { incidents } = await api.incidents.list()
  expect(incidents).toMatchObject([
    { key: 'INC-2', day: '2021-07-20', lasts: true, impact: null, notice: null, programs: [] },
    {
      key: 'INC-1',
      day: '2021-02-26',
      lasts: false,
      impact: { words: '2 hours 30 minutes' },
      programs: [{ key: 'FES' }],
    },
    { key: 'INC-3', day: null, lasts: false, impact: null },
  ])
})

test('a refused edit leaves nothing behind', async () => {
  const { api, recordOf } = await withIncidents()
  const created = await api.incidents.create(outage())
  const before = await api.incidents.byKey({ key: 'INC-1' })
  const records = await recordOf(created)
  await expect(
    api.incidents.edit({
      incidentId: created.id,
      version: created.version,
      title: 'Renamed on the way',
      milestones: [{ kind: 'detected', at: at('2021-02-26T04:50') }],
    }),
  ).rejects.toMatchObject({
    message:
      '“Detected” is at 4:50am PST, before the impact began at 5:00am PST. Add when it started, or correct one of them.',
    cause: { code: 'milestone-order', field: 'milestones.0.at' },
  })
  expect(await api.incidents.byKey({ key: 'INC-1' })).toEqual(before)
  expect(await recordOf(created)).toEqual(records)
})

test('an edit is checked together with what it leaves as it is', async () => {
  const { api } = await withIncidents()
  const { id, version } = await api.incidents.create(outage())
  // The milestones that stand are at 5:01 and 5:25.
  await expect(
    api.incidents.edit({
      incidentId: id,
      version,
      windows: [{ fromAt: at('2021-02-26T05:10'), toAt: at('2021-02-26T07:30') }],
    }),
  ).rejects.toMatchObject({ cause: { code: 'milestone-order' } })
  await expect(api.incidents.edit({ incidentId: id, version, zone: 'Atlantis/Capital' })).rejects.toMatchObject({
    cause: { code: 'unknown-zone', field: 'zone' },
  })
  await expect(api.incidents.edit({ incidentId: id, version, title: '  ' })).rejects.toMatchObject({
    cause: { code: 'no-title', field: 'title' },
  })
})

test('the history holds what was and what is, of what changed and of nothing else', async () => {
  const { api, recordOf, givenService } = await withIncidents()
  const enablement = await givenService('ENABLE')
  const created = await api.incidents.create(outage())
  const edited = await api.incidents.edit({
    incidentId: created.id,
    version: created.version,
    title: 'Feature lookups failed for everybody',
    severity: 'sev1',
    windows: [
      { fromAt: at('2021-02-26T05:00'), toAt: at('2021-02-26T07:30') },
      { fromAt: at('2021-02-26T09:00'), toAt: at('2021-02-26T09:45') },
    ],
    services: [{ service: enablement, effectPublic: 'Features were unavailable.' }],
  })
  expect(edited.version).toBe(2)
  const [record] = await recordOf(created)
  expect(record).toMatchObject({ action: 'incident edit', version: 2 })
  expect(record?.difference).toEqual({
    before: {
      title: 'Feature lookups failed',
      windows: [{ fromAt: at('2021-02-26T05:00'), toAt: at('2021-02-26T07:30') }],
      services: [],
    },
    after: {
      title: 'Feature lookups failed for everybody',
      windows: [
        { fromAt: at('2021-02-26T05:00'), toAt: at('2021-02-26T07:30') },
        { fromAt: at('2021-02-26T09:00'), toAt: at('2021-02-26T09:45') },
      ],
      services: [{ service: enablement, effectPublic: 'Features were unavailable.' }],
    },
  })
  const page = await api.incidents.byKey({ key: 'INC-1' })
  expect(page).toMatchObject({
    figures: { impact: { words: '3 hours 15 minutes' }, resolution: { words: '4 hours 45 minutes' } },
    services: [{ key: 'ENABLE', effectPublic: 'Features were unavailable.' }],
    changes: [
      { did: 'edit', touched: ['title', 'windows', 'services'], by: 'You' },
      { did: 'create', by: 'You' },
    ],
  })
  // The detection was not part of the edit and still stands.
  expect(page.figures.detection?.words).toBe('within 1 minute')
})

test('an edit that changes nothing is not recorded', async () => {
  const { api, recordOf, givenService } = await withIncidents()
  const services = [await givenService('B'), await givenService('A')].map((each) => ({ service: each }))
  const created = await api.incidents.create(outage({ services, summaryInternal: 'Known.' }))
  const { title, severity, windows, milestones } = outage()
  const again = await api.incidents.edit({
    incidentId: created.id,
    version: 1,
    title: ` ${title} `,
    severity,
    zone,
    ...(windows ? { windows } : {}),
    ...(milestones ? { milestones } : {}),
    services: [...services].reverse(),
    summaryInternal: 'Known.',
  })
  expect(again).toEqual(created)
  expect(await recordOf(created)).toHaveLength(1)
})

test('of two people who edit the same incident the second is told, and loses nothing of the first', async () => {
  const { api } = await withIncidents()
  const { id, version } = await api.incidents.create(outage())
  await api.incidents.edit({ incidentId: id, version, causeInternal: 'A cache that expired everywhere at once.' })
  await expect(api.incidents.edit({ incidentId: id, version, severity: 'sev2' })).rejects.toMatchObject({
    message: 'INC-1 was changed meanwhile. Your change was not made; look at what stands now.',
    cause: { code: 'stale', current: { version: 2 } },
  })
  expect(await api.incidents.byKey({ key: 'INC-1' })).toMatchObject({
    severity: 'sev1',
    causeInternal: 'A cache that expired everywhere at once.',
  })
})

test('an edit that is sent twice happens once', async () => {
  const { api } = await withIncidents()
  const { id, version } = await api.incidents.create(outage())
  const edit = { intentId: newId(), incidentId: id, version, severity: 'sev2' as const }
  expect(await api.incidents.edit(edit)).toEqual(await api.incidents.edit(edit))
  expect((await api.incidents.byKey({ key: 'INC-1' })).version).toBe(2)
})

test('what customers read is worded apart from what is known inside', async () => {
  const { api, recordOf } = await withIncidents()
  const created = await api.incidents.create(outage({ summaryInternal: 'Every edge missed its cache.' }))
  const worded = await api.incidents.wordPublicly({
    incidentId: created.id,
    version: created.version,
    summaryPublic: 'From :window{incident=INC-1} features could not be looked up.\n',
    causePublic: '',
  })
  expect(worded.version).toBe(2)
  expect(await api.incidents.byKey({ key: 'INC-1' })).toMatchObject({
    summaryInternal: 'Every edge missed its cache.',
    summaryPublic: 'From :window{incident=INC-1} features could not be looked up.',
    causePublic: null,
    read: {
      summary: [
        [
          { text: 'From ', figure: false },
          { text: '5:00am PST to 7:30am PST', figure: true },
          { text: ' features could not be looked up.', figure: false },
        ],
      ],
      cause: [],
    },
  })
  expect((await recordOf(created))[0]?.difference).toEqual({
    before: { summaryPublic: null },
    after: { summaryPublic: 'From :window{incident=INC-1} features could not be looked up.' },
  })
})

test('a program is linked once, and unlinked', async () => {
  const { api, given, db } = await withIncidents()
  const program = await given.program('FES')
  const created = await api.incidents.create(outage())
  const linked = await api.incidents.linkProgram({ incidentId: created.id, version: 1, programId: program.id })
  const again = { incidentId: created.id, version: linked.version, programId: program.id }
  await expect(api.incidents.linkProgram(again)).rejects.toMatchObject({
    message: 'FES is linked to INC-1 already.',
  })
  expect(await db.snapshot((read) => incidentsOfPrograms(read, [program.id]))).toMatchObject([{ key: 'INC-1' }])
  const unlinked = await api.incidents.unlinkProgram(again)
  expect((await api.incidents.byKey({ key: 'INC-1' })).programs).toEqual([])
  await expect(api.incidents.unlinkProgram({ ...again, version: unlinked.version })).rejects.toMatchObject({
    message: 'FES is not linked to INC-1.',
  })
})

test('nothing has happened yet after the day the workspace stands at', async () => {
  const { api } = await withIncidents({ today: '2021-07-20' })
  await expect(
    api.incidents.create(outage({ windows: [{ fromAt: at('2021-07-21T05:00'), toAt: null }], milestones: [] })),
  ).rejects.toMatchObject({
    message: '5:00am PDT on July 21, 2021 has not happened yet.',
    cause: { field: 'windows.0.fromAt' },
  })
  expect((await api.incidents.list()).incidents).toEqual([])
  // A refused incident used up no number.
  expect((await api.incidents.create(outage())).key).toBe('INC-1')
})

test('a service is hit once, and only one that exists', async () => {
  const { api, givenService } = await withIncidents()
  const enablement = await givenService('ENABLE')
  await expect(
    api.incidents.create(outage({ services: [{ service: enablement }, { service: enablement }] })),
  ).rejects.toMatchObject({ cause: { code: 'service-twice', field: 'services.1.service' } })
  await expect(api.incidents.create(outage({ services: [{ service: newId() }] }))).rejects.toMatchObject({
    cause: { code: 'no-such-service', field: 'services.0.service' },
  })
})

test('an unknown key is answered with what there is', async () => {
  const { api } = await withIncidents()
  await expect(api.incidents.byKey({ key: 'INC-9' })).rejects.toMatchObject({
    message: 'There is no incident INC-9. There are no incidents yet.',
  })
  await api.incidents.create(outage())
  await expect(api.incidents.byKey({ key: 'INC-9' })).rejects.toMatchObject({
    message: 'There is no incident INC-9. There is INC-1.',
  })
})

test('who may not edit incidents or word them is refused', async () => {
  const reader = {
    id: '00000000-0000-7000-8000-000000000001',
    kind: 'person' as const,
    may: new Set(['read'] as const),
  }
  const { api } = await withIncidents({ actor: reader })
  await expect(api.incidents.create(outage())).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(
    api.incidents.wordPublicly({ incidentId: newId(), version: 1, summaryPublic: 'Nothing happened.' }),
  ).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('a story writes its incident down at its own time, and cannot tell what had not happened', async () => {
  const { db, given, recorder } = await withIncidents()
  const program = await given.program('FES')
  const story = { actor: { id: recorder.actor.id, kind: 'story' as const }, requestId: null }
  const told = {
    title: 'Feature lookups failed',
    severity: 'sev1' as const,
    zone,
    windows: [{ fromAt: at('2021-02-26T05:00'), toAt: at('2021-02-26T07:30') }],
    milestones: [],
    services: [],
    programs: [program.id],
    causePublic: 'A cache expired.',
  }
  await expect(
    db.write((tx) => insertIncident(tx, { ...story, now: () => new Date('2021-02-26T12:00:00Z') }, told)),
  ).rejects.toMatchObject({ code: 'not-happened-yet' })
  const row = await db.write((tx) =>
    insertIncident(tx, { ...story, now: () => new Date('2021-03-01T12:00:00Z') }, told),
  )
  expect(row).toMatchObject({ key: 'INC-1', causePublic: 'A cache expired.' })
  await db.snapshot(async (read) => {
    expect(await incidentByKey(read, 'INC-1')).toEqual(row)
    expect(windowInWords(await timelineOf(read, row.id), 'local')).toBe('5:00am PST to 7:30am PST')
  })
})
