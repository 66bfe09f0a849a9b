import { createHash } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { describe, expect, test, vi } from 'vitest'
import { changeCounter, claim, commitmentEvent, publication, reportVersion } from '../../db/schema'
import { storyBySlug } from '../../db/stories'
import { freshApp } from '../testing'
import { reportFile } from './export'

// Each loads the example through all its verbs.
vi.setConfig({ testTimeout: 60_000 })

const story = storyBySlug('feb-26-2021')
if (!story) throw new Error('The founding example is missing')
const example = () => freshApp({ story, today: '2021-07-20' })
type App = Awaited<ReturnType<typeof example>>

const draft = async ({ api }: App) => api.reports.bySlug({ slug: 'q2-2021-update' })
const rewrite = async (app: App, change: (body: string) => string) => {
  const { id, draft: number, body } = await draft(app)
  return app.api.reports.write({ reportId: id, number, body: change(body) })
}
const publish = async (
  app: App,
  more: { overrides?: { code: 'typed-number'; subject: string; reason: string }[] } = {},
) => {
  const { id, version, draft: number } = await draft(app)
  return app.api.reports.publish({ reportId: id, version, number, ...more })
}
const promises = async ({ api }: App, asOf?: '2021-04-16' | '2021-10-01') =>
  (await api.commitments.list(asOf ? { asOf } : {})).rows.map(({ key, outcome, said }) => [key, outcome, said])

describe('the founding example', () => {
  test('holds an earlier post, the April update as published, and the draft of the second quarter', async () => {
    const { api } = await example()
    expect(
      (await api.reports.list()).map(({ slug, state, publishedOn, asOf }) => [slug, state, publishedOn, asOf]),
    ).toEqual([
      ['q2-2021-update', 'draft', null, null],
      ['q1-2021-update', 'published', '2021-04-16', '2021-04-16'],
      ['february-26-disruption', 'elsewhere', '2021-03-03', null],
    ])
  })

  test('April says what was known in April, and promises what it promised', async () => {
    const app = await example()
    const text = (await reportFile(await app.contextOf(), 'q1-2021-update', 'md')).body
    expect(text).toContain('24 of 37 are complete')
    expect(text).toContain('The root cause was an overload')
    expect(text).toContain('Make failover within the service more dependable.')
    expect(await promises(app, '2021-04-16')).toEqual([
      ['P-1', 'kept', 'kept'],
      ['P-2', 'kept', 'kept'],
      ['P-3', 'open', null],
      ['P-4', 'open', null],
      ['P-5', 'open', null],
      ['P-6', 'open', null],
      ['P-7', 'open', null],
      ['P-8', 'open', null],
    ])
  })

  test('the draft is the template over the record: the facts in their order, nothing above a warning', async () => {
    const app = await example()
    const { html, checks, coverage, promises: earlier } = await app.api.reports.preview({ slug: 'q2-2021-update' })
    const words = html.replaceAll(/<[^>]+>/g, '')
    const order = [
      'Figures as of July 20, 2021.',
      'Whenever an incident of ours disrupts your communications, we will tell you about it.',
      '32 of 37 improvements complete, 8 more than on April 16',
      'On Friday, February 26, 2021, from 5:00am PST to 7:30am PST',
      'A major contributing factor was an overload',
      'within 1 minute',
      '25 minutes',
      'We identified 37 improvements. As of July 20, 2021, 32 of 37 are complete.',
      'Completed in Q1 2021',
      'Completed in Q2 2021',
      'In flight, expected in Q3 2021',
      '29 of the 37 are not described here: 26 completed, 3 open.',
      'Lowering the risk across our other services',
      'In July 2021 we will also publish an update to our business continuity and disaster recovery (BC/DR) plans.',
      'longer than 180 days',
      'Kept, with this update',
      'We are sorry',
      'We will report again on Q3 2021',
    ]
    let at = -1
    for (const each of order) {
      expect(words.indexOf(each), each).toBeGreaterThan(at)
      at = words.indexOf(each)
    }
    expect(checks).toEqual([])
    expect(coverage[0]).toMatchObject({ total: 37, open: 5, named: 8, namedOpen: 2 })
    expect(earlier.map(({ key, outcome, withThis }) => [key, outcome, withThis])).toEqual([
      ['P-3', 'kept', false],
      ['P-4', 'kept', false],
      ['P-5', 'kept', false],
      ['P-6', 'open', false],
      ['P-7', 'open', false],
      ['P-8', 'kept', true],
    ])
  })

  test('a figure opens exactly the rows it counts', async () => {
    const { api } = await example()
    const { claims } = await api.reports.preview({ slug: 'q2-2021-update' })
    const ratio = claims.find((each) => each.directive === 'ratio')
    const figure = await api.reports.figure({ slug: 'q2-2021-update', claim: ratio?.id ?? '' })
    expect(figure).toMatchObject({ words: '32 of 37', asOf: '2021-07-20', total: 32 })
    const { items, matching } = await api.items.list({
      program: ['FES'],
      status: ['done'],
      asOf: '2021-07-20',
      kind: 'counted',
      limit: 100,
    })
    expect(matching).toBe(32)
    expect(figure.rows.map((row) => row.key).sort()).toEqual(items.map((row) => row.key).sort())
  })

  test('a figure opens the rows of the draft it was read in, also when a later one numbers its figures otherwise', async () => {
    const app = await example()
    const slug = 'q2-2021-update'
    const { claims } = await app.api.reports.preview({ slug })
    const ratio = claims.find((each) => each.directive === 'ratio')?.id ?? ''
    const before = await app.api.reports.figure({ slug, claim: ratio })
    await rewrite(app, (body) => `:count{of=open program=FES} are open.\n\n${body}`)
    expect((await app.api.reports.figure({ slug, claim: ratio })).directive).not.toBe('ratio')
    expect(await app.api.reports.figure({ slug, claim: ratio, draft: 1 })).toEqual(before)
    await expect(app.api.reports.figure({ slug, claim: ratio, draft: 9 })).rejects.toMatchObject({
      message: 'There is no draft 9 of this report.',
    })
  })
})

