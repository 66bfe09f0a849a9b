import { createHash } from 'node:crypto'
import { get } from 'node:http'
import { setTimeout as after } from 'node:timers/promises'
import { Client } from '../client'
import { copyOf } from '../data'
import { quantile, type Row, row } from '../figures'
import { MeasuredServer } from '../servers'
import type { Asked } from './workload'

interface Read {
  bytes: number
  sha256: string
  /** Megabytes, the most that the server held meanwhile; looked at as pieces arrive. */
  most: number
}

/** CSV of everything against a bare `iterate` with the same joins that writes the same bytes. */
export async function measureCsv({ items, quick }: Asked): Promise<Row[]> {
  const dataDir = copyOf(items)
  const product = await MeasuredServer.product(dataDir)
  const limit = await MeasuredServer.limit(dataDir)
  const asking = new Client(product, 2)
  const sides = { product: { server: product, path: '/items.csv' }, limit: { server: limit, path: '/csv' } }
  type Side = keyof typeof sides
  const cpu: Record<Side, number[]> = { product: [], limit: [] }
  const grown: Partial<Record<Side, number>> = {}
  const others: number[] = []
  try {
    // Before anything else was asked: a process that has answered once keeps what it took for that.
    await asking.ask({ path: '/trpc/items.totals' })
    await after(2_000)
    for (const side of ['product', 'limit'] as const) {
      const { server, path } = sides[side]
      const before = (await server.used()).megabytes
      let most = 0
      for (let n = 0; n < 3; n++) most = Math.max(most, (await read(server, path, true)).most)
      grown[side] = most - before
    }
    const rounds = quick ? 5 : 9
    for (let n = 0; n < rounds; n++) {
      // The limit first in every second round: whoever comes second finds warmer pages.
      const order: Side[] = n % 2 ? ['limit', 'product'] : ['product', 'limit']
      const seen: Partial<Record<Side, Read>> = {}
      for (const side of order) {
        const { server, path } = sides[side]
        const before = await server.used()
        seen[side] = await read(server, path)
        const { cpuMs } = await server.used()
        // The first ones only warm up.
        if (n > 0) cpu[side].push(cpuMs - before.cpuMs)
      }
      if (seen.product?.sha256 !== seen.limit?.sha256) {
        throw new Error(`The limit writes other bytes: ${seen.limit?.bytes} | ${seen.product?.bytes}`)
      }
    }
    // What everybody else notices of it.
    for (let n = 0; n < (quick ? 2 : 4); n++) {
      let isReading = true
      const reading = read(product, '/items.csv').finally(() => {
        isReading = false
      })
      while (isReading) {
        const key = `FT-${1 + ((others.length * 7919) % items)}`
        const input = encodeURIComponent(JSON.stringify({ key, n: `${n}-${others.length}` }))
        others.push((await asking.ask({ path: `/trpc/items.byKey?input=${input}` })).ms)
      }
      await reading
    }
  } finally {
    asking.close()
    await product.stop()
    await limit.stop()
  }
  const workload = 'CSV of everything'
  return [
    row({
      workload,
      items,
      metric: 'CPU',
      unit: 'ms',
      product: cpu.product,
      limit: cpu.limit,
      // Of few rows there is little to write, and what is measured is a request.
      ...(items < 1_000 ? {} : { bar: 1.5, barOf: 'ratio' as const }),
    }),
    row({
      workload,
      items,
      metric: 'memory meanwhile',
      unit: 'MB',
      product: grown.product ?? Number.NaN,
      limit: grown.limit ?? Number.NaN,
      bar: 50,
    }),
    row({
      workload,
      items,
      metric: 'p99 of one item meanwhile',
      unit: 'ms',
      product: quantile(others, 0.99),
      ...(items < 1_000 ? {} : { bar: 50 }),
    }),
  ]
}

async function read(server: MeasuredServer, path: string, isWatched = false): Promise<Read> {
  let most = 0
  let watching: Promise<void> | null = null
  return new Promise((resolve, reject) => {
    get(server.address + path, (response) => {
      const hash = createHash('sha256')
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        hash.update(chunk)
        if (!isWatched || watching) return
        watching = server.used().then(({ megabytes }) => {
          most = Math.max(most, megabytes)
          watching = null
        })
      })
      response.on('end', async () => {
        await watching
        if (response.statusCode !== 200) reject(new Error(`${path} answered ${response.statusCode}`))
        else resolve({ bytes, sha256: hash.digest('hex'), most })
      })
      response.on('error', reject)
    }).on('error', reject)
  })
}
