import { setTimeout as after } from 'node:timers/promises'
import { Client, round } from '../client'
import { copyOf } from '../data'
import { type Row, row } from '../figures'
import { MeasuredServer } from '../servers'
import { Changes, itemsInProgress } from './changes'
import { listPath } from './list'
import type { Asked } from './workload'

/** What the server holds once it stands, and after a bit of everything. */
export async function measureMemory({ items, quick }: Asked): Promise<Row[]> {
  const product = await MeasuredServer.product(copyOf(items))
  const asking = new Client(product, 8)
  try {
    await after(5_000)
    const idle = (await product.used()).megabytes
    const some = quick ? 300 : 2_000
    let asked = 0
    const path = (procedure: string, input: object) =>
      `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify({ ...input, n: ++asked }))}`
    const sorts = ['schedule', 'key', 'target', 'status', 'updated']
    const lists = () => ({ path: `${listPath({ sort: sorts[asked % 5], limit: 100, n: ++asked })}` })
    const pages = () => ({ path: path('items.byKey', { key: `FT-${1 + ((asked * 7919) % items)}` }) })
    const pasts = () => ({
      path: path('items.list', { asOf: `2021-${String(1 + (asked % 12)).padStart(2, '0')}-15`, sort: 'key' }),
    })
    const quarters = () => ({ path: path('quarters.read', { quarter: `202${1 + (asked % 2)}-Q${1 + (asked % 4)}` }) })
    const failed: number[] = []
    failed.push((await round(product, asking, some, lists)).failed)
    failed.push((await round(product, asking, some, pages)).failed)
    failed.push((await round(product, asking, 40, pasts)).failed)
    failed.push((await round(product, asking, 40, quarters)).failed)
    const changes = new Changes(await itemsInProgress(asking, 1_000))
    const { failed: refused } = await round(
      product,
      asking,
      some,
      (worker) => changes.next(worker),
      (worker, { text }) => changes.heard(worker, text),
    )
    failed.push(refused)
    failed.push((await round(product, asking, 40, quarters)).failed)
    if (failed.some((each) => each > 0)) throw new Error(`Requests failed: ${failed}`)
    await after(5_000)
    const afterAll = (await product.used()).megabytes
    const isLarge = items >= 100_000
    return [
      row({
        workload: 'memory',
        items,
        metric: 'idle after start',
        unit: 'MB',
        product: idle,
        ...(isLarge ? { bar: 130 } : {}),
      }),
      row({
        workload: 'memory',
        items,
        metric: 'after the whole workload',
        unit: 'MB',
        product: afterAll,
        ...(isLarge ? { bar: 320 } : {}),
      }),
    ]
  } finally {
    asking.close()
    await product.stop()
  }
}
