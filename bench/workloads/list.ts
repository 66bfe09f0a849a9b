import { randomFrom } from '../../domain/counting/testing/random-histories'
import { addDays } from '../../domain/days'
import { itemStatuses } from '../../domain/vocabulary'
import { Client, type Question, type Round, round } from '../client'
import { copyOf } from '../data'
import { quantile, type Row, row } from '../figures'
import type { ListKind } from '../limit'
import { MeasuredServer } from '../servers'
import type { Asked } from './workload'

/** One page of a list, as the product and as the limit are asked for it. */
interface Page {
  product: Question
  limit: Question
}

interface List {
  name: string
  kind: ListKind
  bar: number
  /** No index holds both its filter and its order: asked once and then kept, so only its milliseconds count. */
  unindexed?: true
  /** Beside the first page of each kind, for those with too few items. */
  few?: true
}

const lists: List[] = [
  { name: 'list 50 by target', kind: 'target', bar: 2, few: true },
  { name: 'list 50 of an owner by target', kind: 'owner-target', bar: 2 },
  { name: 'list 50 of a status by target', kind: 'status-target', bar: 2 },
  { name: 'list 50 of a status by update', kind: 'status-updated', bar: 60, unindexed: true },
  { name: 'list 50 of an owner in schedule order', kind: 'owner-schedule', bar: 2 },
  // What the list opens with.
  { name: 'list 50 of all in schedule order', kind: 'schedule', bar: 2 },
]

const owners = Array.from({ length: 20 }, (_, n) => `00000000-0000-7000-8000-${String(n + 500).padStart(12, '0')}`)

/** Pages that nobody asked for before: another filter and another place each time, so that no kept answer fits. */
function pagesOf(kind: ListKind, items: number): () => Page {
  const random = randomFrom(3)
  const isFew = items < 1_000
  let asked = 0
  return () => {
    asked++
    const number = 1 + Math.floor(random() * items)
    const id = `00000000-0000-7000-8002-${String(number).padStart(12, '0')}`
    const filter = kind.startsWith('owner')
      ? owners[asked % owners.length]
      : kind.startsWith('status')
        ? itemStatuses[1 + (asked % (itemStatuses.length - 1))]
        : undefined
    const day = addDays('2020-01-01', isFew ? 0 : Math.floor(random() * 900))
    const after = kind === 'status-updated' ? `${addDays('2020-10-01', Math.floor(random() * 700))}T00:00:00.000Z` : day
    const cursor = JSON.stringify([after, id, number, kind.endsWith('schedule') ? 'due' : null])
    const input = {
      ...(kind.startsWith('owner') ? { owner: filter } : {}),
      ...(kind.startsWith('status') ? { status: [filter] } : {}),
      sort: kind.endsWith('schedule') ? 'schedule' : kind === 'status-updated' ? 'updated' : 'target',
      descending: kind === 'status-updated',
      cursor: Buffer.from(cursor).toString('base64url'),
      limit: 50,
    }
    const words = new URLSearchParams({ kind, after, id, number: String(number), ...(filter ? { filter } : {}) })
    return { product: { path: listPath(input) }, limit: { path: `/list?${words}` } }
  }
}

export const listPath = (input: unknown) => `/trpc/items.list?input=${encodeURIComponent(JSON.stringify(input))}`

