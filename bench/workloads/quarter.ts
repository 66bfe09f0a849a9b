import { v7 as newId } from 'uuid'
import { Client } from '../client'
import { copyOf } from '../data'
import { type Row, row } from '../figures'
import { MeasuredServer } from '../servers'
import { itemsInProgress } from './changes'
import type { Asked } from './workload'

const path = `/trpc/quarters.read?input=${encodeURIComponent(JSON.stringify({ quarter: '2022-Q3' }))}`

/** All that the quarter page shows: first after a start, after each change, and when nothing changed. */
export async function measureQuarter({ items, quick }: Asked): Promise<Row[]> {
  const dataDir = copyOf(items)
  const first: number[] = []
  const changed: number[] = []
  const unchanged: number[] = []
  for (let start = 0; start < 3; start++) {
    const product = await MeasuredServer.product(dataDir)
    const asking = new Client(product, 1)
    try {
      first.push((await ask(asking)).ms)
      if (start > 0) continue
      const [item] = await itemsInProgress(asking, 1)
      if (!item) throw new Error('No item is in progress')
      let { version } = item
      for (let n = 0; n < (quick ? 8 : 24); n++) {
        const verb = n % 2 ? 'unblock' : 'block'
        const change = { intentId: newId(), itemId: item.id, version, reason: 'Waits.' }
        const answer = await asking.ask({ path: `/trpc/items.${verb}`, body: JSON.stringify(change) })
        if (answer.status !== 200) throw new Error(`${verb} answered ${answer.status}: ${answer.text.slice(0, 300)}`)
        version = JSON.parse(answer.text).result.data.version
        // The first ones only warm up.
        const ms = (await ask(asking)).ms
        if (n >= 4) changed.push(ms)
        unchanged.push((await ask(asking)).ms)
      }
    } finally {
      asking.close()
      await product.stop()
    }
  }
  const workload = 'quarter page data'
  return [
    row({ workload, items, metric: 'after a change', unit: 'ms', product: changed, bar: 60 }),
    row({ workload, items, metric: 'nothing changed', unit: 'ms', product: unchanged, bar: 5 }),
    row({ workload, items, metric: 'first after a start', unit: 'ms', product: first, bar: 1_000 }),
  ]
}

async function ask(asking: Client) {
  const answer = await asking.ask({ path })
  if (answer.status !== 200) throw new Error(`The quarter answered ${answer.status}: ${answer.text.slice(0, 300)}`)
  return answer
}
