import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { isAbsolute, join, relative } from 'node:path'
import { RuleError } from '../domain/errors'

/**
 * One process writes to an SQLite data folder. SQLite itself would let two in, and each would keep its own resident
 * columns, its own queue and its own idea of what comes next. PostgreSQL needs no such file.
 */
export interface LockRecord {
  pid: number
  /** An instant. */
  startedAt: string
  /** Where the holder answers, once it does. */
  address: string | null
  /** Tells a process from a later one that was given the same number. */
  process: string | null
  host: string
  /** Tells this holding from every other. */
  token: string
}

export interface Lock {
  setAddress(address: string): void
  /** Removes the file when it is still ours. Safe to call twice. */
  release(): void
}

/** A holder on another machine cannot be asked whether it lives: it says so by touching the file. */
const beatMilliseconds = 10_000
const silentMilliseconds = 45_000

/**
 * Takes the write lock of a data folder, which is made when missing. What a dead process left behind is swept aside.
 * Throws a `RuleError` that names the holder (`data-in-use`) or the folder that cannot be written to.
 */
export function takeLock(dataDir: string): Lock {
  const file = join(dataDir, 'lock')
  const mine: LockRecord = {
    pid: process.pid,
    startedAt: new Date(Date.now() - process.uptime() * 1000).toISOString(),
    address: null,
    process: identityOf(process.pid),
    host: hostname(),
    token: randomUUID(),
  }
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    // Twice: once more after sweeping a dead holder aside, but never for ever.
    for (let attempt = 0; attempt < 3; attempt++) {
      if (create(file, mine)) return held(file, mine)
      const holder = readLock(dataDir)
      if (holder && lives(holder, file)) throw inUse(dataDir, holder)
      sweep(file, holder)
    }
  } catch (error) {
    if (error instanceof RuleError) throw error
    throw new RuleError('data-not-writable', `The data folder ${shown(dataDir)} cannot be written to.`)
  }
  throw new RuleError('data-in-use', `Several Followthrough processes are starting on ${shown(dataDir)}. Try again.`)
}

/** Who holds the lock, whether or not it still lives; null when nobody does. */
export function readLock(dataDir: string): LockRecord | null {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'lock'), 'utf8')) as LockRecord
  } catch {
    return null
  }
}

/** Complete from the moment it is there: a link to a written file, because an empty one would look abandoned. */
function create(file: string, record: LockRecord): boolean {
  const draft = `${file}.${record.token}`
  write(draft, record)
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    // Some network and container file systems know no links.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS' || code === 'EOPNOTSUPP') return write(file, record)
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function write(file: string, record: LockRecord): boolean {
  try {
    writeFileSync(file, `${JSON.stringify(record)}\n`, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Two may find the same dead holder: whoever moved something else than it puts that back. */
function sweep(file: string, dead: LockRecord | null): void {
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  try {
    const moved = JSON.parse(readFileSync(aside, 'utf8')) as LockRecord
    if (moved.token !== dead?.token) linkSync(aside, file)
  } catch {
    // Unreadable, so nobody's; or somebody has taken the lock meanwhile, and that is what the next attempt will find.
  } finally {
    rmSync(aside, { force: true })
  }
}

function held(file: string, mine: LockRecord): Lock {
  let record = mine
  const ours = () => {
    try {
      return (JSON.parse(readFileSync(file, 'utf8')) as LockRecord).token === mine.token
    } catch {
      return false
    }
  }
  const beat = setInterval(() => {
    const now = new Date()
    try {
      if (ours()) utimesSync(file, now, now)
    } catch {
      // The folder is gone or full of trouble; the database will say so where somebody listens.
    }
  }, beatMilliseconds)
  beat.unref()
  return {
    setAddress(address) {
      if (!ours()) return
      record = { ...record, address }
      const draft = `${file}.${mine.token}`
      write(draft, record)
      renameSync(draft, file)
    },
    release() {
      clearInterval(beat)
      if (ours()) rmSync(file, { force: true })
    },
  }
}

function lives(holder: LockRecord, file: string): boolean {
  if (holder.host !== hostname()) {
    const touched = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
    return Date.now() - touched < silentMilliseconds
  }
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // Not allowed to signal it, so it is there.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const identity = identityOf(holder.pid)
  return identity === null || holder.process === null || identity === holder.process
}

/** The boot and the clock tick a process was started at; null where there is no /proc. */
function identityOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    // The second field is the program's name in brackets and may hold spaces and brackets: count from the last one.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    const started = fields[19]
    return started === undefined ? null : `${boot} ${started}`
  } catch {
    return null
  }
}

function inUse(dataDir: string, { pid, address, host }: LockRecord): RuleError {
  const elsewhere = host === hostname() ? '' : ` on ${host}`
  const holder = `Another Followthrough process (pid ${pid}${elsewhere}${address ? `, ${address}` : ''})`
  const instead = address ? `or use the pages it serves at ${address}` : 'or name another folder with --data'
  return new RuleError('data-in-use', `${holder} is using ${shown(dataDir)}. Stop it, ${instead}.`)
}

/** As a person in the working folder would type it. */
function shown(dataDir: string): string {
  const near = relative(process.cwd(), dataDir)
  return near === '' ? '.' : near.startsWith('..') || isAbsolute(near) ? dataDir : `./${near}`
}
