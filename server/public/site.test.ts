import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'
import {
  incident,
  incidentMilestone,
  item,
  itemStatusEntry,
  itemTargetEntry,
  person,
  program,
  team,
} from '../../db/schema'
import { storyBySlug } from '../../db/stories'
import { publicStyle } from '../../domain/reports/style'
import { publicHeaders } from '../requests'
import { freshApp } from '../testing'
import { publicSite } from './site'

vi.setConfig({ testTimeout: 60_000 })
const story = storyBySlug('feb-26-2021')
if (!story) throw new Error('The founding example is missing')

const siteOf = (db: Parameters<typeof publicSite>[0]['db']) =>
  publicSite({ db, basePath: '', isExample: false, font: '/assets/serif.woff2' })

test('before anything is published there is a page that says so', async () => {
  const { db } = await freshApp()
  const response = await siteOf(db).request('/updates')
  expect(response.status).toBe(200)
  expect(await response.text()).toContain('No updates published yet.')
  expect((await siteOf(db).request('/updates/q2-2021-update')).status).toBe(404)
})

test('a published update as a page and as files; a draft is nowhere', async () => {
  const { db, api } = await freshApp({ story, today: '2021-07-20' })
  const site = siteOf(db)
  expect((await site.request('/updates/q2-2021-update')).status).toBe(404)

  const { id, version, draft: number } = await api.reports.bySlug({ slug: 'q2-2021-update' })
  await api.reports.publish({ reportId: id, version, number })
  const page = await site.request('/updates/q2-2021-update')
  const html = await page.text()
  expect(html).toContain('29 of the 37 are not described here: 26 completed, 3 open.')
  expect(html).toContain('<td class="outcome kept">Kept, with this update</td>')
  expect(html).toContain(
    'Follows <a href="/updates/q1-2021-update">Keeping our word: Q1 2021 update</a>, of April 16, 2021.',
  )
  expect(html).not.toMatch(/<script|onload=|javascript:|data-claim/)
  expect(Buffer.byteLength(html)).toBeLessThan(30_000)

  const earlier = await (await site.request('/updates/q1-2021-update')).text()
  expect(earlier).toContain('There is a newer update: <a href="/updates/q2-2021-update">')
  const list = await (await site.request('/updates')).text()
  expect(list.indexOf('q2-2021-update')).toBeLessThan(list.indexOf('q1-2021-update'))

  for (const [end, type, words] of [
    ['md', 'text/markdown', '# Keeping our word: Q2 2021 update'],
    ['txt', 'text/plain', 'Keeping our word: Q2 2021 update\n==='],
    ['json', 'application/json', '"asOf": "2021-07-20"'],
  ] as const) {
    const file = await site.request(`/updates/q2-2021-update.${end}`)
    expect(file.headers.get('content-type')).toContain(type)
    expect(await file.text()).toContain(words)
  }
  expect((await site.request('/updates/q2-2021-update.pdf')).status).toBe(404)

  expect((await site.request('/updates/q2-2021-update/')).headers.get('location')).toBe('/updates/q2-2021-update')
  expect((await site.request('/updates/')).headers.get('location')).toBe('/updates')
  const nowhere = await site.request('/updates/q2-2021-update/more')
  expect([nowhere.status, await nowhere.text()]).toEqual([404, expect.stringContaining('There is no such update')])

  // Asked again with what it was told, it has nothing to send.
  const etag = page.headers.get('etag') ?? ''
  expect((await site.request('/updates/q2-2021-update', { headers: { 'if-none-match': etag } })).status).toBe(304)
  expect(page.headers.get('last-modified')).toMatch(/GMT$/)
})

test('public pages can touch the tables of what was published and no other', () => {
  const source = readFileSync(join(import.meta.dirname, '../../db/public.ts'), 'utf8')
  const imported = [...source.matchAll(/import(?: type)? \{([^}]*)\} from '([^']+)'/g)].map(([, names = '', from]) => [
    from,
    names.trim(),
  ])
  expect(Object.fromEntries(imported)).toMatchObject({ './schema': 'publication, publicSettings' })
  // Nothing that runs SQL by its text, and no other way to a table.
  expect(source).not.toMatch(/\bsql\b|import\(|require\(/)
  expect(imported.map(([from]) => from).sort()).toEqual([
    '../domain/days',
    '../domain/vocabulary',
    './open',
    './schema',
    'drizzle-orm',
  ])
})

