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
try {
  await fetch(`${address}/trpc/workspaces.loadExample`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-followthrough': '1' },
    body: JSON.stringify({ intentId: crypto.randomUUID(), story: 'feb-26-2021' }),
  })
  const executablePath = await ensureChromium()
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args })
  for (const { name, path, scheme, width, height } of pictures) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme })
    const page = await context.newPage()
    await page.goto(`${address}/example/feb-26-2021${path}`)
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
