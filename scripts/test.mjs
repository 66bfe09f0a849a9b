import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureChromium } from './chromium.mjs'
import { ensureInstalled, root, say } from './install.mjs'
import { checkLockfile } from './lockfile.mjs'

// Somebody's shell may name a real database; no test may ever meet it.
delete process.env.DATABASE_URL

const stages = {
  types: () => command('node_modules/typescript/bin/tsc', ['-b']),
  lint: () => command('node_modules/@biomejs/biome/bin/biome', ['ci', '--error-on-warnings', '.']),
  migrations: () => command('scripts/migrations.mjs', ['--check']),
  lockfile,
  build: () => command('scripts/build.mjs', []),
  unit,
  browser,
  e2e,
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in stages))
if (unknown.length > 0) {
  say(`There is no stage ${unknown.join(', ')}. Stages: ${Object.keys(stages).join(', ')}.`)
  process.exit(1)
}

await ensureInstalled()

const results = []
for (const [name, stage] of Object.entries(stages)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  console.log(`\n== ${name} ==`)
  const began = Date.now()
  const result = await stage().catch((error) => ({ passed: 0, failed: 1, notes: [String(error?.message ?? error)] }))
  for (const note of result.notes ?? []) console.log(note)
  results.push({ name, ...result, seconds: (Date.now() - began) / 1000 })
}

const passed = sum('passed')
const failed = sum('failed')
console.log(`\n${row('stage', 'passed', 'failed', 'seconds')}`)
for (const result of results) console.log(row(result.name, result.passed, result.failed, result.seconds.toFixed(1)))
console.log(`\n${passed} passed, ${failed} failed`)
if (failed > 0 || passed === 0) process.exitCode = 1

function sum(key) {
  return results.reduce((total, result) => total + result[key], 0)
}

function row(name, ...figures) {
  return name.padEnd(12) + figures.map((figure) => String(figure).padStart(9)).join('')
}

/** Runs one of the project's tools and gives its exit code. Named by file: `npx` would cost half a second each time. */
function run(script, args, env = {}) {
  const child = spawn(process.execPath, [join(root, script), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  })
  return new Promise((resolve) => {
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** A tool that only says yes or no counts as one check. */
async function command(script, args) {
  return (await run(script, args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

async function lockfile() {
  const checks = await checkLockfile()
  const bad = checks.filter(({ problems }) => problems.length > 0)
  return {
    passed: checks.length - bad.length,
    failed: bad.length,
    notes: checks.flatMap(({ name, problems }) => [`${problems.length > 0 ? 'FAILED' : 'ok'}: ${name}`, ...problems]),
  }
}

async function unit() {
  const report = freshReport('unit.json')
  const code = await run('node_modules/vitest/vitest.mjs', [
    'run',
    '--allowOnly=false',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  const files = read(report)?.testResults ?? []
  const states = files.flatMap((file) =>
    // A file that broke before its first test has no tests to count, but it did break.
    file.assertionResults.length === 0 ? ['broken'] : file.assertionResults.map((test) => test.status),
  )
  return counted(states.filter((state) => state === 'passed').length, states, code)
}

async function browser() {
  process.env.CHROMIUM_PATH = await ensureChromium()
  return { passed: 1, failed: 0, notes: [`Chromium: ${process.env.CHROMIUM_PATH}`] }
}

async function e2e() {
  // An older dist would pass or fail for reasons that are no longer in the sources. Instant after the stage `build`.
  if ((await run('scripts/build.mjs', [])) !== 0) throw new Error('The visits cannot start: the build failed.')
  const report = freshReport('e2e.json')
  const code = await run('node_modules/@playwright/test/cli.js', ['test', '--forbid-only', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  })
  const { stats, errors = [] } = read(report) ?? {}
  if (!stats) return { passed: 0, failed: 1, notes: ['Playwright left no report.'] }
  const bad = stats.unexpected + stats.flaky + stats.skipped + errors.length
  return counted(stats.expected, Array(stats.expected + bad), code)
}

/** Whatever did not pass failed, the skipped too; and a runner that says "failed" is believed over its own figures. */
function counted(passed, all, code) {
  const failed = all.length - passed
  if (all.length === 0) return { passed: 0, failed: 1, notes: ['No test ran.'] }
  if (code !== 0 && failed === 0) return { passed, failed: 1, notes: [`The runner ended with code ${code}.`] }
  return { passed, failed }
}

/** A report of an earlier run must never be counted as one of this run. */
function freshReport(name) {
  mkdirSync(join(root, '.build'), { recursive: true })
  const path = join(root, '.build', name)
  rmSync(path, { force: true })
  return path
}

function read(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}
