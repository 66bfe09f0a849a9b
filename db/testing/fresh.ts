import { createHash, randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, onTestFinished } from 'vitest'
import { engine } from '../dialect'
import { readMigrations } from '../migrate'
import { type Database, type OpenOptions, openWorkspace } from '../open'

export type FreshOptions = Partial<Omit<OpenOptions, 'mode' | 'dataDir'>>

/**
 * A migrated, empty workspace for one test, `main` unless named otherwise, on the engine the test project runs. It is
 * closed and removed when the test has finished. Each call is an installation of its own.
 */
export async function freshDatabase(options: FreshOptions = {}): Promise<Database> {
  const { dataDir } = await freshInstallation(options)
  const database = await openWorkspace({ workspace: 'main', ...options, dataDir, mode: 'write' })
  onTestFinished(() => database.close())
  // `main` is a copy of a migrated one; other workspaces are made here.
  if (database.workspace !== 'main') await database.migrate()
  return database
}

/**
 * An installation of its own, with `main` migrated and empty, for tests that open it themselves or more than once.
 * On PostgreSQL it becomes the one that DATABASE_URL names.
 */
export async function freshInstallation({ migrations }: FreshOptions = {}): Promise<{ dataDir: string }> {
  const dataDir = freshFolder()
  if (engine === 'postgresql') await copyPostgres(migrations)
  else copyFileSync(await sqliteTemplate(migrations), join(dataDir, 'main.db'))
  return { dataDir }
}

/** An empty folder that is gone after the test. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'followthrough-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** An installation with nothing in it: no file, and on PostgreSQL an empty database. */
export async function emptyInstallation(): Promise<{ dataDir: string }> {
  if (engine === 'postgresql') await copyPostgres(null)
  return { dataDir: freshFolder() }
}

const made: string[] = []
// Here and not where they are made: inside a test nothing can be left for the end of the file.
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const templates = new Map<string | undefined, Promise<string>>()

/** A migrated SQLite file, made once per test file: migrating takes much longer than copying. */
function sqliteTemplate(migrations: string | undefined): Promise<string> {
  let template = templates.get(migrations)
  if (template === undefined) {
    template = makeSqliteTemplate(migrations)
    templates.set(migrations, template)
  }
  return template
}

async function makeSqliteTemplate(migrations: string | undefined): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'followthrough-template-'))
  made.push(dataDir)
  await migrated(dataDir, migrations)
  return join(dataDir, 'main.db')
}

async function migrated(dataDir: string, migrations: string | undefined): Promise<void> {
  const database = await openWorkspace({ dataDir, workspace: 'main', mode: 'write', migrations })
  await database.migrate()
  await database.close()
}

// What the setup file put there; DATABASE_URL itself names the newest copy.
const server = process.env.DATABASE_URL ?? ''

const urlOf = (database: string) => {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

/** A database copied from a migrated one (`null`: an empty one), named by DATABASE_URL from now on. */
async function copyPostgres(migrations: string | undefined | null): Promise<void> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await asking(async (client) => {
    const template = migrations === null ? 'template1' : await postgresTemplate(client, migrations)
    await client.query(`create database ${name} template ${template} strategy file_copy`)
  })
  process.env.DATABASE_URL = urlOf(name)
  onTestFinished(async () => {
    await asking((client) => client.query(`drop database if exists ${name} with (force)`))
  })
}

/** One per set of migrations for the whole test run: the first worker that needs it makes it, the others wait. */
async function postgresTemplate(client: pg.Client, migrations: string | undefined): Promise<string> {
  const hash = createHash('sha256')
  for (const { sha256 } of readMigrations('postgresql', migrations)) hash.update(sha256)
  const name = `template_${hash.digest('hex').slice(0, 16)}`
  await client.query('select pg_advisory_lock(7)')
  try {
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rows.length > 0) return name
    const unfinished = `${name}_unfinished`
    await client.query(`drop database if exists ${unfinished} with (force)`)
    await client.query(`create database ${unfinished}`)
    process.env.DATABASE_URL = urlOf(unfinished)
    await migrated('', migrations)
    await client.query(`alter database ${unfinished} rename to ${name}`)
    return name
  } finally {
    await client.query('select pg_advisory_unlock(7)')
  }
}

async function asking<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(server)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
