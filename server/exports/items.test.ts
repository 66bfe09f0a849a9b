import { parse } from 'csv-parse/sync'
import pino from 'pino'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openWorkspace } from '../../db/open'
import { item } from '../../db/schema'
import { emptyInstallation } from '../../db/testing/fresh'
import { RandomHistories } from '../../domain/counting/testing/random-histories'
import { followthrough } from '../cli/testing/followthrough'
import { loadHistories } from '../counting/testing/histories'
import { applicationOf } from '../serve'
import { freshApp } from '../testing'
import { Installation } from '../workspaces/installation'
import { writeItemsCsv } from './items'

// Each loads an example through all its verbs, which takes a busy machine longer than a unit test may.
vi.setConfig({ testTimeout: 60_000 })

const log = pino({ level: 'silent' })
const story = '/example/feb-26-2021'

const rowsOf = (text: string): Record<string, string>[] => parse(text, { columns: true })

/** The founding example behind the front door, without a socket. */
async function withExample() {
  const { dataDir } = await emptyInstallation()
  const installation = new Installation(dataDir, log)
  onTestFinished(() => installation.close())
  await installation.load('feb-26-2021')
  const surroundings = {
    log,
    examples: installation,
    page: '<html lang="en">',
    publicHost: null,
    font: null,
    https: false,
  }
  const app = applicationOf(installation, await installation.main(), surroundings, async () => null)
  const get = (path: string) => app.request(`http://localhost${path}`, { headers: { host: 'localhost' } })
  return { dataDir, get, installation }
}

test('as many rows as the list says, filter for filter, today and on another day', async () => {
  const { get } = await withExample()
  const filters: Record<string, string>[] = [
    {},
    { program: 'FES' },
    { program: 'FES,XSV', status: 'done' },
    { status: 'open,dropped' },
    { owner: 'nobody' },
    { due: '2021-Q3', status: 'open' },
    { due: 'none' },
    { finished: 'unstated' },
    { text: 'fail over' },
    { text: 'zz' },
    { program: 'FES', asOf: '2021-04-16' },
    { program: 'FES', status: 'done', asOf: '2021-04-16' },
    { asOf: '2021-10-01', due: 'overdue' },
    { program: 'FES', asOf: '2021-07-20', knownAt: '2021-06-01T00:00:00.000Z', status: 'done' },
    { kind: 'ongoing' },
    { doneSince: '2021-04-16' },
  ]
  for (const filter of filters) {
    const label = JSON.stringify(filter)
    const response = await get(`${story}/items.csv?${new URLSearchParams(filter)}`)
    expect(response.status, label).toBe(200)
    const { program, status, ...rest } = filter
    const input = {
      ...rest,
      ...(program ? { program: program.split(',') } : {}),
      ...(status ? { status: status.split(',') } : {}),
    }
    const listed = await get(
      `${story}/trpc/items.list?input=${encodeURIComponent(JSON.stringify({ ...input, limit: 100 }))}`,
    )
    const { result } = (await listed.json()) as { result: { data: { matching: number; items: { key: string }[] } } }
    const keys = rowsOf(await response.text()).map((row) => row.Key)
    expect(keys, label).toHaveLength(result.data.matching)
    expect(keys, label).toEqual(result.data.items.map((row) => row.key))
  }
})

test('what a manager expects to find in it', async () => {
  const { get } = await withExample()
  const response = await get(`${story}/items.csv?program=FES&status=open`)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': 'attachment; filename="items-FES-open-2021-07-20.csv"',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  const text = await response.text()
  expect(text.split('\r\n').at(-1)).toBe('')
  expect(text.slice(0, text.indexOf('\r\n'))).toBe(
    'Key,Title,Kind,Status,Status since,Since by,Overdue,Ongoing,Target from,Target to,Target,Moved,Days slipped,Owner,Accountable,Team,Programs,Priority,Tier,Class,Customer wording,Wording is,Description,Created,Updated',
  )
  expect(rowsOf(text)[0]).toMatchObject({
    Key: 'FT-7',
    Kind: 'Improvement',
    Status: 'In progress',
    'Since by': '',
    Overdue: 'no',
    Ongoing: 'no',
    'Target from': '2021-07-01',
    'Target to': '2021-09-30',
    Target: 'Q3 2021',
    Moved: '0',
    'Days slipped': '0',
    Owner: 'Mara Lind',
    Programs: 'FES',
    Tier: 'Priority action',
    'Wording is': 'approved',
  })
  const placeholders = rowsOf(text).filter((row) => row.Title === 'Not described in the update')
  expect(placeholders).toHaveLength(3)
  const done = rowsOf(await (await get(`${story}/items.csv?status=done&finished=unstated`)).text())
  expect(new Set(done.map((row) => row['Since by']))).toEqual(new Set(['by']))
})

