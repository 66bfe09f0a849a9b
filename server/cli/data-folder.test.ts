import { spawn } from 'node:child_process'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { engine } from '../../db/dialect'
import { readLock, takeLock } from '../../db/lock'
import { listWorkspaces } from '../../db/open'
import { emptyInstallation, freshFolder } from '../../db/testing/fresh'
import { followthrough, withExample } from './testing/followthrough'

vi.setConfig({ testTimeout: 60_000 })

/** The real command, in a process of its own. */
const main = fileURLToPath(new URL('./main.ts', import.meta.url))

function started(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, out, err }))
  })
  return { child, ended }
}

describe('as a process', () => {
  test('--data beats DATABASE_URL and FOLLOWTHROUGH_DATA', async () => {
    const dataDir = freshFolder()
    const elsewhere = freshFolder()
    // Nobody answers there: whoever asked it would fail.
    const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nothing', FOLLOWTHROUGH_DATA: elsewhere }
    expect(await started(['example', 'load', '--data', dataDir], env).ended).toEqual({
      code: 0,
      out: 'The example feb-26-2021 is loaded.\n',
      err: '',
    })
    expect(readdirSync(elsewhere)).toEqual([])
    const counted = await started([`--data=${dataDir}`, 'count', '--program', 'FES', '--json'], env).ended
    expect(JSON.parse(counted.out)).toMatchObject({ total: 37, done: 32 })
    const refused = await started(['count', '--program', 'FES'], env).ended
    expect(refused).toMatchObject({
      code: 1,
      out: '',
      err: 'The database server named by DATABASE_URL could not be reached.\n',
    })
  })

  test('exit codes reach the shell', async () => {
    expect(await started(['count', '--program', 'FES', '--data', freshFolder()]).ended).toMatchObject({
      code: 2,
      out: '',
    })
  })
})

function ofDataFolder() {
  test('reading brings nothing up to date: it says who can', async () => {
    const dataDir = freshFolder()
    const file = join(dataDir, 'main.db')
    writeFileSync(file, '')
    for (const command of [['count', '--program', 'FES'], ['items'], ['doctor']]) {
      expect(await followthrough({ dataDir }, ...command, '--workspace', 'main')).toMatchObject({
        code: 1,
        out: '',
        err: 'The database is older than this Followthrough. Start it once, then read.\n',
      })
    }
    expect(statSync(file).size).toBe(0)
  })

  test('a holder that has no address is named, and nothing is written', async () => {
    const installation = await emptyInstallation()
    const lock = takeLock(installation.dataDir)
    onTestFinished(() => lock.release())
    const { code, out, err } = await followthrough(installation, 'example', 'load')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain(`Another Followthrough process (pid ${process.pid})`)
    expect(await listWorkspaces(installation.dataDir)).toEqual([])
  })

  test('whoever reads may stop early', async () => {
    const installation = await withExample()
    const { child, ended } = started(['items', '--data', installation.dataDir])
    child.stdout.destroy()
    expect(await ended).toMatchObject({ code: 0, err: '' })
  })

  test('serve answers until it is stopped, and then lets go of the folder', async () => {
    const dataDir = freshFolder()
    const { child, ended } = started(['serve', '--port', '0', '--data', dataDir], { FOLLOWTHROUGH_LOG: 'silent' })
    await vi.waitFor(() => expect(readLock(dataDir)?.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/), 20_000)
    const { address } = readLock(dataDir)!
    expect(await (await fetch(`${address}/livez`)).text()).toBe('alive')
    const busy = await started(['serve', '--port', new URL(address!).port, '--data', freshFolder()]).ended
    expect(busy).toMatchObject({ code: 1, out: '' })
    expect(busy.err).toContain('is taken. Stop what uses it')
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 0, out: `Followthrough is ready at ${address}\n` })
    expect(readLock(dataDir)).toBeNull()
  })
}

// Not skipped on the other engine but absent: there is no folder to hold, and the rest would show the same.
if (engine === 'sqlite') describe('a data folder', ofDataFolder)
