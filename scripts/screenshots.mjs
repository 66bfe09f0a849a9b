import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { ensureChromium } from './chromium.mjs'
import { ensureInstalled, root, say } from './install.mjs'

// Draws the pictures of the documentation from the running product and its example: nobody edits them by hand.
await ensureInstalled()
await ensureBuilt()
const { chromium } = await import('@playwright/test')

const pictures = [
  { name: 'studio-light', path: '/reports/q2-2021-update', scheme: 'light', width: 1440, height: 900 },
  { name: 'studio-dark', path: '/reports/q2-2021-update', scheme: 'dark', width: 1440, height: 900 },
  { name: 'incident-light', path: '/incidents/INC-1', scheme: 'light', width: 1280, height: 900 },
  // After the draft was published, so they come last.
  { name: 'update-light', path: '/updates/q2-2021-update', scheme: 'light', width: 820, height: 1240, published: true },
  {
    name: 'update-phone-dark',
    path: '/updates/q2-2021-update',
    scheme: 'dark',
    width: 390,
    height: 844,
    published: true,
  },
  { name: 'promises-light', path: '/promises', scheme: 'light', width: 1280, height: 900, published: true },
  {
    name: 'quarter-light',
    path: '/quarters/2021-Q2?asOf=2021-07-20&comparedWith=2021-04-16',
    scheme: 'light',
    width: 1280,
    height: 1100,
  },
  {
    name: 'quarter-dark',
    path: '/quarters/2021-Q2?asOf=2021-07-20&comparedWith=2021-04-16',
    scheme: 'dark',
    width: 1280,
    height: 1100,
  },
  { name: 'items-light', path: '/items?program=FES&peek=FT-7', scheme: 'light', width: 1400, height: 900 },
  { name: 'items-phone-dark', path: '/items?program=FES', scheme: 'dark', width: 390, height: 844 },
]

const dataDir = mkdtempSync(join(tmpdir(), 'followthrough-pictures-'))
const out = join(root, 'docs', 'pictures')
mkdirSync(out, { recursive: true })
const server = spawn(process.execPath, [join(root, 'dist', 'server.js')], {
  env: { ...process.env, PORT: '0', FOLLOWTHROUGH_DATA: dataDir, FOLLOWTHROUGH_LOG: 'error', DATABASE_URL: '' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const address = await new Promise((resolve, reject) => {
  server.stdout.on('data', (chunk) => {
    const found = /ready at (http:\S+)/.exec(String(chunk))?.[1]
    if (found) resolve(found)
  })
  server.once('exit', () => reject(new Error('The server ended before it was ready.')))
})
const example = `${address}/example/feb-26-2021`
const change = (base, procedure, input) =>
  fetch(`${base}/trpc/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-followthrough': '1' },
    body: JSON.stringify({ intentId: crypto.randomUUID(), ...input }),
  })

async function publish(slug) {
  const answer = await fetch(`${example}/trpc/reports.bySlug?input=${encodeURIComponent(JSON.stringify({ slug }))}`)
  const { id, version, draft } = (await answer.json()).result.data
  await change(example, 'reports.publish', { reportId: id, version, number: draft })
}

try {
  await change(address, 'workspaces.loadExample', { story: 'feb-26-2021' })
  const executablePath = await ensureChromium()
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args })
  const inOrder = [...pictures].sort((a, b) => Number(a.published ?? false) - Number(b.published ?? false))
  let isPublished = false
  for (const { name, path, scheme, width, height, published } of inOrder) {
    if (published && !isPublished) {
      await publish('q2-2021-update')
      isPublished = true
    }
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme })
    const page = await context.newPage()
    await page.goto(example + path)
    await page.waitForLoadState('networkidle')
    await page.screenshot({ path: join(out, `${name}.png`) })
    await context.close()
    say(`docs/pictures/${name}.png`)
  }
  await browser.close()
} finally {
  server.kill('SIGTERM')
  await new Promise((resolve) => server.once('exit', resolve))
  rmSync(dataDir, { recursive: true, force: true })
}
