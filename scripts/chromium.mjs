import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root, say } from './install.mjs'

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const applications = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    `${process.env.PROGRAMFILES}\\Google\\Chrome\\Application\\chrome.exe`,
    `${process.env.LOCALAPPDATA}\\Google\\Chrome\\Application\\chrome.exe`,
  ],
}

/** The path of a Chromium that is already here, or undefined; then Playwright would take the one it downloaded itself. */
export function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const onPath = commands.flatMap((command) => folders.map((folder) => join(folder, command)))
  return [...onPath, ...(applications[process.platform] ?? [])].find(starts)
}

/**
 * Gives the path of a Chromium, after installing one when none is found. Throws a sentence for the person who ran the
 * tests: visits that did not happen are not visits that passed.
 */
export async function ensureChromium() {
  const told = process.env.CHROMIUM_PATH
  if (told && !starts(told)) throw new Error(`CHROMIUM_PATH is ${told}, but no browser starts there.`)
  const found = findChromium() ?? (await downloaded())
  if (found) return found

  if (mayUseApt()) {
    say('No Chromium found; installing the package of this system.')
    if (run('apt-get', ['update']) && run('apt-get', ['install', '-y', 'chromium'])) {
      const installed = findChromium()
      if (installed) return installed
    }
  }
  say('No Chromium found; Playwright downloads its own.')
  run(process.execPath, [join(root, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium'])
  const own = await downloaded()
  if (own) return own
  throw new Error('No Chromium could be found or installed. Install Chromium or Chrome, or set CHROMIUM_PATH to one.')
}

async function downloaded() {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  return existsSync(path) ? path : undefined
}

function starts(path) {
  try {
    accessSync(path, constants.X_OK)
  } catch {
    return false
  }
  // Ubuntu's chromium-browser is a notice about a snap package. On Windows --version opens a window and never returns.
  return (
    process.platform === 'win32' || spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0
  )
}

function mayUseApt() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'))
}

function run(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] }).status === 0
}
