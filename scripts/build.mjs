import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled, root, say } from './install.mjs'

const dist = join(root, 'dist')
const stampFile = join(dist, '.built-from')

/** What ends up in dist, or decides how it gets there. */
const sources = [
  'domain',
  'db',
  'server',
  'client',
  'package-lock.json',
  'vite.config.ts',
  'tsconfig.json',
  'tsconfig.base.json',
  'scripts/build.mjs',
]
const neverBuilt = /\.(test|spec)\.tsx?$|\.sql$|^meta$/

/**
 * Builds client and server when dist was made from other sources than these. Gives true when it built.
 * The build runs in a process of its own, so that a server started right after it does not carry Vite in its memory.
 */
export async function ensureBuilt() {
  if (isCurrent()) return false
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url)], { cwd: root, stdio: ['ignore', 2, 2] })
  const code = await new Promise((resolve) => child.on('close', resolve).on('error', () => resolve(1)))
  if (code !== 0) process.exit(1)
  return true
}

/** By content, not by date: a checkout touches every file and changes none. */
function fingerprint() {
  const hash = createHash('sha256')
  const add = (path) => {
    hash.update(`\n${relative(root, path)}\n`)
    hash.update(readFileSync(path))
  }
  const walk = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (neverBuilt.test(entry.name)) continue
      if (entry.isDirectory()) walk(join(path, entry.name))
      else add(join(path, entry.name))
    }
  }
  for (const source of sources) {
    const path = join(root, source)
    if (/\.\w+$/.test(source)) add(path)
    else if (existsSync(path)) walk(path)
  }
  return hash.digest('hex')
}

function isCurrent() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint()
}

/** Builds beside dist and swaps at the end: whoever is interrupted keeps the old dist, which still counts as stale. */
async function build() {
  const began = Date.now()
  const from = fingerprint()
  clearAbandoned()
  const next = join(root, '.build', `dist-${process.pid}`)
  process.env.NODE_ENV = 'production'
  try {
    // Both to their end, even when one fails: the other would write into a folder that was just cleared away.
    const parts = await Promise.allSettled([buildClient(join(next, 'client')), buildServer(next)])
    for (const part of parts) if (part.status === 'rejected') throw part.reason
    writeFileSync(join(next, '.built-from'), from)
    rmSync(dist, { recursive: true, force: true })
    renameSync(next, dist)
  } finally {
    rmSync(next, { recursive: true, force: true })
  }
  return Date.now() - began
}

/** What killed builds left behind. A build that is still running keeps its folder. */
function clearAbandoned() {
  const folder = join(root, '.build')
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const builder = /^dist-(\d+)$/.exec(name)?.[1]
    if (builder && !isRunning(Number(builder))) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

async function buildClient(outDir) {
  const vite = await import('vite')
  await vite.build({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  })
}

async function buildServer(outdir) {
  const esbuild = await import('esbuild')
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: { server: 'server/main.ts', followthrough: 'server/cli/main.ts' },
    outdir,
    bundle: true,
    splitting: true,
    // Flat: `new URL('../db/migrations', import.meta.url)` must mean the same in dist/ as in db/.
    chunkNames: 'part-[hash]',
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    // All but the drivers, which are native: a few files are read faster than a thousand, and start-up is mostly that.
    external: ['better-sqlite3', 'pg'],
    // What is CommonJS in there asks for Node's own modules this way.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    sourcemap: true,
    logLevel: 'warning',
  })
}

const calledDirectly = process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]
if (calledDirectly) {
  await ensureInstalled()
  if (isCurrent()) {
    say('dist is up to date; nothing to build.')
  } else {
    say('Building client and server.')
    try {
      say(`  done in ${((await build()) / 1000).toFixed(1)} s`)
    } catch (error) {
      // Vite and esbuild have already shown where; a stack of their insides would bury it.
      say(error instanceof Error ? error.message : String(error))
      say('The build failed; dist is as it was before.')
      process.exitCode = 1
    }
  }
}
