import { defineConfig, devices } from '@playwright/test'
import { findChromium } from './scripts/chromium.mjs'

const executablePath = findChromium()
// Root in a container has no user namespace to build the sandbox from.
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []

// No webServer: every visit starts its own server on a free port with its own data (e2e/visit.ts).
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // The machine is shared; what is wrong is wrong after fifteen seconds too.
  expect: { timeout: 15_000 },
  timeout: 60_000,
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        ...sandbox,
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
