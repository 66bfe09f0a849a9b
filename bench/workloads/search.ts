import { randomFrom } from '../../domain/counting/testing/random-histories'
import { Client, type Round, round } from '../client'
import { copyOf } from '../data'
import { quantile, type Row, row } from '../figures'
import { MeasuredServer } from '../servers'
import type { Asked } from './workload'

interface Search {
  name: string
  /** A text nobody has asked for yet. */
  next: (random: () => number, items: number) => string
  bar?: number
}

const topics = ['capacity', 'failover', 'caching', 'timeouts', 'runbooks', 'alerts', 'limits', 'backups', 'rollouts']

const searches: Search[] = [
  {
    name: 'search, 50 hits',
    // A word that all hold and one that a few hundred hold at 100,000 items.
    next: (random) => `part ${100 + Math.floor(random() * 897)}`,
    bar: 10,
  },
  {
    name: 'search by a key',
    next: (random, items) => `ft-${1 + Math.floor(random() * items)}`,
  },
  {
    name: 'search for what a ninth of all hold',
    next: (random) =>
      `${topics[Math.floor(random() * topics.length)]} ${String(Math.floor(random() * 900)).slice(0, 1)}`,
  },
]

/** Text search against the bare statement on the same index, which gives the same rows in the same order. */
export async function measureSearch({ items, quick }: Asked): Promise<Row[]> {
  const dataDir = copyOf(items)
  const product = await MeasuredServer.product(dataDir)
  const limit = await MeasuredServer.limit(dataDir)
  const asking = new Client(product, 4)
  const limited = new Client(limit, 4)
  const rows: Row[] = []
  try {
    for (const { name, next, bar } of searches) {
      const random = randomFrom(11)
      const size = name.includes('ninth') ? 20 : quick ? 150 : 400
      let asked = 0
      const question = (text: string) => {
        // `n` is in no schema and so is dropped; it only keeps the answer from being a kept one.
        const input = encodeURIComponent(JSON.stringify({ text, n: ++asked }))
        return {
          product: { path: `/trpc/search.find?input=${input}` },
          limit: { path: `/search?text=${encodeURIComponent(text)}` },
        }
      }
      for (let n = 0; n < 5; n++) {
        const pair = question(next(random, items))
        const [mine, bare] = [await asking.ask(pair.product), await limited.ask(pair.limit)]
        if (mine.text !== bare.text)
          throw new Error(`The limit answers other bytes: ${bare.text.slice(0, 300)} | ${mine.text.slice(0, 300)}`)
      }
      const rounds: { product: Round; limit: Round }[] = []
      for (let n = 0; n < (quick ? 6 : 12); n++) {
        const pairs = Array.from({ length: size }, () => question(next(random, items)))
        const nextOf = (side: 'product' | 'limit') => {
          let at = 0
          return () => (pairs[at++] as (typeof pairs)[number])[side]
        }
        const taken = {
          product: await round(product, asking, size, nextOf('product')),
          limit: await round(limit, limited, size, nextOf('limit')),
        }
        if (taken.product.failed || taken.limit.failed) throw new Error(`${name} failed`)
        // The first ones only warm up.
        if (n >= 2) rounds.push(taken)
      }
      rows.push(
        row({
          workload: name,
          items,
          metric: 'CPU a request',
          unit: 'ms',
          product: rounds.map((each) => each.product.cpuMsEach),
          limit: rounds.map((each) => each.limit.cpuMsEach),
          ...(bar === undefined ? {} : { bar }),
        }),
        row({
          workload: name,
          items,
          metric: 'p99 over 4 connections',
          unit: 'ms',
          product: rounds.map((each) => quantile(each.product.latencies, 0.99)),
          limit: rounds.map((each) => quantile(each.limit.latencies, 0.99)),
        }),
      )
    }
    return rows
  } finally {
    asking.close()
    limited.close()
    await product.stop()
    await limit.stop()
  }
}
