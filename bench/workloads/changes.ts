import { v7 as newId } from 'uuid'
import { inside } from '../child'
import { Client, type Question, type Round, round } from '../client'
import { copyOf } from '../data'
import { quantile, type Row, row } from '../figures'
import type { Written } from '../inside'
import { MeasuredServer } from '../servers'
import { listPath } from './list'
import type { Asked } from './workload'

interface Item {
  id: string
  version: number
}

export async function itemsInProgress(asking: Client, wanted: number): Promise<Item[]> {
  const found: Item[] = []
  for (let cursor: string | undefined; found.length < wanted; ) {
    const input = { status: ['in_progress'], sort: 'key', limit: Math.min(100, wanted), ...(cursor ? { cursor } : {}) }
    const { data } = JSON.parse((await asking.ask({ path: listPath(input) })).text).result
    found.push(...data.items)
    if (!data.nextCursor) break
    cursor = data.nextCursor
  }
  return found
}

/** Blocks and unblocks items, each of many so that no record of one grows long. */
export class Changes {
  readonly #items: (Item & { isBlocked: boolean })[]
  #next = 0
  readonly #underWay: (Item & { isBlocked: boolean })[] = []

  constructor(items: readonly Item[]) {
    this.#items = items.map((item) => ({ ...item, isBlocked: false }))
  }

  next(worker: number): Question {
    const item = this.#items[this.#next++ % this.#items.length]
    if (!item) throw new Error('No item is in progress')
    this.#underWay[worker] = item
    const input = { intentId: newId(), itemId: item.id, version: item.version }
    return item.isBlocked
      ? { path: '/trpc/items.unblock', body: JSON.stringify(input) }
      : { path: '/trpc/items.block', body: JSON.stringify({ ...input, reason: 'Waits for a part.' }) }
  }

  heard(worker: number, text: string): void {
    const item = this.#underWay[worker]
    if (!item) return
    item.version = JSON.parse(text).result?.data.version ?? item.version
    item.isBlocked = !item.isBlocked
  }
}

/** Changes with chained history, each durable when it is answered: in process, and over HTTP by ten clients. */
export async function measureChanges({ items, quick }: Asked): Promise<Row[]> {
  if (items < 1_000) return []
  const written = await inside<Written>({ do: 'write', items, dataDir: copyOf(items) })
  const limited = await inside<Written>({ do: 'limit of writes', items, dataDir: copyOf(items) })
  const { rounds, limits } = await overHttp(items, quick)
  const inProcess = 'change, in process'
  const byHttp = 'change by HTTP, 10 clients'
  const note = 'limit: one commit each'
  return [
    row({
      workload: inProcess,
      items,
      metric: 'CPU a change',
      unit: 'ms',
      product: written.cpuMsEach,
      limit: limited.cpuMsEach,
      bar: 0.35,
      note,
    }),
    row({
      workload: inProcess,
      items,
      metric: 'changes a second',
      unit: '/s',
      product: written.perSecond,
      limit: limited.perSecond,
      bar: 2_000,
      barOf: 'at least',
    }),
    row({
      workload: byHttp,
      items,
      metric: 'CPU a change',
      unit: 'ms',
      product: rounds.map((each) => each.cpuMsEach),
      limit: limits.map((each) => each.cpuMsEach),
      bar: 1,
    }),
    row({
      workload: byHttp,
      items,
      metric: 'changes a second',
      unit: '/s',
      product: rounds.map((each) => each.perSecond),
      limit: limits.map((each) => each.perSecond),
      bar: 1_000,
      barOf: 'at least',
    }),
    row({
      workload: byHttp,
      items,
      metric: 'p99',
      unit: 'ms',
      product: rounds.map((each) => quantile(each.latencies, 0.99)),
      limit: limits.map((each) => quantile(each.latencies, 0.99)),
      bar: 40,
    }),
    row({
      workload: byHttp,
      items,
      metric: 'failed',
      unit: '',
      product: rounds.reduce((sum, each) => sum + each.failed, 0),
      bar: 0,
    }),
  ]
}

async function overHttp(items: number, quick: boolean) {
  const product = await MeasuredServer.product(copyOf(items))
  // On a copy of its own: both write.
  const limit = await MeasuredServer.limit(copyOf(items))
  const asking = new Client(product, 10)
  const limited = new Client(limit, 10)
  const rounds: Round[] = []
  const limits: Round[] = []
  try {
    const changes = new Changes(await itemsInProgress(asking, 1_500))
    const size = quick ? 400 : 1_200
    for (let n = 0; n < (quick ? 5 : 9); n++) {
      const taken = await round(
        product,
        asking,
        size,
        (worker) => changes.next(worker),
        (worker, answer) => changes.heard(worker, answer.text),
      )
      const beside = await round(limit, limited, size, () => ({
        path: '/',
        body: JSON.stringify({ intentId: newId() }),
      }))
      // The first one only warms up.
      if (n === 0) continue
      rounds.push(taken)
      limits.push(beside)
    }
  } finally {
    asking.close()
    limited.close()
    await product.stop()
    await limit.stop()
  }
  return { rounds, limits }
}
