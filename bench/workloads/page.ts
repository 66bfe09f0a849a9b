import { type BrowserContext, chromium } from '@playwright/test'
import { Client } from '../client'
import { copyOf } from '../data'
import { type Row, row } from '../figures'
import { MeasuredServer } from '../servers'
import type { Asked } from './workload'

const founding = '/example/feb-26-2021'

/** Runs in the page before its own scripts. A row is there once it has a height, in the frame after which it is painted. */
const watch = `
  globalThis.longest = 0
  globalThis.visibleAt = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration)
  }).observe({ type: 'longtask', buffered: true })
  const look = () => {
    const row = document.querySelector('tbody tr')
    if (row && row.getBoundingClientRect().height > 0) visibleAt = performance.now()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
`

interface Visit {
  visibleMs: number
  requests: number
  scriptBytes: number
  styleBytes: number
  fontBytes: number
  longestTaskMs: number
  scripts: string[]
}

/** The list in a browser that was never here, and again with what it kept: until rows can be seen, and what came over the wire. */
export async function measurePage({ items, quick }: Asked): Promise<Row[]> {
  const product = await MeasuredServer.product(copyOf(items))
  const path = process.env.CHROMIUM_PATH
  const browser = await chromium.launch(path ? { executablePath: path } : {})
  try {
    const setUp = new Client(product, 1)
    const body = JSON.stringify({ story: 'feb-26-2021', intentId: `bench-${Date.now()}` })
    const loaded = await setUp.ask({ path: '/trpc/workspaces.loadExample', body })
    setUp.close()
    if (loaded.status !== 200) throw new Error(`The example was not loaded: ${loaded.text.slice(0, 300)}`)
    const rows: Row[] = []
    // The founding example stands for the small size: it is what people see first.
    const [name, base] = items < 1_000 ? ['list page, founding example', founding] : ['list page', '']
    const cold: Visit[] = []
    const warm: Visit[] = []
    for (let n = 0; n < (quick ? 3 : 7); n++) {
      const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } })
      cold.push(await visited(context, `${product.address}${base}/items`))
      warm.push(await visited(context, `${product.address}${base}/items`))
      await context.close()
    }
    const of = (visits: Visit[], what: Exclude<keyof Visit, 'scripts'>) => visits.slice(1).map((each) => each[what])
    const made = (metric: string, product: number[], unit: Row['unit'], bar?: number) =>
      rows.push(row({ workload: name as string, items, metric, unit, product, ...(bar === undefined ? {} : { bar }) }))
    made('cold, rows visible', of(cold, 'visibleMs'), 'ms', 450)
    made('warm, rows visible', of(warm, 'visibleMs'), 'ms', 250)
    made(
      'JS before it is usable',
      of(cold, 'scriptBytes').map((bytes) => bytes / 1_000),
      'kB',
      175,
    )
    made(
      'CSS',
      of(cold, 'styleBytes').map((bytes) => bytes / 1_000),
      'kB',
      20,
    )
    made(
      'fonts',
      of(cold, 'fontBytes').map((bytes) => bytes / 1_000),
      'kB',
    )
    made('requests', of(cold, 'requests'), '', 10)
    made('longest task', of(cold, 'longestTaskMs'), 'ms', 50)
    if (process.env.BENCH_SHOW) process.stderr.write(`${cold[1]?.scripts.join('\n')}\n`)
    return rows
  } finally {
    await browser.close()
    await product.stop()
  }
}

async function visited(context: BrowserContext, url: string): Promise<Visit> {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  const kinds = new Map<string, { type: string; url: string }>()
  const seen: { type: string; url: string; bytes: number }[] = []
  let requests = 0
  let isUsable = false
  devtools.on('Network.requestWillBeSent', ({ requestId, type, request }) => {
    kinds.set(requestId, { type: type ?? 'Other', url: request.url })
    if (!isUsable && request.url.startsWith('http')) requests++
  })
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId)
    if (!isUsable && kind) seen.push({ ...kind, bytes: encodedDataLength })
  })
  await page.addInitScript({ content: watch })
  await page.goto(url, { waitUntil: 'commit' })
  await page.waitForFunction(() => (globalThis as unknown as { visibleAt: number }).visibleAt > 0, undefined, {
    polling: 20,
  })
  isUsable = true
  await page.waitForTimeout(400)
  const { visibleAt, longest } = await page.evaluate(() => {
    const { visibleAt, longest } = globalThis as unknown as { longest: number; visibleAt: number }
    return { visibleAt, longest }
  })
  await page.close()
  const bytes = (type: string) => seen.filter((each) => each.type === type).reduce((sum, each) => sum + each.bytes, 0)
  return {
    visibleMs: visibleAt,
    requests,
    scriptBytes: bytes('Script'),
    styleBytes: bytes('Stylesheet'),
    fontBytes: bytes('Font'),
    longestTaskMs: longest,
    scripts: seen.map((each) => `${each.type} ${Math.round(each.bytes)} ${each.url}`),
  }
}
