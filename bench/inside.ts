import { createHash } from 'node:crypto'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import pino from 'pino'
import { v7 as newId } from 'uuid'
import { openWorkspace } from '../db/open'
import { count } from '../domain/counting/count'
import { series } from '../domain/counting/series'
import { randomFrom } from '../domain/counting/testing/random-histories'
import { addDays, type Day } from '../domain/days'
import { type Quarter, quarterAfter, quarterPeriod } from '../domain/periods'
import { policyWords } from '../domain/vocabulary'
import { countInSql } from '../server/counting/sql'
import { localPersonId } from '../server/people/store'
import { createCaller } from '../server/router'
import { type Context, reading } from '../server/trpc'
import { Workspace } from '../server/workspaces/workspace'
import { compiled, scanned } from './compiling'
import { load, loadReports } from './data'
import { limitOfWrites } from './limit-writes'

/** What is measured in process, in a process of its own: the answers of one kind of work do not warm up another. */
export interface Work {
  do: 'load' | 'load reports' | 'count' | 'write' | 'limit of writes' | 'compile' | 'scan for leaks'
  items: number
  dataDir: string
  rounds?: number
}

export interface Counted {
  builtInMs: number[]
  /** On a busy machine the better figure: what the build itself used. */
  builtCpuMs: number[]
  countMs: number[]
  sqlMs: number[]
  burnUpMs: number[]
  disagreements: number
}

export interface Written {
  cpuMsEach: number[]
  perSecond: number[]
}

async function opened(dataDir: string): Promise<Workspace> {
  return new Workspace('main', await openWorkspace({ dataDir, workspace: 'main', mode: 'write' }))
}

async function closing<T>(workspace: Workspace, work: (workspace: Workspace) => Promise<T>): Promise<T> {
  try {
    return await work(workspace)
  } finally {
    await workspace.db.close()
  }
}

const log = pino({ level: 'silent' })

async function contextOf(workspace: Workspace): Promise<Context> {
  return {
    workspace,
    standing: await workspace.standing(),
    actor: { id: localPersonId, kind: 'person', may: new Set(policyWords) },
    requestId: newId(),
    log,
    examples: { loaded: async () => [], load: async () => {}, remove: async () => {} },
  }
}

async function counted(dataDir: string): Promise<Counted> {
  const found: Counted = { builtInMs: [], builtCpuMs: [], countMs: [], sqlMs: [], burnUpMs: [], disagreements: 0 }
  const workspace = await opened(dataDir)
  for (let built = 0; built < 3; built++) {
    const fresh = new Workspace('main', workspace.db)
    const before = process.cpuUsage()
    await fresh.counting.build()
    const { user, system } = process.cpuUsage(before)
    found.builtInMs.push(fresh.counting.builtInMs ?? 0)
    found.builtCpuMs.push((user + system) / 1_000)
  }
  const random = randomFrom(7)
  const someDay = () => addDays('2020-03-01', Math.floor(random() * 900))
  const someInstant = () => `${someDay()}T12:00:00.000Z`
  const context = await contextOf(workspace)
  const quarters = Array.from({ length: 40 }, (_, n) => quarterAfter('2014-Q1' as Quarter, n))
  const ends: Day[] = quarters.map((each) => quarterPeriod(each, 1).endOn)
  for (let asked = 0; asked < 220; asked++) {
    const knownAt = asked % 4 === 0 ? undefined : someInstant()
    await reading(context, { asOf: someDay(), knownAt }, async ({ columns, question, read, asOf }) => {
      const whole = question({ programs: 'all' })
      const began = performance.now()
      const counts = count(columns, whole)
      // The first ones only warm up.
      if (asked >= 20) found.countMs.push(performance.now() - began)
      if (asked % 20 === 0) {
        const from = performance.now()
        const inSql = await countInSql(read, { programs: 'all', asOf, knownAt: knownAt ?? null })
        found.sqlMs.push(performance.now() - from)
        if (JSON.stringify(inSql) !== JSON.stringify(counts)) found.disagreements++
      }
      if (asked >= 180) {
        const from = performance.now()
        const burnUp = series(columns, whole, ends)
        found.burnUpMs.push(performance.now() - from)
        const at = Math.floor(random() * ends.length)
        const there = count(columns, { ...whole, asOf: ends[at] as Day })
        if (there.total !== burnUp.total[at] || there.done !== burnUp.done[at]) found.disagreements++
      }
    })
  }
  await workspace.db.close()
  return found
}

/** Changes of status through the router, so many at a time as share a commit. */
async function written(dataDir: string): Promise<Written> {
  const workspace = await opened(dataDir)
  const page = { status: ['in_progress' as const], limit: 100, sort: 'key' as const, descending: false }
  const items: { itemId: string; version: number; isBlocked: boolean }[] = []
  for (let cursor: string | undefined; items.length < 2_000; ) {
    const found = await createCaller(await contextOf(workspace)).items.list({ ...page, cursor })
    for (const { id, version } of found.items) items.push({ itemId: id, version, isBlocked: false })
    if (!found.nextCursor) break
    cursor = found.nextCursor
  }
  let next = 0
  const one = async () => {
    const item = items[next++ % items.length]
    if (!item) return
    const { itemId, version } = item
    const { items: verbs } = createCaller(await contextOf(workspace))
    const input = { intentId: newId(), itemId, version }
    const answer = item.isBlocked ? await verbs.unblock(input) : await verbs.block({ ...input, reason: 'Waits.' })
    item.version = answer.version
    item.isBlocked = !item.isBlocked
  }
  const result: Written = { cpuMsEach: [], perSecond: [] }
  const changes = 1_500
  for (let round = 0; round < 7; round++) {
    let left = changes
    const before = process.cpuUsage()
    const began = performance.now()
    await Promise.all(
      Array.from({ length: 32 }, async () => {
        while (left-- > 0) await one()
      }),
    )
    const seconds = (performance.now() - began) / 1000
    const { user, system } = process.cpuUsage(before)
    // The first one only warms up.
    if (round === 0) continue
    result.cpuMsEach.push((user + system) / 1000 / changes)
    result.perSecond.push(changes / seconds)
  }
  await workspace.db.close()
  return result
}

function limitWritten(dataDir: string): Written {
  const db = new Sqlite(join(dataDir, 'main.db'))
  const write = limitOfWrites(db)
  const result: Written = { cpuMsEach: [], perSecond: [] }
  const changes = 1_500
  for (let round = 0; round < 7; round++) {
    const before = process.cpuUsage()
    const began = performance.now()
    for (let n = 0; n < changes; n++) write(createHash('sha256').update(String(n)).digest('hex'))
    const seconds = (performance.now() - began) / 1000
    const { user, system } = process.cpuUsage(before)
    if (round === 0) continue
    result.cpuMsEach.push((user + system) / 1000 / changes)
    result.perSecond.push(changes / seconds)
  }
  db.close()
  return result
}

process.once('message', async (work: Work) => {
  const does = {
    load: () => load(work.items),
    'load reports': () => loadReports(work.items),
    compile: async () =>
      closing(await opened(work.dataDir), (workspace) => compiled(workspace, contextOf, work.rounds ?? 12)),
    'scan for leaks': async () =>
      closing(await opened(work.dataDir), (workspace) => scanned(workspace, contextOf, work.items, work.rounds ?? 12)),
    count: () => counted(work.dataDir),
    write: () => written(work.dataDir),
    'limit of writes': () => limitWritten(work.dataDir),
  }
  const result = await does[work.do]()
  process.send?.(result ?? null, () => process.disconnect())
})
