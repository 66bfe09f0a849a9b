import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type LockRecord, readLock, takeLock } from './lock'
import { freshFolder } from './testing/fresh'

/** What happens in the moment between looking at a lock file and moving it. */
const race = vi.hoisted(() => ({ beforeMoving: () => {} }))

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const renameSync: typeof fs.renameSync = (from, to) => {
    race.beforeMoving()
    fs.renameSync(from, to)
  }
  return { ...fs, renameSync, default: fs }
})

/** A lock file as somebody else left it. */
function leftBehind(dataDir: string, change: Partial<LockRecord>): void {
  const lock = takeLock(dataDir)
  const own = readLock(dataDir)
  lock.release()
  writeFileSync(join(dataDir, 'lock'), JSON.stringify({ ...own, token: 'theirs', ...change }))
}

async function sleeper(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1e6)'])
  await once(child.stdout, 'data')
  onTestFinished(() => void child.kill('SIGKILL'))
  return child.pid ?? 0
}

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid ?? 0
}

describe('the write lock of a data folder', () => {
  test('is a private file that names its holder, and is gone after release', () => {
    const dataDir = join(freshFolder(), 'data')
    const lock = takeLock(dataDir)
    expect(readLock(dataDir)).toMatchObject({ pid: process.pid, address: null })
    lock.setAddress('http://127.0.0.1:3000')
    expect(readLock(dataDir)).toMatchObject({ pid: process.pid, address: 'http://127.0.0.1:3000' })
    expect(statSync(join(dataDir, 'lock')).mode & 0o777).toBe(0o600)
    lock.release()
    lock.release()
    expect(readdirSync(dataDir)).toEqual([])
    expect(readLock(dataDir)).toBeNull()
  })

  test('a second taker is told who holds it', async () => {
    const dataDir = freshFolder()
    const pid = await sleeper()
    leftBehind(dataDir, { pid, process: null, address: 'http://127.0.0.1:3000' })
    const sentence = `Another Followthrough process (pid ${pid}, http://127.0.0.1:3000) is using ${dataDir}. Stop it, or use the pages it serves at http://127.0.0.1:3000.`
    expect(() => takeLock(dataDir)).toThrow(sentence)
    expect(readLock(dataDir)).toMatchObject({ pid })
  })

  test('in the same process too, and the folder is shown as one would type it', () => {
    const dataDir = freshFolder()
    vi.spyOn(process, 'cwd').mockReturnValue(join(dataDir, '..'))
    onTestFinished(() => void vi.restoreAllMocks())
    const lock = takeLock(dataDir)
    expect(() => takeLock(dataDir)).toThrow(/is using \.\/followthrough-test-\w+\. Stop it, or name another folder/)
    lock.release()
  })

  test('what a dead process left is swept aside', async () => {
    const dataDir = freshFolder()
    leftBehind(dataDir, { pid: await deadPid() })
    const lock = takeLock(dataDir)
    expect(readLock(dataDir)).toMatchObject({ pid: process.pid })
    expect(readdirSync(dataDir)).toEqual(['lock'])
    lock.release()
  })

  // Elsewhere nothing tells a process from a later one with its number.
  if (existsSync('/proc/self/stat')) {
    test('a number that now belongs to another process holds nothing', async () => {
      const dataDir = freshFolder()
      leftBehind(dataDir, { pid: await sleeper(), process: 'an earlier boot 12345' })
      takeLock(dataDir).release()
    })
  }

  test('a holder on another machine counts as long as it touches the file', () => {
    const dataDir = freshFolder()
    leftBehind(dataDir, { host: 'elsewhere', pid: 1 })
    expect(() => takeLock(dataDir)).toThrow('(pid 1 on elsewhere)')
    const past = new Date(Date.now() - 60_000)
    utimesSync(join(dataDir, 'lock'), past, past)
    takeLock(dataDir).release()
  })

  test('who sweeps aside a lock that was taken a moment ago puts it back', async () => {
    const dataDir = freshFolder()
    const file = join(dataDir, 'lock')
    leftBehind(dataDir, { pid: await deadPid() })
    const winner = { ...readLock(dataDir), pid: await sleeper(), process: null, token: 'winner' }
    race.beforeMoving = () => {
      race.beforeMoving = () => {}
      rmSync(file)
      writeFileSync(file, JSON.stringify(winner))
    }
    expect(() => takeLock(dataDir)).toThrow(`(pid ${winner.pid})`)
    expect(readLock(dataDir)).toEqual(winner)
    expect(readdirSync(dataDir)).toEqual(['lock'])
  })

  test('a file that was cut off in the middle holds nothing', () => {
    const dataDir = freshFolder()
    writeFileSync(join(dataDir, 'lock'), '{"pid": 1')
    takeLock(dataDir).release()
  })

  test('release leaves a lock alone that is somebody else’s by now', () => {
    const dataDir = freshFolder()
    const lock = takeLock(dataDir)
    writeFileSync(join(dataDir, 'lock'), JSON.stringify({ ...readLock(dataDir), token: 'theirs' }))
    lock.setAddress('http://127.0.0.1:1')
    lock.release()
    expect(JSON.parse(readFileSync(join(dataDir, 'lock'), 'utf8'))).toMatchObject({ token: 'theirs', address: null })
  })

  test('a folder that cannot be written to gets one sentence', () => {
    const dataDir = join(freshFolder(), 'data')
    writeFileSync(dataDir, 'not a folder')
    expect(() => takeLock(dataDir)).toThrow(/^The data folder .* cannot be written to\.$/)
    mkdirSync(`${dataDir}-fine`)
    takeLock(`${dataDir}-fine`).release()
  })

  test('of many that find the same dead holder, one gets it', async () => {
    const dataDir = freshFolder()
    leftBehind(dataDir, { pid: await deadPid() })
    const contenders = 6
    const script = `
      const { takeLock } = await import(${JSON.stringify(new URL('./lock.ts', import.meta.url).href)})
      try { takeLock(${JSON.stringify(dataDir)}); console.log('got it') } catch (error) { console.log(error.message) }
      setTimeout(() => {}, 3000)
    `
    const said = await Promise.all(
      Array.from({ length: contenders }, async () => {
        const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
          cwd: new URL('..', import.meta.url),
        })
        onTestFinished(() => void child.kill('SIGKILL'))
        let text = ''
        child.stderr.on('data', (data) => {
          text += String(data)
        })
        const [out] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
        return String(out) + text
      }),
    )
    expect(said.filter((line) => line.startsWith('got it'))).toHaveLength(1)
    expect(said.filter((line) => line.includes('Followthrough process'))).toHaveLength(contenders - 1)
  }, 30_000)
})
