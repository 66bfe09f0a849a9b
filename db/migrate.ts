import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Engine } from './dialect'
import { StoreError } from './errors'

/**
 * The careful runner, what both engines share. The stock one runs inside a transaction, where switching foreign keys
 * off does nothing: a table rebuild then empties the tables that refer to it, and it reports success.
 */
export interface MigrationReport {
  /** Names of what was applied now, in order. Empty on an ordinary start. */
  applied: string[]
  /** The path of the backup made before, if one was made. */
  backup: string | null
  /** Lines for the person who started it. */
  notes: string[]
  milliseconds: number
}

export interface Migration {
  name: string
  sha256: string
  statements: string[]
}

export interface Applied {
  name: string
  sha256: string
}

export interface MigrateOptions {
  /** `main`, or the slug of a story. */
  workspace: string
  mode: 'read' | 'write'
  dataDir: string
  migrations: string | undefined
  now: () => Date
}

export const createTable =
  'create table if not exists _migration (name text primary key, sha256 text not null, applied_at text not null)'

/** The nearest folder upwards with a package.json: the same from the source tree and from the bundle in dist/. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new StoreError('unusable', 'The folder of Followthrough with package.json is missing.')
    folder = parent
  }
  return folder
}

const read = new Map<string, Migration[]>()

/** The generated migrations of an engine in their order. `root` is the folder that holds `sqlite/` and `postgres/`. */
export function readMigrations(engine: Engine, root = join(packageRoot(), 'db', 'migrations')): Migration[] {
  const folder = join(root, engine === 'postgresql' ? 'postgres' : 'sqlite')
  const known = read.get(folder)
  if (known) return known
  const journal = join(folder, 'meta', '_journal.json')
  if (!existsSync(journal)) {
    throw new StoreError('unusable', `The migrations are missing from ${folder}. Install Followthrough again.`)
  }
  const { entries } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { tag: string }[] }
  const migrations = entries.map(({ tag }) => {
    // A checkout with other line ends is not another migration.
    const text = readFileSync(join(folder, `${tag}.sql`), 'utf8').replaceAll('\r\n', '\n')
    return {
      name: tag,
      sha256: createHash('sha256').update(text).digest('hex'),
      statements: statementsOf(text, engine),
    }
  })
  read.set(folder, migrations)
  return migrations
}

function statementsOf(text: string, engine: Engine): string[] {
  return text
    .split('--> statement-breakpoint')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '' && !/^pragma\s+foreign_keys\s*=/i.test(statement))
    .map((statement) => {
      // drizzle-kit names the schema `public` in references, whatever schema the tables are created in.
      return engine === 'postgresql' ? statement.replaceAll('"public".', '') : statement
    })
}

/**
 * What is yet to be applied, in order. Throws a `StoreError` when the database is newer than this build, when an
 * applied migration's file was changed since, or when one is missing in the middle.
 */
export function pendingOf(all: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const known = new Map(all.map((migration) => [migration.name, migration]))
  for (const { name, sha256 } of applied) {
    const migration = known.get(name)
    if (migration === undefined) {
      throw new StoreError(
        'unusable',
        `The database was last used by a newer Followthrough: this one does not know "${name}". Start the newer one, or restore the backup made before it.`,
      )
    }
    if (migration.sha256 !== sha256) {
      throw new StoreError(
        'unusable',
        `The migration "${name}" was changed after it had been applied. Nothing was done; restore its file.`,
      )
    }
  }
  const done = new Set(applied.map(({ name }) => name))
  const pending = all.filter(({ name }) => !done.has(name))
  const firstPending = all.findIndex(({ name }) => !done.has(name))
  if (pending.length > 0 && all.slice(firstPending).some(({ name }) => done.has(name))) {
    throw new StoreError('unusable', `The migration "${pending[0]?.name}" was skipped, but later ones were applied.`)
  }
  return pending
}

/** Reading does not migrate: it says who can. */
export function refuseToMigrate(): never {
  throw new StoreError('unusable', 'The database is older than this Followthrough. Start it once, then read.')
}

/** Rows by table. */
export type Counts = ReadonlyMap<string, number>

/**
 * Throws a `StoreError` when a table holds fewer rows than before, or is gone without the migrations dropping it by
 * name. A migration that removes rows on purpose says so: `-- removes rows from: TABLE`.
 */
export function refuseLoss(before: Counts, after: Counts, migrations: readonly Migration[]): void {
  const text = migrations.flatMap(({ statements }) => statements).join('\n')
  const named = (pattern: RegExp) => new Set([...text.matchAll(pattern)].map((found) => found[1]))
  const dropped = named(/\bdrop\s+table\s+(?:if\s+exists\s+)?["`]?(\w+)["`]?/gi)
  const removes = named(/--\s*removes rows from:\s*(\w+)/gi)
  const renamed = new Map(
    [...text.matchAll(/\balter\s+table\s+["`]?(\w+)["`]?\s+rename\s+to\s+["`]?(\w+)["`]?/gi)].map(
      ([, from, to]) => [from, to] as const,
    ),
  )
  for (const [table, count] of before) {
    if (removes.has(table)) continue
    const now = after.get(table) ?? after.get(renamed.get(table) ?? '')
    if (now === undefined ? dropped.has(table) : now >= count) continue
    throw new StoreError(
      'unusable',
      `The migration would lose rows of "${table}": ${count} before, ${now ?? 0} after. It was undone and nothing changed.`,
    )
  }
}

/** The error of a statement with the migration's name before it. */
export function failedIn(migration: Migration, error: unknown): StoreError {
  const said = error instanceof Error ? error.message : String(error)
  return new StoreError('unusable', `The migration "${migration.name}" failed and was undone: ${said}.`, error)
}
