import { Client, type Round, round } from '../client'
import { copyOf } from '../data'
import { quantile, type Row, row } from '../figures'
import { MeasuredServer } from '../servers'
import type { Asked } from './workload'

/** Everything an item's page shows. The limit sends the bare rows it is made of, so here the bar is in milliseconds. */
export async function measureOneItem({ items, quick }: Asked): Promise<Row[]> {
  const dataDir = copyOf(items)
  const product = await MeasuredServer.product(dataDir)
  const limit = await MeasuredServer.limit(dataDir)
  const asking = new Client(product, 4)
  const limited = new Client(limit, 4)
  const size = quick ? 200 : 600
  const rounds: { product: Round; limit: Round }[] = []
  let asked = 0
  try {
    for (let n = 0; n < (quick ? 6 : 12); n++) {
      const keyAt = (at: number) => `FT-${1 + ((at * 7919) % items)}`
      // `n` is in no schema and so is dropped; it only keeps the answer from being a kept one.
      const question = () => {
        const input = JSON.stringify({ key: keyAt(++asked), n: asked })
        return { path: `/trpc/items.byKey?input=${encodeURIComponent(input)}` }
      }
      const taken = {
        product: await round(product, asking, size, question),
        limit: await round(limit, limited, size, () => ({ path: `/one?key=${keyAt(++asked)}` })),
      }
      if (taken.product.failed || taken.limit.failed) throw new Error('one item failed')
      if (n >= 2) rounds.push(taken)
    }
  } finally {
    asking.close()
    limited.close()
    await product.stop()
    await limit.stop()
  }
  const workload = 'one item'
  return [
    row({
      workload,
      items,
      metric: 'CPU a request',
      unit: 'ms',
      product: rounds.map((each) => each.product.cpuMsEach),
      limit: rounds.map((each) => each.limit.cpuMsEach),
      bar: 0.4,
    }),
    row({
      workload,
      items,
      metric: 'p99 over 4 connections',
      unit: 'ms',
      product: rounds.map((each) => quantile(each.product.latencies, 0.99)),
      limit: rounds.map((each) => quantile(each.limit.latencies, 0.99)),
    }),
  ]
}
