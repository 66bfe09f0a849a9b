import { v7 as newId } from 'uuid'
import { inside } from './child'
import { Client, round } from './client'
import { draftSlug } from './compiling'
import { copyOfReports, isReportsLoaded } from './data'
import { MeasuredServer } from './servers'

export async function loadedReports(items: number): Promise<void> {
  if (isReportsLoaded(items)) return
  process.stderr.write(`Loading a record of ${items.toLocaleString('en-US')} items with its reports, once.\n`)
  await inside({ do: 'load reports', items, dataDir: '' })
}

interface Draft {
  reportId: string
  version: number
  number: number
}

/** What a verb answers. Throws what it refused with. */
export async function asked<T>(asking: Client, verb: string, input: object, isChange: boolean): Promise<T> {
  const answer = await asking.ask(
    isChange
      ? { path: `/trpc/${verb}`, body: JSON.stringify({ intentId: newId(), ...input }) }
      : { path: `/trpc/${verb}?input=${encodeURIComponent(JSON.stringify(input))}` },
  )
  if (answer.status !== 200) throw new Error(`${verb} answered ${answer.status}: ${answer.text.slice(0, 400)}`)
  return JSON.parse(answer.text).result.data
}

export async function draftOf(asking: Client, slug: string): Promise<Draft> {
  const report = await asked<{ id: string; version: number; draft: number }>(asking, 'reports.bySlug', { slug }, false)
  return { reportId: report.id, version: report.version, number: report.draft }
}

/** The preview by HTTP after each write of the draft, as somebody types. */
export async function previewsAfterWrites(
  items: number,
  quick: boolean,
  edit: (body: string, edit: number) => string,
): Promise<{ ms: number[]; cpu: number[]; firstMs: number; kilobytes: number }> {
  const product = await MeasuredServer.product(copyOfReports(items))
  const asking = new Client(product, 1)
  try {
    const preview = { path: `/trpc/reports.preview?input=${encodeURIComponent(JSON.stringify({ slug: draftSlug }))}` }
    const first = await asking.ask(preview)
    if (first.status !== 200) throw new Error(`The preview answered ${first.status}: ${first.text.slice(0, 300)}`)
    const { body } = await asked<{ body: string }>(asking, 'reports.bySlug', { slug: draftSlug }, false)
    let { reportId, number } = await draftOf(asking, draftSlug)
    const taken = { ms: [] as number[], cpu: [] as number[], firstMs: first.ms, kilobytes: first.text.length / 1_000 }
    const [warmUps, counted] = items > 1_000 ? [2, 6] : [20, quick ? 20 : 40]
    for (let n = 0; n < warmUps + counted; n++) {
      const written = { reportId, number, body: edit(body, n) }
      number = (await asked<{ draft: number }>(asking, 'reports.write', written, true)).draft
      const { latencies, cpuMsEach, failed } = await round(product, asking, 1, () => preview)
      if (failed) throw new Error('A preview failed')
      // The first ones only warm up; the very first one has a figure of its own.
      if (n < warmUps) continue
      taken.ms.push(latencies[0] ?? Number.NaN)
      taken.cpu.push(cpuMsEach)
    }
    return taken
  } finally {
    asking.close()
    await product.stop()
  }
}