test('status and target of another day are those of then', async () => {
  const { api, given, contextOf } = await freshApp()
  const program = await given.program('FES')
  const q3 = { fromOn: '2021-07-01', endOn: '2021-09-30', resolution: 'quarter' } as const
  const q4 = { fromOn: '2021-10-01', endOn: '2021-12-31', resolution: 'quarter' } as const
  let one = await given.item({ program, on: '2021-03-03', target: { period: q3, confidence: 'committed' } })
  one = await api.items.start({ itemId: one.id, version: one.version, on: '2021-05-01' })
  await api.items.moveTarget({
    itemId: one.id,
    version: one.version,
    target: { period: q4, confidence: 'committed' },
    saidOn: '2021-06-01',
    reasonCode: 'capacity',
  })
  const csv = async (asked: object) => {
    let text = ''
    const written = await writeItemsCsv(await contextOf(), { sort: 'key', descending: false, ...asked }, (piece) => {
      text += piece
    })
    const rows = rowsOf(text)
    expect(rows).toHaveLength(written)
    return rows
  }
  expect(await csv({ asOf: '2021-04-01' })).toMatchObject([
    { Status: 'Accepted', 'Status since': '2021-03-03', 'Target from': '2021-07-01', Target: 'Q3 2021', Moved: '1' },
  ])
  expect(await csv({})).toMatchObject([{ Status: 'In progress', 'Status since': '2021-05-01', Target: 'Q4 2021' }])
  expect(await csv({ asOf: '2020-01-01' })).toEqual([])
})

test('a title cannot become a formula, whatever it is, and comes out as it went in otherwise', async () => {
  const { given, contextOf } = await freshApp()
  const titles = ['=1+1', '@cmd', 'A "quoted", long title', '+49', '-not', 'Plain = plain']
  for (const title of titles) await given.item({ title, descriptionInternal: '=HYPERLINK("x")\nsecond line' })
  let text = ''
  await writeItemsCsv(await contextOf(), { sort: 'key', descending: true }, (piece) => {
    text += piece
  })
  const rows = rowsOf(text)
  expect(rows.map((row) => row.Title)).toEqual([
    'Plain = plain',
    "'-not",
    "'+49",
    'A "quoted", long title',
    "'@cmd",
    "'=1+1",
  ])
  expect(rows[0]?.Description).toBe('\'=HYPERLINK("x")\nsecond line')
})

test('the command line writes the same bytes', async () => {
  const { dataDir, get, installation } = await withExample()
  const asked = [
    ['', []],
    ['?program=FES&status=done&asOf=2021-04-16', ['--program', 'FES', '--status', 'done', '--as-of', '2021-04-16']],
    ['?sort=status&descending=true', ['--sort', 'status', '--descending']],
  ] as const
  const pages: string[] = []
  for (const [address] of asked) pages.push(await (await get(`${story}/items.csv${address}`)).text())
  await installation.close()
  for (const [at, [, args]] of asked.entries()) {
    const { code, out } = await followthrough({ dataDir }, 'items', '--csv', '--workspace', 'feb-26-2021', ...args)
    expect({ code, out }).toEqual({ code: 0, out: pages[at] })
  }
  expect((await followthrough({ dataDir }, 'items', '--csv', '--json')).err).toBe('Choose one: --csv or --json.\n')
})

test('what the address cannot mean is refused instead of left out', async () => {
  const { get } = await withExample()
  const refusals: [string, number, string][] = [
    ['colour=red', 400, 'colour in the address is not one the items page knows. Nothing was exported.\n'],
    ['status=finished', 400, 'status in the address is not one the items page knows. Nothing was exported.\n'],
    ['asOf=yesterday', 400, 'asOf in the address'],
    ['program=NOPE', 404, 'There is no program NOPE. There are FES, XSV, LTI.\n'],
  ]
  for (const [address, status, sentence] of refusals) {
    const response = await get(`${story}/items.csv?${address}`)
    expect([response.status, await response.text()], address).toEqual([status, expect.stringContaining(sentence)])
  }
})

describe('a long list', () => {
  async function large() {
    const { dataDir } = await emptyInstallation()
    const db = await openWorkspace({ dataDir, workspace: 'main', mode: 'write' })
    await db.migrate()
    await loadHistories(db, new RandomHistories({ seed: 3, programs: 2, items: 5_001, entries: 10_100, tidy: true }))
    // Enough that the reader must wait for whoever reads it.
    await db.write((tx) =>
      tx
        .update(item)
        .set({ descriptionInternal: 'x'.repeat(2_000) })
        .returning({ id: item.id }),
    )
    await db.close()
    const installation = new Installation(dataDir, log)
    onTestFinished(() => installation.close())
    const surroundings = { log, examples: installation, page: null, publicHost: null, font: null, https: false }
    const app = applicationOf(installation, await installation.main(), surroundings, async () => null)
    return (path: string) => app.request(`http://localhost${path}`, { headers: { host: 'localhost' } })
  }

  test('comes whole, piece by piece, once each', async () => {
    const get = await large()
    for (const address of ['/items.csv', '/items.csv?sort=target&descending=true', '/items.csv?asOf=2022-12-31']) {
      const response = await get(address)
      let pieces = 0
      let text = ''
      const decoder = new TextDecoder()
      for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
        pieces++
        text += decoder.decode(piece, { stream: true })
      }
      expect(pieces).toBeGreaterThan(2)
      const keys = rowsOf(text).map((row) => row.Key)
      expect(new Set(keys).size).toBe(keys.length)
      if (address.includes('asOf')) expect(keys.length).toBeGreaterThan(4_000)
      else expect(keys).toHaveLength(5_001)
    }
  })

  test('whoever goes away half-way leaves nothing open', async () => {
    const get = await large()
    // More of them than there are connections for streams.
    for (let n = 0; n < 6; n++) {
      const reader = (await get('/items.csv')).body!.getReader()
      expect((await reader.read()).done).toBe(false)
      // Some at once, some when so much waits for them that the writing has stopped.
      if (n % 2) await new Promise((resolve) => setTimeout(resolve, 300))
      await reader.cancel()
    }
    expect(rowsOf(await (await get('/items.csv')).text())).toHaveLength(5_001)
  })
})