describe('publishing', () => {
  test('freezes the bytes, makes the promises and reconciles the earlier ones', async () => {
    const app = await example()
    expect((await app.api.reports.preview({ slug: 'q2-2021-update' })).makes).toHaveLength(6)
    const before = (await reportFile(await app.contextOf(), 'q2-2021-update', 'md')).body
    const published = await publish(app)
    expect(published).toMatchObject({ slug: 'q2-2021-update', number: 1 })
    // What was previewed is what was published.
    expect((await reportFile(await app.contextOf(), 'q2-2021-update', 'md')).body).toBe(before)

    const stored = await app.db.snapshot((read) =>
      read
        .select()
        .from(publication)
        .where(and(eq(publication.slug, 'q2-2021-update'))),
    )
    expect(stored.map((each) => each.format).sort()).toEqual(['html', 'json', 'md', 'txt'])
    for (const { bytes, sha256 } of stored) expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
    const [version] = await app.db.snapshot((read) =>
      read
        .select()
        .from(reportVersion)
        .where(eq(reportVersion.id, stored[0]?.reportVersion ?? '')),
    )
    const claims = await app.db.snapshot((read) =>
      read
        .select()
        .from(claim)
        .where(eq(claim.reportVersion, version?.id ?? '')),
    )
    expect(claims.find((each) => each.directive === 'ratio')).toMatchObject({
      words: '32 of 37',
      value: { done: 32, total: 37 },
      asOfOn: '2021-07-20',
    })
    expect(claims.every((each) => /^[0-9a-f]{64}$/.test(each.hash))).toBe(true)

    expect(await promises(app)).toEqual([
      ['P-1', 'kept', 'kept'],
      ['P-2', 'kept', 'kept'],
      ['P-3', 'kept', 'kept'],
      ['P-4', 'kept', 'kept'],
      ['P-5', 'kept', 'kept'],
      ['P-6', 'open', 'open'],
      ['P-7', 'open', 'open'],
      ['P-8', 'kept', 'kept'],
      ['P-9', 'open', null],
      ['P-10', 'open', null],
      ['P-11', 'open', null],
      ['P-12', 'open', null],
      ['P-13', 'open', null],
      ['P-14', 'open', null],
    ])
    const { rows } = await app.api.commitments.list({})
    expect(rows.slice(8).map(({ kind, due }) => [kind, due])).toEqual([
      ['standing', 'always'],
      ['publication', 'July 2021'],
      ['item_target', 'no date given'],
      ['item_target', 'no date given'],
      ['item_target', 'no date given'],
      ['next_update', 'no date given'],
    ])
  })

  test('what is published stays as it is, whatever is done afterwards', async () => {
    const app = await example()
    await publish(app)
    const before = (await reportFile(await app.contextOf(), 'q2-2021-update', 'html')).body
    const { items } = await app.api.items.list({ text: 'FT-7' })
    const item = items[0]
    await app.api.items.wordPublicly({
      itemId: item?.id ?? '',
      version: item?.version ?? 0,
      titlePublic: 'Something else.',
      wordingState: 'approved',
    })
    expect((await reportFile(await app.contextOf(), 'q2-2021-update', 'html')).body).toBe(before)
    await expect(rewrite(app, (body) => `${body}\nMore.`)).rejects.toMatchObject({
      message: '“Keeping our word: Q2 2021 update” is published. Its text and figures stay as they are.',
    })
    await expect(publish(app)).rejects.toMatchObject({ cause: { code: 'already-published' } })
  })

  test('an error stops it, and leaves nothing behind; a reason of a publisher stays with the version', async () => {
    const app = await example()
    await rewrite(app, (body) => `${body}\nWe completed 31 of 37 improvements.\n`)
    await expect(publish(app)).rejects.toMatchObject({
      message: expect.stringContaining('1 error stands, so nothing was published. “31 of 37” is typed'),
    })
    expect((await app.api.reports.list())[0]).toMatchObject({ state: 'draft' })
    expect(await promises(app)).toHaveLength(8)
    const override = { code: 'typed-number' as const, subject: '31 of 37', reason: 'x' }
    await expect(publish(app, { overrides: [override] })).rejects.toMatchObject({
      cause: { code: 'no-override-reason' },
    })
    await publish(app, { overrides: [{ ...override, reason: 'Quoted from a letter of ours.' }] })
    expect((await app.api.reports.list())[0]).toMatchObject({ state: 'published' })
  })

  test('nobody publishes a text they have not read', async () => {
    const app = await example()
    const { id, version, draft: number } = await draft(app)
    await rewrite(app, (body) => `${body}\nOne more sentence.\n`)
    await expect(app.api.reports.publish({ reportId: id, version, number })).rejects.toMatchObject({
      message: `Draft ${number + 1} was saved since you read draft ${number}. Nothing was published; read it first.`,
    })
  })

  test('a moved promise is moved in public with its words, and an item shown with its new date stays one promise', async () => {
    const app = await example()
    const { items } = await app.api.items.list({ text: 'FT-7' })
    const item = items[0]
    const target = {
      period: { fromOn: '2021-10-01', endOn: '2021-12-31', resolution: 'quarter' },
      confidence: 'committed',
    } as const
    await app.api.items.moveTarget({
      itemId: item?.id ?? '',
      version: item?.version ?? 0,
      target,
      reasonCode: 'capacity',
    })
    await expect(publish(app)).rejects.toMatchObject({
      message: expect.stringContaining('P-6, “Hardening the less critical services'),
    })
    await rewrite(
      app,
      (body) =>
        `${body}\n:::reconcile{promise=P-6 as=moved}\nThe last of these services will be ready a quarter later.\n:::\n`,
    )
    await publish(app)
    const { rows } = await app.api.commitments.list({})
    expect(rows.find((row) => row.key === 'P-6')).toMatchObject({
      outcome: 'moved',
      said: 'moved',
      due: 'Q3 2021',
      movedTo: 'Q4 2021',
    })
    expect(rows.filter((row) => row.item?.key === 'FT-7')).toHaveLength(1)
    const events = await app.db.snapshot((read) => read.select().from(commitmentEvent))
    expect(events.filter((each) => each.kind === 'moved')).toHaveLength(1)
  })

  test('a promise is one, however early the day a report stands at', async () => {
    const app = await example()
    const words = ':::commitment{kind=publication due=2021-12}\nWe will publish the plan.\n:::\n'
    for (const title of ['First', 'Second']) {
      const { slug } = await app.api.reports.begin({ template: 'blank', title, asOf: '2021-06-30' })
      const row = await app.api.reports.bySlug({ slug })
      await app.api.reports.write({ reportId: row.id, number: 1, body: `${words}\n::not-itemised\n\n::promised\n` })
      await app.api.reports.publish({ reportId: row.id, version: row.version, number: 2 })
    }
    const { rows } = await app.api.commitments.list({})
    expect(rows.filter((row) => row.words === 'We will publish the plan.').map((row) => row.key)).toEqual(['P-9'])
    // Settled once, and not reported a second time.
    const events = await app.db.snapshot((read) => read.select().from(commitmentEvent))
    const kept = events.filter((each) => each.outcome === 'kept').map((each) => each.commitment)
    expect(new Set(kept).size).toBe(kept.length)
  })

  test('withdrawn and reworded end a promise, with the words', async () => {
    const app = await example()
    await rewrite(
      app,
      (body) =>
        `${body}\n:::reconcile{promise=P-6 as=withdrawn}\nWe no longer do this.\n:::\n\n:::reconcile{promise=P-7 as=reworded}\nWe say it differently.\n:::\n`,
    )
    await publish(app)
    const { rows } = await app.api.commitments.list({})
    expect(
      rows.filter((row) => ['P-6', 'P-7'].includes(row.key)).map((row) => [row.outcome, row.said, row.settled]),
    ).toEqual([
      ['withdrawn', 'withdrawn', true],
      ['reworded', 'reworded', true],
    ])
    const next = await app.api.reports.begin({ template: 'quarterly' })
    const { promises: owed } = await app.api.reports.preview({ slug: next.slug })
    expect(owed.map((each) => each.key)).not.toEqual(expect.arrayContaining(['P-6']))
  })

  test('nothing is stored over a record that moves between compiling and storing', async () => {
    const app = await example()
    const real = app.db.write.bind(app.db)
    let moves = 0
    // Whoever publishes finds the record changed, each time.
    const between = vi.spyOn(app.db, 'write').mockImplementation(async (work) => {
      moves++
      await real((tx) =>
        tx
          .update(changeCounter)
          .set({ n: sql`${changeCounter.n} + 1` })
          .where(eq(changeCounter.id, 1))
          .returning(),
      )
      return real(work)
    })
    await expect(publish(app)).rejects.toMatchObject({ cause: { code: 'record-moves' } })
    between.mockRestore()
    expect(moves).toBeGreaterThan(1)
    expect((await app.api.reports.list()).find((each) => each.slug === 'q2-2021-update')).toMatchObject({
      state: 'draft',
    })
    // And once it rests, it is published.
    await publish(app)
  })

  test('what would be printed as it stands is nobody’s to take on', async () => {
    const app = await example()
    await rewrite(app, (body) => `${body}\nWe did :count{of=duck}.\n`)
    const { checks } = await app.api.reports.preview({ slug: 'q2-2021-update' })
    const [error] = checks.filter((each) => each.code === 'unresolved')
    const { id, version, draft: number } = await draft(app)
    const overrides = [{ code: 'unresolved' as const, subject: error?.subject ?? '', reason: 'We like it like this.' }]
    await expect(app.api.reports.publish({ reportId: id, version, number, overrides })).rejects.toMatchObject({
      cause: { code: 'not-overridable' },
    })
  })

  test('a report about other programs owes nothing of these', async () => {
    const app = await example()
    await app.given.program('NEW')
    const { slug } = await app.api.reports.begin({ template: 'quarterly', programs: ['NEW'] })
    expect((await app.api.reports.preview({ slug })).promises).toEqual([])
  })

  test('between publications only the calendar acts: what is over and not reported is missed inside', async () => {
    const app = await example()
    await publish(app)
    const { rows, onTime } = await app.api.commitments.list({ asOf: '2021-10-01' })
    expect(rows.filter((row) => row.outcome === 'missed').map((row) => row.key)).toEqual(['P-6', 'P-7', 'P-10'])
    // P-8 and P-14 had no date that anybody said, so they are in no ratio.
    expect(onTime).toEqual({ kept: 3, due: 6 })
  })

  test('a promise of something published is closed with its evidence', async () => {
    const app = await example()
    await publish(app)
    await app.api.workspaces.moveToday({ to: '2021-07-28' })
    const { rows } = await app.api.commitments.list({})
    const promise = rows.find((row) => row.key === 'P-10')
    await app.api.commitments.close({
      commitmentId: promise?.id ?? '',
      on: '2021-07-27',
      evidence: 'https://example.com/bcdr',
      words: '',
    })
    expect((await app.api.commitments.list({})).rows.find((row) => row.key === 'P-10')).toMatchObject({
      outcome: 'kept',
      said: null,
      evidence: 'https://example.com/bcdr',
    })
  })
})

