import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'

/** One running product with an empty data folder: as a newcomer has it after `npm start`. */
export interface Product {
  address: string
  /** Where the example answers; it is loaded anew for every visit. */
  example: string
}

const root = join(import.meta.dirname, '..')

async function started(dataDir: string): Promise<{ address: string; stop: () => Promise<void> }> {
  const server = spawn(process.execPath, [join(root, 'dist', 'server.js')], {
    env: { ...process.env, PORT: '0', FOLLOWTHROUGH_DATA: dataDir, FOLLOWTHROUGH_LOG: 'error', DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const address = await new Promise<string>((resolve, reject) => {
    let said = ''
    server.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const found = /ready at (http:\S+)/.exec(said)?.[1]
      if (found) resolve(found)
    })
    server.once('exit', (code) => reject(new Error(`The server ended with ${code} before it was ready: ${said}`)))
  })
  const stop = () =>
    new Promise<void>((resolve) => {
      server.once('exit', () => resolve())
      server.kill('SIGTERM')
    })
  return { address, stop }
}

export const test = base.extend<
  { product: Product; fresh: { address: string }; noTrouble: undefined },
  { server: { address: string } }
>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: the fixture's signature is Playwright's
    async ({}, use) => {
      const dataDir = await mkdtemp(join(tmpdir(), 'followthrough-visit-'))
      const { address, stop } = await started(dataDir)
      await use({ address })
      await stop()
      await rm(dataDir, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  product: async ({ server }, use) => {
    // Fresh for every visit: what one visitor changed must not be what the next one finds.
    await post(server.address, 'workspaces.removeExample')
    await post(server.address, 'workspaces.loadExample')
    await use({ address: server.address, example: `${server.address}/example/feb-26-2021` })
  },
  // A product of its own, as `npm start` leaves it in a fresh folder: nothing is loaded and nothing set up.
  // biome-ignore lint/correctness/noEmptyPattern: the fixture's signature is Playwright's
  fresh: async ({}, use) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'followthrough-fresh-'))
    const { address, stop } = await started(dataDir)
    await use({ address })
    await stop()
    await rm(dataDir, { recursive: true, force: true })
  },
  noTrouble: [
    async ({ page }, use) => {
      const troubles: string[] = []
      page.on('pageerror', (error) => troubles.push(String(error)))
      page.on('console', (message) => {
        // A refused change answers 409, a server that is gone answers nothing; the browser notes both, and the page says
        // them in words.
        if (message.type() === 'error' && !/status of 4\d\d|net::ERR_FAILED/.test(message.text()))
          troubles.push(message.text())
      })
      await use(undefined)
      expect(troubles, 'the page reported no error').toEqual([])
    },
    { auto: true },
  ],
})

async function post(address: string, procedure: string) {
  const response = await fetch(`${address}/trpc/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-followthrough': '1' },
    body: JSON.stringify({ intentId: crypto.randomUUID(), story: 'feb-26-2021' }),
  })
  if (!response.ok) throw new Error(`${procedure} answered ${response.status}: ${await response.text()}`)
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** No violation of WCAG 2.2 AA on the page as it stands, targets at least 24 by 24 included. */
export async function expectAccessible(page: Page, where: string) {
  const { violations } = await new AxeBuilder({ page })
    .options({ runOnly: tags, rules: { 'target-size': { enabled: true } } })
    .analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`)
  expect(found, `accessible: ${where}`).toEqual([])
}

/** The page itself never scrolls sideways. */
export async function expectNoSidewaysScroll(page: Page, where: string) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(over, `no sideways scroll: ${where}`).toBeLessThanOrEqual(0)
}

/** A cell is wide enough for its longest word, or nearly: nothing stands a letter a line. */
export async function expectNothingSqueezed(page: Page, where: string) {
  const squeezed = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('td, th')].flatMap((cell) => {
      const table = cell.closest('table')
      if (!table || getComputedStyle(table).display !== 'table') return []
      const longest = Math.max(0, ...cell.innerText.split(/\s+/).map((word) => word.length))
      const isDrawn = cell.checkVisibility() && cell.offsetParent !== null && longest > 2
      // Four pixels a letter is less than any of ours takes; long words may break in two. What is cut off is not tall.
      return isDrawn && cell.clientWidth < Math.min(longest, 12) * 4
        ? [`${cell.innerText}: ${cell.clientWidth} px`]
        : []
    }),
  )
  expect(squeezed, `squeezed: ${where}`).toEqual([])
}

export { expect }