test('a canary in every internal column reaches no public byte, one in every public column does', async () => {
  const { db, api } = await freshApp({ story, today: '2021-07-20' })
  const canary = (name: string) => `canary-${name}-zzz`
  await db.write(async (tx) => {
    await tx
      .update(item)
      .set({
        titleInternal: canary('title'),
        descriptionInternal: canary('description'),
        acceptance: canary('acceptance'),
      })
      .where(eq(item.placeholder, false))
      .returning()
    await tx
      .update(item)
      .set({ titlePublic: canary('wording') })
      .where(eq(item.key, 'FT-7'))
      .returning()
    await tx
      .update(program)
      .set({ titleInternal: canary('program') })
      .where(eq(program.key, 'FES'))
      .returning()
    await tx
      .update(program)
      .set({ titlePublic: canary('public-program'), notePublic: canary('note') })
      .where(eq(program.key, 'XSV'))
      .returning()
    await tx
      .update(incident)
      .set({ title: canary('incident'), summaryInternal: canary('summary'), causeInternal: canary('cause') })
      .where(eq(incident.key, 'INC-1'))
      .returning()
    await tx
      .update(incident)
      .set({ summaryPublic: canary('recap') })
      .where(eq(incident.key, 'INC-1'))
      .returning()
    await tx
      .update(program)
      .set({ titlePublic: null, titleInternal: canary('untitled') })
      .where(eq(program.key, 'LTI'))
      .returning()
    await tx
      .update(incidentMilestone)
      .set({ public: false, saidAs: canary('milestone') })
      .where(eq(incidentMilestone.kind, 'acknowledged'))
      .returning()
    await tx
      .update(itemTargetEntry)
      .set({ saidAs: canary('said-as'), reason: canary('target-reason') })
      .returning()
    await tx
      .update(itemStatusEntry)
      .set({ reason: canary('status-reason'), noEvidenceReason: canary('no-evidence') })
      .returning()
    await tx
      .update(team)
      .set({ name: canary('team') })
      .where(eq(team.name, 'Edge'))
      .returning()
    await tx
      .update(person)
      .set({ name: canary('person'), email: canary('email') })
      .where(eq(person.name, 'Mara Lind'))
      .returning()
  })
  const { slug } = await api.reports.begin({ template: 'quarterly', title: 'Canaries' })
  const { id, version, draft: number } = await api.reports.bySlug({ slug })
  await api.reports.publish({ reportId: id, version, number })
  const site = siteOf(db)
  let everything = ''
  for (const path of [
    '/updates',
    `/updates/${slug}`,
    `/updates/${slug}.md`,
    `/updates/${slug}.txt`,
    `/updates/${slug}.json`,
    '/updates/nothing-here',
  ]) {
    const response = await site.request(path)
    everything += [...response.headers].join() + (await response.text())
  }
  for (const inside of [
    'untitled',
    'milestone',
    'said-as',
    'target-reason',
    'status-reason',
    'no-evidence',
    'team',
    'title',
    'description',
    'acceptance',
    'program',
    'incident',
    'summary',
    'cause',
    'person',
    'email',
  ]) {
    expect(everything, inside).not.toContain(canary(inside))
  }
  for (const outside of ['wording', 'public-program', 'recap']) expect(everything, outside).toContain(canary(outside))
  expect(everything).not.toMatch(/\bFT-\d|\bINC-\d|[0-9a-f]{8}-[0-9a-f]{4}-7/)
})

test('its headers allow no script at all, and let other sites take the files', () => {
  const headers = new Map(publicHeaders(true))
  expect(headers.get('content-security-policy')).not.toMatch(/script-src|unsafe|nonce/)
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
})

test('the colours of public pages are the palette’s', () => {
  const tokens = readFileSync(join(import.meta.dirname, '../../client/ui/tokens.css'), 'utf8')
  const style = publicStyle(null)
  const [light = '', dark = ''] = style.split('@media (prefers-color-scheme:dark)')
  const [lightTokens = '', darkTokens = ''] = tokens.split(":root[data-theme='dark']")
  for (const [part, known] of [
    [light, lightTokens],
    [dark.slice(0, dark.indexOf('}}')), darkTokens],
  ] as const) {
    const colours = [...part.matchAll(/--([a-z0-9-]+):(#[0-9a-f]{6})/g)]
    expect(colours.length).toBeGreaterThan(8)
    for (const [, name, colour] of colours) expect(known, name).toContain(`--${name}: ${colour}`)
  }
})
