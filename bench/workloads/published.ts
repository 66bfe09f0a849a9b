import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { v7 as newId } from 'uuid'
import { Client, type Question, type Round, round } from '../client'
import { draftSlug } from '../compiling'
import { copied, copyOfReports } from '../data'
import { asked, draftOf, loadedReports } from '../drafts'
import { quantile, type Row, row } from '../figures'
import { weightOfPublication } from '../limit-publish'
import { MeasuredServer } from '../servers'
import type { Asked } from './workload'

const founding = 37

/** A folder in which the draft of the example is published, and a second one after it. */
async function publishedFolder(): Promise<string> {
  await loadedReports(founding)
  const dataDir = copyOfReports(founding)
  const product = await MeasuredServer.product(dataDir)
  const asking = new Client(product, 1)
  try {
    await asked(asking, 'reports.publish', await draftOf(asking, draftSlug), true)
    const { slug } = await asked<{ slug: string }>(asking, 'reports.begin', { template: 'quarterly' }, true)
    await asked(asking, 'reports.publish', await draftOf(asking, slug), true)
  } finally {
    asking.close()
    await product.stop()
  }
  return dataDir
}

/** All of publishing an update by HTTP, durable when it is answered: compiled, laid out four times, stored. */
export async function measurePublishing({ items, quick }: Asked): Promise<Row[]> {
  if (items > founding) return []
  const dataDir = await publishedFolder()
  const product = await MeasuredServer.product(dataDir)
  // On a copy of its own: both write.
  const limitDir = copied(dataDir)
  const limit = await MeasuredServer.limit(limitDir)
  const asking = new Client(product, 1)
  const limited = new Client(limit, 1)
  const of = { product: [] as number[], limit: [] as number[], cpu: [] as number[], cpuOfLimit: [] as number[] }
  const times = quick ? 12 : 30
  try {
    for (let n = 0; n < times; n++) {
      const { slug } = await asked<{ slug: string }>(asking, 'reports.begin', { template: 'quarterly' }, true)
      const body = JSON.stringify({ intentId: newId(), ...(await draftOf(asking, slug)) })
      const one = async (server: MeasuredServer, client: Client, question: Question) => {
        const taken = await round(server, client, 1, () => question)
        if (taken.failed) throw new Error(`${question.path} failed`)
        return taken
      }
      const taken = await one(product, asking, { path: '/trpc/reports.publish', body })
      const beside = await one(limit, limited, { path: '/publish', body: JSON.stringify({ intentId: newId() }) })
      // The first ones only warm up.
      if (n < 4) continue
      of.product.push(taken.latencies[0] ?? Number.NaN)
      of.limit.push(beside.latencies[0] ?? Number.NaN)
      of.cpu.push(taken.cpuMsEach)
      of.cpuOfLimit.push(beside.cpuMsEach)
    }
  } finally {
    asking.close()
    limited.close()
    await product.stop()
    await limit.stop()
  }
  const db = new Sqlite(join(limitDir, 'main.db'), { readonly: true })
  const weight = weightOfPublication(db)
  db.close()
  const workload = 'publish, by HTTP'
  const note = `limit: its ${weight.rows} rows, ${Math.round(weight.kilobytes)} kB, one commit`
  return [
    row({ workload, items, metric: 'until it is stored', unit: 'ms', product: of.product, limit: of.limit, note }),
    row({ workload, items, metric: 'CPU', unit: 'ms', product: of.cpu, limit: of.cpuOfLimit }),
  ]
}

/** The page of an update, as customers ask for it: first, and again with what they were told. */
export async function measurePublicPage({ items, quick }: Asked): Promise<Row[]> {
  if (items > founding) return []
  const dataDir = await publishedFolder()
  const product = await MeasuredServer.product(dataDir)
  const limit = await MeasuredServer.limit(dataDir)
  const asking = new Client(product, 4)
  const limited = new Client(limit, 4)
  const path = `/updates/${draftSlug}`
  const first = await asking.ask({ path })
  if (first.status !== 200) throw new Error(`${path} answered ${first.status}`)
  const workload = 'public page'
  const rows: Row[] = []
  try {
    const etag = String(first.headers.etag)
    await limited.ask({
      path: '/page',
      body: JSON.stringify(pageOf(first.text, etag, first.headers, articleOf(dataDir))),
    })
    const same = await limited.ask({ path })
    if (same.text !== first.text) throw new Error('The limit sends another page')
    const size = quick ? 300 : 1_000
    for (const [metric, question] of [
      ['', { path }],
      [' (304)', { path, headers: { 'if-none-match': etag }, expects: 304 }],
    ] satisfies [string, Question][]) {
      const rounds: { product: Round; limit: Round }[] = []
      for (let n = 0; n < (quick ? 8 : 14); n++) {
        const taken = {
          product: await round(product, asking, size, () => question),
          limit: await round(limit, limited, size, () => question),
        }
        if (taken.product.failed || taken.limit.failed) throw new Error(`The public page${metric} failed`)
        if (n >= 2) rounds.push(taken)
      }
      rows.push(
        row({
          workload,
          items,
          metric: `CPU a request${metric}`,
          unit: 'ms',
          product: rounds.map((each) => each.product.cpuMsEach),
          limit: rounds.map((each) => each.limit.cpuMsEach),
        }),
        row({
          workload,
          items,
          metric: `p99 over 4 connections${metric}`,
          unit: 'ms',
          product: rounds.map((each) => quantile(each.product.latencies, 0.99)),
          limit: rounds.map((each) => quantile(each.limit.latencies, 0.99)),
        }),
      )
    }
    rows.push(...(await weights(asking, first.text)))
  } finally {
    asking.close()
    limited.close()
    await product.stop()
    await limit.stop()
  }
  return rows
}

/** The article as it is stored: what lies before and after it in the page is the frame. */
function articleOf(dataDir: string): string {
  const db = new Sqlite(join(dataDir, 'main.db'), { readonly: true })
  const bytes = db.prepare(`select bytes from publication where slug = ? and format = 'html'`).pluck().get(draftSlug)
  db.close()
  return (bytes as Buffer).toString()
}

function pageOf(text: string, etag: string, sent: Record<string, unknown>, article: string) {
  const at = text.indexOf(article)
  if (at < 0) throw new Error('The page does not hold its article')
  const ofTheConnection = ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding']
  const headers = Object.fromEntries(Object.entries(sent).filter(([name]) => !ofTheConnection.includes(name)))
  return { head: text.slice(0, at), foot: text.slice(at + article.length), etag, headers }
}

async function weights(asking: Client, page: string): Promise<Row[]> {
  const kilobytes = async (path: string | undefined) =>
    path === undefined ? 0 : Buffer.byteLength((await asking.ask({ path })).text) / 1_000
  const styleAt = /<link rel="stylesheet" href="([^"]+)"/.exec(page)?.[1]
  const style = styleAt ? (await asking.ask({ path: styleAt })).text : ''
  const fontAt = /url\(["']?([^"')]+)/.exec(style)?.[1]
  const font = fontAt ? Number((await asking.ask({ path: fontAt })).headers['content-length'] ?? Number.NaN) / 1_000 : 0
  const workload = 'public page'
  const of = { workload, items: founding, unit: 'kB' } as const
  return [
    row({
      ...of,
      metric: 'HTML and CSS',
      product: Buffer.byteLength(page) / 1_000 + (await kilobytes(styleAt)),
      bar: 30,
      note: `${page.match(/<script/g)?.length ?? 0} scripts; not compressed`,
    }),
    row({ ...of, metric: 'font', product: font }),
  ]
}