export async function measureLists({ items, quick }: Asked): Promise<Row[]> {
  const dataDir = copyOf(items)
  const product = await MeasuredServer.product(dataDir)
  // Beside it on the same file: both only read here.
  const limit = await MeasuredServer.limit(dataDir)
  const asking = new Client(product, 4)
  const limited = new Client(limit, 4)
  const rows: Row[] = []
  try {
    for (const list of lists) {
      if (items < 1_000 && !list.few) continue
      const next = pagesOf(list.kind, items)
      await sameBytes(asking, limited, next)
      const size = await sizeOf(limited, next, quick)
      const rounds: { product: Round; limit: Round }[] = []
      for (let n = 0; n < (quick ? 6 : 12); n++) {
        const pages = Array.from({ length: size }, next)
        const nextOf = (side: keyof Page) => {
          let at = 0
          return () => (pages[at++] as Page)[side]
        }
        // The limit first in every second round: whoever comes second finds warmer pages.
        const turns = [
          async () => ({ product: await round(product, asking, size, nextOf('product')) }),
          async () => ({ limit: await round(limit, limited, size, nextOf('limit')) }),
        ]
        const taken = {}
        for (const turn of n % 2 ? turns.reverse() : turns) Object.assign(taken, await turn())
        // The first ones only warm up.
        if (n >= 2) rounds.push(taken as { product: Round; limit: Round })
      }
      if (rounds.some((each) => each.product.failed || each.limit.failed)) throw new Error(`${list.name} failed`)
      rows.push(
        row({
          workload: list.name,
          items,
          metric: 'CPU a request',
          unit: 'ms',
          product: rounds.map((each) => each.product.cpuMsEach),
          limit: rounds.map((each) => each.limit.cpuMsEach),
          bar: list.bar,
          barOf: list.unindexed ? 'product' : 'ratio',
        }),
        ...latencyRows(list.name, items, rounds),
      )
      if (list.kind === 'owner-target' || list.few)
        rows.push(await repeated(list, items, quick, product, asking, rounds))
    }
  } finally {
    asking.close()
    limited.close()
    await product.stop()
    await limit.stop()
  }
  return rows
}

/** So many that a round takes about a second. */
async function sizeOf(limited: Client, next: () => Page, quick: boolean): Promise<number> {
  const began = performance.now()
  for (let n = 0; n < 20; n++) await limited.ask(next().limit)
  const each = (performance.now() - began) / 20
  return Math.min(quick ? 150 : 400, Math.max(20, Math.round(1_000 / each)))
}

function latencyRows(workload: string, items: number, rounds: { product: Round; limit: Round }[]): Row[] {
  const of = (side: 'product' | 'limit', share: number) => rounds.map((each) => quantile(each[side].latencies, share))
  return [0.5, 0.99].map((share) =>
    row({
      workload,
      items,
      metric: `p${share * 100} over 4 connections`,
      unit: 'ms',
      product: of('product', share),
      limit: of('limit', share),
    }),
  )
}

/** The same request again and again: what a reload, and every reader of one page, costs. */
async function repeated(
  list: List,
  items: number,
  quick: boolean,
  product: MeasuredServer,
  asking: Client,
  rounds: { limit: Round }[],
): Promise<Row> {
  const page = pagesOf(list.kind, items)()
  const size = quick ? 300 : 1_500
  const cpu: number[] = []
  for (let n = 0; n < 6; n++) cpu.push((await round(product, asking, size, () => page.product)).cpuMsEach)
  return row({
    workload: `${list.name}, repeated`,
    items,
    metric: 'CPU a request',
    unit: 'ms',
    product: cpu.slice(1),
    limit: rounds.map((each) => each.limit.cpuMsEach),
    bar: 0.25,
    barOf: 'ratio',
  })
}

/** A limit that answers something else is none. */
async function sameBytes(asking: Client, limited: Client, next: () => Page): Promise<void> {
  for (let n = 0; n < 40; n++) {
    const page = next()
    const answer = await asking.ask(page.product)
    if (answer.status !== 200) throw new Error(`The list answered ${answer.status}: ${answer.text.slice(0, 300)}`)
    const { counts, groups } = JSON.parse(answer.text).result.data
    await limited.ask({ path: '/constants', body: JSON.stringify({ counts, groups }) })
    const same = await limited.ask(page.limit)
    if (same.text === answer.text) continue
    const at = [...same.text].findIndex((letter, place) => letter !== answer.text[place])
    throw new Error(
      `The limit answers other bytes: ${same.text.slice(at - 60, at + 80)} | ${answer.text.slice(at - 60, at + 80)}`,
    )
  }
}
