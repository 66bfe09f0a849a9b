import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of package.json, wherever the command was called from. */
export const root = fileURLToPath(new URL('..', import.meta.url))

const modules = join(root, 'node_modules')
const stampFile = join(modules, '.followthrough-lock')

/** Progress goes to standard error: `followthrough … --json` must own standard output alone. */
export const say = (line) => process.stderr.write(`${line}\n`)

/** Ends the process with one sentence instead of a stack: everything that arrives here is for the person at the keyboard. */
export function giveUp(sentence) {
  say(sentence)
  process.exit(1)
}

/**
 * Makes node_modules agree with package-lock.json and with the running Node. Costs a few milliseconds when it does.
 * Gives true when something had to be installed.
 */
export async function ensureInstalled() {
  refuseOldNode()
  const wanted = stamp()
  if (read(stampFile) === wanted) return false

  // Somebody ran `npm ci` or `npm install` by hand: take their work over instead of spending two minutes on it again.
  const done = installedAsLocked() ? false : await install()
  if (!sqliteLoads()) await compileSqlite()
  writeFileSync(stampFile, wanted)
  return done !== false
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  giveUp(`Followthrough needs Node 20.19 or newer; this is ${process.versions.node}.`)
}

/** The lockfile, plus what the SQLite binary is bound to: one Node ABI on one platform. */
function stamp() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  return `${lock} abi ${process.versions.modules} ${process.platform} ${process.arch}\n`
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

/** npm keeps its own account of what it put into node_modules; packages for other platforms are rightly missing there. */
function installedAsLocked() {
  const account = read(join(modules, '.package-lock.json'))
  if (account === null) return false
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const present = JSON.parse(account).packages
  return Object.entries(locked).every(([path, entry]) => {
    if (path === '' || entry.link) return true
    const found = present[path]
    if (!found) return entry.optional === true || entry.devOptional === true || entry.peer === true
    return found.version === entry.version && found.integrity === entry.integrity && existsSync(join(root, path))
  })
}

async function install() {
  // NODE_ENV=production would leave out Vite and esbuild, and nothing could be built.
  await npm(
    ['ci', '--include=dev', '--no-audit', '--no-fund'],
    'Installing packages. The first time SQLite may be compiled: a minute and a half more.',
    'The packages could not be installed. Check the network and the lines above, then run the same command again.',
  )
  return true
}

async function compileSqlite() {
  await npm(
    ['rebuild', 'better-sqlite3'],
    `Building SQLite for Node ${process.versions.node}. This may take a minute and a half.`,
    'SQLite could not be built. It needs Python 3 and a C++ compiler (Debian and Ubuntu: build-essential; macOS: xcode-select --install; Windows: Visual Studio Build Tools). Then run the same command again.',
  )
  if (!sqliteLoads()) {
    giveUp(
      'SQLite was built but does not load on this Node. Delete the folder node_modules and run the same command again.',
    )
  }
}

// Another process, because a binary of the wrong ABI stays broken for the process that tried to load it.
function sqliteLoads() {
  const attempt = "new (require('better-sqlite3'))(':memory:').close()"
  return spawnSync(process.execPath, ['-e', attempt], { cwd: root, stdio: 'ignore' }).status === 0
}

/** Runs npm quietly, with a sign of life; on failure shows the end of what npm said, then `sentence`. */
async function npm(args, what, sentence) {
  say(what)
  const { code, output } = await withHeartbeat(startNpm(args))
  if (code === 0) return
  say(reason(output))
  giveUp(`\n${sentence}`)
}

/** npm says why first and then explains itself at length; without "npm error" lines the end is the best guess. */
function reason(output) {
  const lines = output.trimEnd().split('\n')
  const first = lines.findIndex((line) => line.startsWith('npm error'))
  if (first < 0) return lines.slice(-30).join('\n')
  const usage = lines.findIndex((line) => /^npm error (Usage:|Clean install a project)/.test(line))
  return lines.slice(first, usage < 0 ? first + 40 : usage).join('\n')
}

/** Runs npm in silence. Gives its exit code and the end of what it said. */
export function runNpm(args) {
  return outcome(startNpm(args))
}

function startNpm(args) {
  const options = { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] }
  const path = process.env.npm_execpath
  if (path && basename(path) === 'npm-cli.js') return spawn(process.execPath, [path, ...args], options)
  // On Windows npm is a .cmd file, which only a shell can start; one string, since a shell takes no argument list.
  if (process.platform === 'win32') return spawn(['npm', ...args].join(' '), { ...options, shell: true })
  return spawn('npm', args, options)
}

async function withHeartbeat(child) {
  const began = Date.now()
  const seconds = () => Math.round((Date.now() - began) / 1000)
  const live = process.stderr.isTTY
  const beat = setInterval(
    () => (live ? process.stderr.write(`\r  … ${seconds()} s`) : say(`  … ${seconds()} s`)),
    live ? 1_000 : 20_000,
  )
  const result = await outcome(child)
  clearInterval(beat)
  if (live) process.stderr.write('\r\x1b[K')
  if (result.code === 0) say(`  done in ${seconds()} s`)
  return result
}

function outcome(child) {
  let output = ''
  const keep = (chunk) => {
    output = (output + chunk).slice(-20_000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, output: `npm could not be started: ${error.message}` }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
