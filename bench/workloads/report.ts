import { inside } from '../child'
import { type Compiled, type Scanned, withWords } from '../compiling'
import { copyOfReports } from '../data'
import { loadedReports, previewsAfterWrites } from '../drafts'
import { type Row, row } from '../figures'
import type { Asked } from './workload'

/** An update compiled: after an edit, and with nothing cached. The bars of ten thousand are one second altogether. */
const bars = [
  { upTo: 37, edited: 10, uncached: 40 },
  { upTo: 500, edited: 40, uncached: 200 },
  { upTo: 10_000, edited: 1_000, uncached: 1_000 },
]

/** Reports are written over records of their own: the smallest size stands for two, the example and 500 items. */
const sizesOf = (items: number) => (items <= 37 ? [37, 500] : items <= 10_000 ? [items] : [])

export async function measureReports({ items, quick }: Asked): Promise<Row[]> {
  const rows: Row[] = []
  for (const size of sizesOf(items)) {
    await loadedReports(size)
    rows.push(...(await inProcess(size, quick)), ...(await byHttp(size, quick)))
    if (size === 500) rows.push(...(await leaks(quick)))
  }
  return rows
}

async function inProcess(items: number, quick: boolean): Promise<Row[]> {
  const workload = 'update compiled'
  const processes: Compiled[] = []
  for (let n = 0; n < (quick ? 2 : 3); n++) {
    processes.push(
      await inside<Compiled>({ do: 'compile', items, dataDir: copyOfReports(items), rounds: items > 1_000 ? 5 : 30 }),
    )
  }
  const bar = bars.find((each) => items <= each.upTo)
  const all = (of: (each: Compiled) => number[]) => processes.flatMap(of)
  const [one] = processes
  const note = `${one?.named} named, ${one?.promises} promises, ${one?.checks} errors`
  const made = (metric: string, product: number[], barOf: number | undefined, said?: string) =>
    row({
      workload,
      items,
      metric,
      unit: 'ms',
      product,
      ...(barOf ? { bar: barOf } : {}),
      ...(said ? { note: said } : {}),
    })
  return [
    made(
      'one block edited',
      all((each) => each.editedMs),
      bar?.edited,
      note,
    ),
    made(
      'nothing cached',
      all((each) => each.uncachedMs),
      bar?.uncached,
    ),
    made(
      'of that compiling',
      all((each) => each.compileMs),
      undefined,
    ),
    made(
      'blocks for',
      all((each) => each.blockedMs),
      undefined,
      'no worker',
    ),
    made(
      'first of a process',
      processes.map((each) => each.firstMs),
      undefined,
      'nothing warm either',
    ),
  ]
}

async function byHttp(items: number, quick: boolean): Promise<Row[]> {
  const bar = bars.find((each) => items <= each.upTo)
  const { ms, cpu, firstMs, kilobytes } = await previewsAfterWrites(items, quick, (body, n) =>
    withWords(body, 'last', n),
  )
  const workload = 'preview by HTTP'
  const note = `${Math.round(kilobytes)} kB of answer`
  return [
    row({
      workload,
      items,
      metric: 'after a write',
      unit: 'ms',
      product: ms,
      ...(bar ? { bar: bar.edited } : {}),
      note,
    }),
    row({ workload, items, metric: 'CPU', unit: 'ms', product: cpu }),
    row({ workload, items, metric: 'first after a start', unit: 'ms', product: firstMs }),
  ]
}

async function leaks(quick: boolean): Promise<Row[]> {
  const items = 500
  const titles = 10_000
  const scans: Scanned[] = []
  for (let n = 0; n < (quick ? 2 : 3); n++)
    scans.push(
      await inside<Scanned>({ do: 'scan for leaks', items: titles, dataDir: copyOfReports(items), rounds: 12 }),
    )
  const [one] = scans
  const workload = 'leak scan, 10,000 titles'
  const note = `${one?.words} words against ${one?.texts} texts`
  return [
    row({
      workload,
      items,
      metric: 'again',
      unit: 'ms',
      product: scans.flatMap((each) => each.againMs),
      bar: 125,
      note,
    }),
    row({
      workload,
      items,
      metric: 'first of a process',
      unit: 'ms',
      product: scans.map((each) => each.firstMs),
      bar: 125,
    }),
  ]
}
