import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { engine } from '../../db/dialect'
import { readLock } from '../../db/lock'
import { listWorkspaces, openWorkspace } from '../../db/open'
import { item, organization } from '../../db/schema'
import { emptyInstallation, freshFolder, freshInstallation } from '../../db/testing/fresh'
import { RandomHistories } from '../../domain/counting/testing/random-histories'
import { configFrom } from '../config'
import { loadHistories } from '../counting/testing/histories'
import { serve } from '../serve'
import { followthrough, withExample } from './testing/followthrough'

// Each loads an example through all its verbs, which takes a busy machine longer than a unit test may.
vi.setConfig({ testTimeout: 60_000 })

const story = 'feb-26-2021'

test('the founding example, counted and listed', async () => {
  const installation = await withExample()
  const july = ['count', '--program', 'FES', '--as-of', '2021-07-20']
  const answer = await followthrough(installation, ...july, '--json')
  expect(answer).toMatchObject({ code: 0, err: '' })
  // These keys, in this order, and no other.
  expect(Object.entries(answer.json())).toEqual([
    ['program', 'FES'],
    ['asOf', '2021-07-20'],
    ['knownAt', null],
    ['total', 37],
    ['done', 32],
    ['dropped', 0],
    ['inFlight', 2],
    ['notStarted', 3],
    ['open', 5],
  ])
  expect((await followthrough(installation, ...july)).out).toBe(
    'FES on July 20, 2021: 32 of 37\n37 = 32 done + 0 not pursued + 2 in flight + 3 not started\n',
  )

  const count = async (...args: string[]) => (await followthrough(installation, 'count', '--json', ...args)).json()
  expect(await count('--program', 'FES', '--as-of', '2021-04-16')).toMatchObject({ total: 37, done: 24 })
  expect(await count('--program', 'FES', '--as-of', '2021-06-30')).toMatchObject({ total: 37, done: 27 })
  expect(await count('--program', 'FES', '--as-of', '2021-03-02')).toMatchObject({ total: 0, open: 0 })
  expect(await count('--program', 'XSV')).toMatchObject({ total: 3, done: 3, asOf: '2021-07-20' })
  expect(await count('--program', 'LTI')).toMatchObject({ total: 2, done: 0, inFlight: 2 })
  const earlier = ['--as-of', '2021-07-20', '--known-at', '2021-06-01T00:00:00Z']
  expect(await count('--program', 'fes', ...earlier)).toMatchObject({
    program: 'FES',
    done: 24,
    knownAt: '2021-06-01T00:00:00.000Z',
  })

  // As many rows as the count says, with the filters of the screen.
  const rows = async (...args: string[]) => (await followthrough(installation, 'items', '--json', ...args)).json()
  const numberOf = async (...args: string[]) => (await rows(...args)).items.length
  expect(await numberOf()).toBe(43)
  expect(await numberOf('--program', 'FES')).toBe(37)
  expect(await numberOf('--program', 'FES,XSV', '--status', 'done')).toBe(35)
  expect(await numberOf('--program', 'FES', '--program', 'LTI')).toBe(40)
  expect(await numberOf('--program', 'FES', '--status', 'open', '--status', 'dropped')).toBe(5)
  expect(await numberOf('--program', 'FES', '--status', 'done', '--as-of', '2021-04-16')).toBe(24)
  expect(await numberOf('--program', 'FES', '--finished', 'unstated')).toBe(26)
  expect(await numberOf('--program', 'FES', '--finished', '2021-Q2')).toBe(3)
  expect(await numberOf('--due', 'overdue')).toBe(0)
  expect(await numberOf('--due', 'overdue', '--as-of', '2021-10-01')).toBe(2)
  expect(await numberOf('--owner', 'mara lind', '--status', 'open')).toBe(1)
  expect(await numberOf('--owner', 'Tomas', '--program', 'XSV')).toBe(2)
  expect(await numberOf('--owner', 'nobody')).toBe(29)
  expect((await rows('--due', '2021-Q3', '--status', 'open')).items).toMatchObject([{ key: 'FT-7' }, { key: 'FT-8' }])
  expect((await rows('--text', 'FAIL OVER')).items).toMatchObject([{ key: 'FT-4', owner: { name: 'Mara Lind' } }])
  const backwards = await rows('--sort', 'key', '--descending')
  expect(backwards).toMatchObject({
    asOf: '2021-07-20',
    knownAt: null,
    matching: 43,
    counts: { total: 42, ongoing: 1 },
  })
  expect(backwards.items[0].key).toBe('FT-43')

  for (const [args, sentence] of [
    [['count', '--program', 'NOPE'], 'There is no program NOPE. There are FES, XSV, LTI.'],
    [['items', '--program', 'FES,NOPE'], 'There is no program NOPE. There are FES, XSV, LTI.'],
    [['items', '--owner', 'Zoe'], 'There is no person “Zoe”. There is Ines Castro, Jon Okafor, Mara Lind'],
  ] as const) {
    const { code, out, err } = await followthrough(installation, ...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(sentence)
  }
})

describe('a list for people', () => {
  test('as a table whose columns stand under each other, with the identity at its foot', async () => {
    const installation = await withExample()
    const { out } = await followthrough(installation, 'items', '--program', 'LTI', '--sort', 'status')
    expect(out.split('\n')).toEqual([
      'KEY    STATUS       TARGET   OWNER         TITLE',
      expect.stringMatching(/^FT-41 {2}In progress {2}ongoing {2}Priya Nair {4}Find and lower risks/),
      expect.stringMatching(/^FT-42 {2}In progress {11}Tomas Brandt {2}A hardened/),
      expect.stringMatching(/^FT-43 {2}In progress {11}Ines Castro {3}One set of/),
      '',
      '3 items',
      '2 = 0 done + 0 not pursued + 2 in flight + 0 not started; and 1 ongoing, in no total',
      '',
    ])
  })

  test('is whole, however long it is', async () => {
    const installation = await freshInstallation()
    const db = await openWorkspace({ ...installation, workspace: 'main', mode: 'write' })
    await loadHistories(db, new RandomHistories({ seed: 5, programs: 2, items: 1_001, entries: 2_100, tidy: true }))
    await db.close()
    const keysOf = async (...when: string[]) => {
      const { json } = await followthrough(installation, 'items', '--json', '--descending', ...when)
      const { matching, items } = json()
      const keys = new Set(items.map((row: { key: string }) => row.key))
      expect([items.length, keys.size]).toEqual([matching, matching])
      return keys.size
    }
    expect(await keysOf()).toBe(1_001)
    // The past is paged differently, and there only members are counted: a few have left every program.
    expect(await keysOf('--as-of', '2022-12-31')).toBeGreaterThan(900)
  })

  test('a title cannot steer the terminal of whoever reads it', async () => {
    const installation = await withExample()
    const db = await openWorkspace({ ...installation, workspace: story, mode: 'write' })
    await db.write((tx) => tx.update(item).set({ titleInternal: 'a \u001b[31mred\u0007 title' }).returning())
    await db.close()
    const { out } = await followthrough(installation, 'items', '--program', 'LTI')
    expect(out).toContain('a  [31mred  title')
    for (const control of ['\u0007', '\u001b']) expect(out).not.toContain(control)
  })
})

describe('examples', () => {
  test('are loaded once, listed, and removed', async () => {
    const installation = await emptyInstallation()
    const example = async (...args: string[]) => (await followthrough(installation, 'example', ...args)).out
    expect(await example('list')).toBe('feb-26-2021  February 26, 2021  not loaded\n')
    expect(await example('load')).toBe('The example feb-26-2021 is loaded.\n')
    expect(await example('load', story)).toBe('The example feb-26-2021 is already there.\n')
    expect(await example('list')).toBe('feb-26-2021  February 26, 2021  loaded\n')
    expect(await listWorkspaces(installation.dataDir)).toEqual([story])
    expect(readLock(installation.dataDir)).toBeNull()
    expect(await example('remove', story)).toBe('The example feb-26-2021 is removed.\n')
    expect(await example('remove', story)).toBe('The example feb-26-2021 is not loaded.\n')
    expect(await listWorkspaces(installation.dataDir)).toEqual([])
  })
})

describe('the workspace that is meant', () => {
  test('is the real one as soon as that is set up, and the one that is named', async () => {
    const installation = await freshInstallation()
    await followthrough(installation, 'example', 'load')
    const count = (...args: string[]) => followthrough(installation, 'count', '--program', 'FES', '--json', ...args)
    expect((await count()).json()).toMatchObject({ total: 37 })

    const db = await openWorkspace({ ...installation, workspace: 'main', mode: 'write' })
    await db.write((tx) => tx.insert(organization).values({ id: 1, name: 'Ours', zone: 'UTC' }).returning())
    await db.close()
    expect(await count()).toMatchObject({
      code: 2,
      out: '',
      err: 'There is no program FES. There are no programs yet.\n',
    })
    expect((await count('--workspace', story)).json()).toMatchObject({ total: 37 })
    expect(await count('--workspace', 'nowhere')).toMatchObject({
      code: 2,
      err: 'There is no workspace “nowhere” here. There is main, feb-26-2021.\n',
    })
  })
})

test('where nothing is, nothing is made', async () => {
  const installation = await emptyInstallation()
  for (const [args, sentence] of [
    [['count', '--program', 'FES'], 'There is no workspace here. There is nothing yet: start with followthrough serve'],
    [['count', '--program', 'FES', '--workspace', 'main'], 'There is no workspace “main” here.'],
    [['items', '--owner', 'Mara Lind'], 'There is no workspace here.'],
    [['doctor', '--workspace', 'x y'], 'There is no workspace “x y” here.'],
    [['example', 'load', 'may-1-2021'], 'There is no example “may-1-2021”. There is feb-26-2021.'],
    [['example', 'remove'], 'Name the example: followthrough example remove feb-26-2021.'],
    [['serve', '--port', '70000'], '--port is “70000”. Expected a port number from 0 to 65535.'],
  ] as const) {
    const { code, out, err } = await followthrough(installation, ...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(sentence)
  }
  expect(readdirSync(installation.dataDir)).toEqual([])
  expect(await listWorkspaces(installation.dataDir)).toEqual([])
})

describe('bad input', () => {
  // None of them gets as far as a database.
  test.each([
    [
      [],
      'Say what to do. The commands are serve, example, count, items, report, export, import, doctor; see followthrough --help.',
    ],
    [
      ['cuont'],
      'There is no command “cuont”. The commands are serve, example, count, items, report, export, import, doctor; see followthrough --help.',
    ],
    [['toString'], 'There is no command “toString”.'],
    [['--nonsense'], 'There is no option --nonsense here.'],
    [['count'], 'Name the program: --program KEY, such as --program FES.'],
    [
      ['count', '--program'],
      '--program needs a value: the key of the program, such as FES. See followthrough count --help.',
    ],
    [['count', '--program', '--json'], '--program needs a value'],
    [['count', '--program='], '--program is empty: expected the key of the program, such as FES.'],
    [['count', '--program', 'FES', '--program', 'XSV'], '--program was given twice.'],
    [['count', '--program', 'FES', '--nope'], 'There is no option --nope here. See followthrough count --help.'],
    [['count', '--program', 'FES', '--json=yes'], '--json takes no value.'],
    [['count', '--program', 'FES', 'XSV'], 'followthrough count does not know what to do with “XSV”.'],
    [
      ['count', '--program', 'FES', '--as-of', 'July 20'],
      '--as-of: “July 20” is not a day. Write it as YYYY-MM-DD, for example 2021-07-20.',
    ],
    [['count', '--program', 'FES', '--as-of', '2021-02-29'], '“2021-02-29” is not a day.'],
    [
      ['count', '--program', 'FES', '--known-at', '2021-07-20'],
      '--known-at: “2021-07-20” is not an instant. Write it in UTC, for example 2021-07-20T17:00:00Z.',
    ],
    [['items', '--status', 'finished'], '--status is “finished”. Expected one of proposed, accepted, in_progress'],
    [['items', '--due', 'soon'], '--due is “soon”. Expected a quarter such as 2021-Q3, or none or overdue.'],
    [['items', '--due', 'Q3 2021'], '--due: “Q3 2021” is not a quarter. Write 2021-Q2'],
    [['items', '--finished', 'never'], 'Expected a quarter such as 2021-Q3, or unstated.'],
    [['items', '--sort', 'size'], '--sort is “size”. Expected one of schedule, key'],
    [['example'], 'Say what to do with the example: load [STORY], remove STORY or list.'],
    [['example', 'burn'], 'followthrough example cannot “burn”: load [STORY], remove STORY or list.'],
  ])('followthrough %j', async (args, sentence) => {
    const dataDir = freshFolder()
    const { code, out, err } = await followthrough({ dataDir }, ...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(sentence)
    expect(err.trimEnd()).not.toContain('\n')
    expect(readdirSync(dataDir)).toEqual([])
  })

  test('a setting nobody knows is named', async () => {
    vi.stubEnv('FOLLOWTHROUGH_DATTA', 'x')
    const answer = await followthrough({ dataDir: freshFolder() }, 'count', '--program', 'FES')
    expect(answer.code).toBe(2)
    expect(answer.err).toContain('FOLLOWTHROUGH_DATTA is not a setting of Followthrough.')
  })
})

test('every command explains itself, even among nonsense', async () => {
  const installation = { dataDir: freshFolder() }
  expect((await followthrough(installation, '--help')).out).toContain('followthrough COMMAND [options]')
  for (const command of ['serve', 'example', 'count', 'items', 'report', 'export', 'import', 'doctor']) {
    const { code, out } = await followthrough(installation, command, '--help', '--nonsense')
    expect(code).toBe(0)
    expect(out).toMatch(new RegExp(`^followthrough ${command}\\b`))
    expect(out).toContain('--data DIR')
  }
})

describe('the doctor', () => {
  test('finds the example in order', async () => {
    const { code, json } = await followthrough(await withExample(), 'doctor', '--json')
    const { workspace, ok, checks } = json()
    expect(workspace).toBe(story)
    const failed = checks.filter((check: { ok: boolean }) => !check.ok).map((check: { name: string }) => check.name)
    // The PostgreSQL of the tests does not sync, and is told so.
    const expected = engine === 'sqlite' ? [] : failed.filter((name: string) => name === 'settings')
    expect(failed).toEqual(expected)
    expect({ code, ok }).toEqual(failed.length ? { code: 1, ok: false } : { code: 0, ok: true })
  })

  test('one line a check, and exit 1 with the reason when one fails', async () => {
    const installation = await withExample()
    const db = await openWorkspace({ ...installation, workspace: story, mode: 'write' })
    await db.write((tx) => tx.update(item).set({ moves: 1 }).returning())
    await db.close()
    const { code, out } = await followthrough(installation, 'doctor')
    expect(code).toBe(1)
    const lines = out.trimEnd().split('\n')
    expect(lines).toHaveLength(6)
    expect(lines[1]).toMatch(/^failed {2}projections: FT-\d+ keeps moves 1, its entries say 0; .*and 38 more\.$/)
    expect(lines[3]).toMatch(/^ok {6}resident columns: 3 programs, /)
  })
})

describe('beside a running server', () => {
  async function running() {
    const installation = await emptyInstallation()
    const config = configFrom({ PORT: '0', FOLLOWTHROUGH_DATA: installation.dataDir })
    const serving = await serve(config, pino({ level: 'silent' }), join(installation.dataDir, 'no-client'))
    let stopped: Promise<void> | null = null
    const stop = () => {
      stopped ??= serving.stop()
      return stopped
    }
    onTestFinished(stop)
    return { ...installation, serving, stop }
  }

  test('reading goes on, and the example is loaded and removed by the server that holds the data', async () => {
    const installation = await running()
    const { serving } = installation
    expect((await followthrough(installation, 'example', 'load')).out).toBe('The example feb-26-2021 is loaded.\n')
    expect(await serving.installation.loaded()).toEqual([story])
    const page = await fetch(`${serving.address}/example/${story}/trpc/items.totals`)
    expect(await page.json()).toMatchObject({ result: { data: { total: 42, ongoing: 1 } } })

    const counted = await followthrough(installation, 'count', '--program', 'FES', '--json')
    expect(counted.json()).toMatchObject({ total: 37, done: 32 })
    expect((await followthrough(installation, 'items', '--json')).json().items).toHaveLength(43)
    expect((await followthrough(installation, 'example', 'load')).out).toContain('already there')

    if (engine === 'sqlite') {
      expect((await followthrough(installation, 'example', 'remove', story)).out).toContain('is removed')
      expect((await fetch(`${serving.address}/example/${story}/trpc/items.totals`)).status).toBe(404)
    }
  })
})
