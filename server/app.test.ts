import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { emptyInstallation } from '../db/testing/fresh'
import { policyWords } from '../domain/vocabulary'
import { appRouter } from './router'
import { applicationOf } from './serve'
import { Installation } from './workspaces/installation'

const log = pino({ level: 'silent' })
const page =
  '<!doctype html><html lang="en"><meta name="style-nonce" content="__NONCE__"><script id="about" type="application/json">null</script></html>'

/** The whole application without a socket, over an installation with nothing in it. */
async function freshFront() {
  const { dataDir } = await emptyInstallation()
  const installation = new Installation(dataDir, log)
  onTestFinished(() => installation.close())
  const app = applicationOf(
    installation,
    await installation.main(),
    { log, examples: installation, page, font: null, publicHost: 'followthrough.example.com', https: true },
    async () => null,
  )
  const get = (path: string, headers: Record<string, string> = {}) =>
    app.request(`http://localhost${path}`, { headers: { host: 'localhost', ...headers } })
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    app.request(`http://localhost${path}`, {
      method: 'POST',
      headers: { host: 'localhost', 'content-type': 'application/json', 'x-followthrough': '1', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return { installation, app, get, post }
}

const start = { intentId: 'intent-0001', name: 'Test company', zone: 'Europe/Berlin' }

test('every procedure declares a policy word of the closed list', () => {
  const procedures = Object.entries(
    appRouter._def.procedures as unknown as Record<string, { _def: { meta?: { may?: string } } }>,
  )
  expect(procedures.length).toBeGreaterThan(20)
  for (const [path, procedure] of procedures) expect(policyWords, path).toContain(procedure._def.meta?.may)
})

test('the founding example: loaded, counted at two days, removed, and never part of the real workspace', async () => {
  const { post, get, installation } = await freshFront()
  expect((await post('/trpc/workspaces.startEmpty', start)).status).toBe(200)
  expect((await post('/trpc/workspaces.loadExample', { intentId: 'intent-0002', story: 'feb-26-2021' })).status).toBe(
    200,
  )
  const programs = async (asOf: string) => {
    const response = await get(
      `/example/feb-26-2021/trpc/programs.list?input=${encodeURIComponent(JSON.stringify({ asOf }))}`,
    )
    const body = (await response.json()) as {
      result: { data: { programs: { key: string; counts: object }[]; union: object } }
    }
    return body.result.data
  }
  const july = await programs('2021-07-20')
  expect(july.programs.map((program) => [program.key, program.counts])).toMatchObject([
    ['FES', { total: 37, done: 32, dropped: 0, inFlight: 2, notStarted: 3, open: 5 }],
    ['XSV', { total: 3, done: 3 }],
    ['LTI', { total: 2, done: 0, inFlight: 2, ongoing: 1 }],
  ])
  expect(july.union).toMatchObject({ total: 42, done: 35 })
  expect((await programs('2021-04-16')).programs[0]?.counts).toMatchObject({
    total: 37,
    done: 24,
    inFlight: 2,
    notStarted: 11,
  })
  expect(((await (await get('/trpc/items.totals')).json()) as { result: { data: object } }).result.data).toMatchObject({
    total: 0,
  })

  const quarter = await get(
    `/example/feb-26-2021/trpc/quarters.read?input=${encodeURIComponent(JSON.stringify({ quarter: '2021-Q2' }))}`,
  )
  expect(await quarter.json()).toMatchObject({
    result: {
      data: {
        asOf: '2021-06-30',
        sinceThen: 5,
        doneInQuarter: 3,
        doneWithoutDate: 21,
        counts: { done: 27, total: 37 },
      },
    },
  })

  expect((await post('/trpc/workspaces.removeExample', { intentId: 'intent-0003', story: 'feb-26-2021' })).status).toBe(
    200,
  )
  expect(await installation.loaded()).toEqual([])
})

test('its clock stands where the story stands and only moves forward', async () => {
  const { post, get } = await freshFront()
  await post('/trpc/workspaces.loadExample', { intentId: 'intent-0001', story: 'feb-26-2021' })
  const move = (to: string, intentId: string) =>
    post('/example/feb-26-2021/trpc/workspaces.moveToday', { intentId, to })
  expect(await (await move('2021-07-01', 'intent-0002')).json()).toMatchObject({
    error: { message: 'The example stands at July 20, 2021 and only moves forward. Load it anew to start over.' },
  })
  expect((await move('2021-10-01', 'intent-0003')).status).toBe(200)
  const overdue = await get(
    `/example/feb-26-2021/trpc/items.list?input=${encodeURIComponent(JSON.stringify({ due: 'overdue' }))}`,
  )
  expect(await overdue.json()).toMatchObject({
    result: { data: { matching: 2, items: [{ key: 'FT-7' }, { key: 'FT-8' }] } },
  })
})

test('an answer is kept until the next change and not a moment longer', async () => {
  const { post, get } = await freshFront()
  await post('/trpc/workspaces.startEmpty', start)
  const total = async () =>
    ((await (await get('/trpc/items.list?input={}')).json()) as { result: { data: { matching: number } } }).result.data
      .matching
  expect([await total(), await total()]).toEqual([0, 0])
  await post('/trpc/items.propose', { intentId: 'intent-0005', titleInternal: 'First' })
  expect(await total()).toBe(1)
})

test('a change must come from the site itself', async () => {
  const { post } = await freshFront()
  const refused = async (headers: Record<string, string>, status: number) => {
    const response = await post('/trpc/workspaces.startEmpty', start, headers)
    expect(response.status, JSON.stringify(headers)).toBe(status)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  }
  await refused({ 'x-followthrough': '' }, 403)
  await refused({ 'content-type': 'text/plain' }, 415)
  await refused({ 'sec-fetch-site': 'cross-site' }, 403)
  await refused({ origin: 'https://evil.example' }, 403)
  await refused({ origin: 'null' }, 403)
  await refused({ host: 'rebound.example' }, 403)
  const accepted = await post('/trpc/workspaces.startEmpty', start, { 'sec-fetch-site': 'same-origin' })
  expect(accepted.status).toBe(200)
})

test('malformed input gets a sentence and a 4xx, never a stack', async () => {
  const { post, get } = await freshFront()
  await post('/trpc/workspaces.startEmpty', start)
  const answers = [
    await get('/trpc/items.list?input=%7Bbroken'),
    await get('/trpc/items.list?input=%7B%22limit%22%3A1000%7D'),
    await get('/trpc/items.list?input=%7B%22asOf%22%3A%222021-02-30%22%7D'),
    await get('/trpc/items.nothing'),
    await get('/trpc/quarters.read?input=%7B%22quarter%22%3A%222021-Q9%22%7D'),
    await post('/trpc/items.propose', '{"intentId":'),
    await post('/trpc/items.propose', { intentId: 'intent-0007', titleInternal: 'nul \u0000 byte' }),
    await post('/trpc/items.propose', { intentId: 'intent-0008', titleInternal: 'x'.repeat(1_100_000) }),
    await post('/trpc/items.start', { intentId: 'intent-0009', itemId: 'nobody', version: 1 }),
    await get('/trpc/items.list,items.list?batch=1&input={}'),
  ]
  for (const answer of answers) {
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    const body = await answer.text()
    expect(body).not.toMatch(/\bat .*\.(ts|js):\d|node_modules|select .* from|SQLITE/i)
  }
})

test('the page carries the nonce of its policy, and its first data cannot close the script element', async () => {
  const { post, get } = await freshFront()
  await post('/trpc/workspaces.startEmpty', { ...start, name: '</script><b>$& Company' })
  const response = await get('/items', { cookie: 'theme=dark' })
  const html = await response.text()
  const nonce = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1]
  expect(nonce).toBeTruthy()
  expect(html).toContain(`content="${nonce}"`)
  expect(html).toContain('data-theme="dark"')
  expect(html).toContain('\\u003c/script>\\u003cb>$& Company')
  expect(response.headers.get('strict-transport-security')).toContain('max-age')
})

test('alive without the database, ready with it', async () => {
  const { get } = await freshFront()
  expect(await (await get('/livez')).text()).toBe('alive')
  expect(await (await get('/readyz')).text()).toBe('ready')
})