describe('a draft', () => {
  test('every version is kept as typed, and two who type over the same draft are told', async () => {
    const app = await example()
    const { id } = await draft(app)
    await app.api.reports.write({ reportId: id, number: 1, body: 'First  \n\ttyped' })
    await expect(app.api.reports.write({ reportId: id, number: 1, body: 'Second' })).rejects.toMatchObject({
      message: expect.stringContaining('You saved draft 2 meanwhile. Your text is still in front of you'),
    })
    await app.api.reports.write({ reportId: id, number: 2, body: 'Third' })
    // The same text again is no new version.
    expect(await app.api.reports.write({ reportId: id, number: 3, body: 'Third' })).toMatchObject({ draft: 3 })
    expect((await app.api.reports.drafts({ slug: 'q2-2021-update' })).map((each) => each.number)).toEqual([3, 2, 1])
    expect(await app.api.reports.draft({ slug: 'q2-2021-update', number: 2 })).toMatchObject({
      body: 'First  \n\ttyped',
    })
  })

  test('leaving an item out moves it into the line of what is not described', async () => {
    const app = await example()
    const { id, version } = await draft(app)
    const preview = await app.api.reports.preview({ slug: 'q2-2021-update' })
    const items = preview.items.filter((item) => item.shown && item.key !== 'FT-2').map((item) => item.id)
    await app.api.reports.choose({ reportId: id, version, items })
    const { html, checks } = await app.api.reports.preview({ slug: 'q2-2021-update' })
    expect(html.replaceAll(/<[^>]+>/g, '')).toContain('30 of the 37 are not described here: 27 completed, 3 open.')
    expect(checks).toEqual([])
  })

  test('its frame is arranged by whoever read it as it stands', async () => {
    const app = await example()
    const { id, version } = await draft(app)
    const frame = {
      title: 'Our second quarter',
      period: '2021-Q2' as const,
      asOf: '2021-06-30' as const,
      programs: ['FES'],
      previous: 'q1-2021-update',
    }
    await app.api.reports.arrange({ reportId: id, version, ...frame })
    await expect(app.api.reports.arrange({ reportId: id, version, ...frame })).rejects.toMatchObject({
      cause: { code: 'stale' },
    })
    await expect(
      app.api.reports.arrange({ reportId: id, version: version + 1, ...frame, asOf: '2021-08-01' }),
    ).rejects.toMatchObject({ message: '2021-08-01 has not happened yet.' })
    const { html, asOf, checks } = await app.api.reports.preview({ slug: 'q2-2021-update' })
    expect(asOf).toBe('2021-06-30')
    expect(html.replaceAll(/<[^>]+>/g, '')).toContain('27 of 37 are complete')
    // The sections of the other programs are no longer of this report, and say so.
    expect(checks.filter((each) => each.code === 'unresolved').length).toBeGreaterThan(0)
  })

  test('begins from a template over the record, under an address of its own', async () => {
    const { api } = await example()
    expect(await api.reports.begin({ template: 'quarterly', asOf: '2021-06-30' })).toMatchObject({
      slug: 'q2-2021-update-2',
    })
    expect(await api.reports.begin({ template: 'blank', period: '2021-Q3', title: 'On our way' })).toMatchObject({
      slug: 'q3-2021-update',
    })
    await expect(api.reports.begin({ programs: ['NOPE'] })).rejects.toMatchObject({
      message: 'There is no program NOPE. There are FES, XSV, LTI.',
    })
    await expect(api.reports.bySlug({ slug: 'none' })).rejects.toMatchObject({
      message: expect.stringContaining('There is no report none. There is '),
    })
  })

  test('an empty workspace can begin one too', async () => {
    const { api } = await freshApp({ today: '2021-07-20' })
    const { slug } = await api.reports.begin({ template: 'quarterly' })
    const { html, checks } = await api.reports.preview({ slug })
    expect(html).toContain('Figures as of July 20, 2021.')
    expect(checks).toEqual([])
  })

  test('is discarded without losing a word, and restored', async () => {
    const app = await example()
    const { id, version } = await draft(app)
    await app.api.reports.discard({ reportId: id, version })
    expect((await app.api.reports.list()).find((each) => each.slug === 'q2-2021-update')).toMatchObject({
      discarded: true,
    })
    const refused = {
      message: '“Keeping our word: Q2 2021 update” was discarded. Restore it first; nothing of it was lost.',
    }
    await expect(rewrite(app, (body) => `${body} x`)).rejects.toMatchObject(refused)
    await expect(publish(app)).rejects.toMatchObject(refused)
    await app.api.reports.restore({ reportId: id, version: version + 1 })
    await rewrite(app, (body) => body.replace('we let you down', 'we failed you'))
    expect((await draft(app)).body).toContain('we failed you')
    const published = await app.api.reports.bySlug({ slug: 'q1-2021-update' })
    await expect(app.api.reports.discard({ reportId: published.id, version: published.version })).rejects.toMatchObject(
      {
        cause: { code: 'published' },
      },
    )
  })
})
