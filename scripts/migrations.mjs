// Writes the migrations of both engines from db/schema.ts.
//
//   npm run migrations -- --name add_plans     generates what the schema has and the migrations have not
//   npm run migrations -- --check              changes nothing; fails when something would be generated
//   npm run migrations -- --custom --name x    an empty migration for hand-written SQL, in both engines

import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const committed = join(root, 'db', 'migrations')
const folders = { sqlite: 'sqlite', postgresql: 'postgres' }
const given = process.argv.slice(2)
const check = given.includes('--check')
const flags = given.filter((flag) => flag !== '--check')

/** True when it did. In a check, a question it would ask (was a column renamed?) means that something is new. */
function generate(dialect, target) {
  const drizzleKit = join(root, 'node_modules', 'drizzle-kit', 'bin.cjs')
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [drizzleKit, 'generate', ...flags], {
    cwd: root,
    encoding: 'utf8',
    stdio: check ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    env: { ...process.env, DATABASE_URL: '', FOLLOWTHROUGH_DIALECT: dialect, FOLLOWTHROUGH_MIGRATIONS: target },
  })
  // It reports some failures with a zero.
  if (status === 0 && !/error/i.test(stderr ?? '')) return true
  if (stderr?.includes('Interactive prompts')) return false
  const said = [stdout, stderr, error?.message].filter(Boolean).join('\n')
  throw new Error(`${said}\ndrizzle-kit could not generate the migrations for ${dialect}.`)
}

const files = (folder) => (existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.sql')) : [])

/** Engines whose migrations lag behind the schema. */
function stale() {
  mkdirSync(join(root, '.build'), { recursive: true })
  const copy = mkdtempSync(join(root, '.build', 'migrations-'))
  try {
    if (existsSync(committed)) cpSync(committed, copy, { recursive: true })
    return Object.entries(folders).filter(([dialect, folder]) => {
      // drizzle-kit takes every path for a relative one.
      if (!generate(dialect, relative(root, copy))) return true
      return files(join(copy, folder)).length !== files(join(committed, folder)).length
    })
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

try {
  if (!check) {
    for (const dialect of Object.keys(folders)) generate(dialect, 'db/migrations')
  } else {
    const behind = stale().map(([dialect]) => dialect)
    if (behind.length === 0) {
      console.log('db/migrations are what db/schema.ts says, for both engines.')
    } else {
      console.error(
        `db/migrations lag behind db/schema.ts (${behind.join(', ')}). Run: npm run migrations -- --name WORDS`,
      )
      process.exitCode = 1
    }
  }
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
