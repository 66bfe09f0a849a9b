import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate as stockMigrate } from 'drizzle-orm/better-sqlite3/migrator'
import { describe, expect, test } from 'vitest'
import { engine, int, table, text } from './dialect'
import { readMigrations } from './migrate'
import { type Database, type OpenOptions, openWorkspace } from './open'
import { emptyInstallation, freshFolder } from './testing/fresh'
import { type MigrationTexts, migrationsFolder } from './testing/migrations'

const next = '\n--> statement-breakpoint\n'
const parent = table('parent', { id: text().primaryKey(), size: int() })
const child = table('child', { id: text().primaryKey(), parent: text() })

const first = {
  '0000_first': [
    'create table parent (id text primary key, size integer);',
    // PostgreSQL's generator names a schema that is not ours.
    `create table child (id text primary key, parent text not null references ${engine === 'postgresql' ? '"public".' : ''}parent(id) on delete cascade);`,
  ].join(next),
}
const grow = { '0001_grow': 'alter table parent add column colour text;' }

/** As drizzle-kit writes it when SQLite cannot alter: here a check was added to the parent. */
const rebuild = {
  '0001_rebuild': [
    'PRAGMA foreign_keys=OFF;',
    'CREATE TABLE `__new_parent` (`id` text PRIMARY KEY NOT NULL, `size` integer, CONSTRAINT "size" CHECK("__new_parent"."size" > 0));',
    'INSERT INTO `__new_parent`("id", "size") SELECT "id", "size" FROM `parent`;',
    'DROP TABLE `parent`;',
    'ALTER TABLE `__new_parent` RENAME TO `parent`;',
    'PRAGMA foreign_keys=ON;',
  ].join(next),
}

const now = () => new Date('2021-02-26T10:15:00.000Z')

async function installation() {
  const { dataDir } = await emptyInstallation()
  const opened: Database[] = []
  return {
    dataDir,
    opened,
    /** Opens with these migrations, and closes what was opened before: a new version on the same data. */
    async version(texts: MigrationTexts, mode: OpenOptions['mode'] = 'write') {
      await Promise.all(opened.splice(0).map((database) => database.close()))
      const migrations = migrationsFolderOf(texts)
      const database = await openWorkspace({ dataDir, workspace: 'main', mode, migrations, now })
      opened.push(database)
      return database
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((database) => database.close()))
    },
  }
}

const folders = new Map<string, string>()
// Made beforehand: a folder of the whole file cannot be registered from inside a test.
function migrationsFolderOf(texts: MigrationTexts): string {
  const known = folders.get(JSON.stringify(texts))
  if (known === undefined) throw new Error('Name these migrations in `all` below.')
  return known
}

const broken = { '0001_broken': `${'create table other (id text);'}${next}create tabel oops;` }
const losing = { '0001_losing': "delete from child where id = 'c1';" }
const dropping = { '0001_dropping': 'drop table child;' }
const onPurpose = { '0001_purpose': "-- removes rows from: child\ndelete from child where id = 'c1';" }
const trigger = {
  '0001_trigger': "create trigger keep before delete on parent begin select raise(abort, 'never deleted'); end;",
}
const orphaning = { '0001_orphaning': "update child set parent = 'gone';" }
const changed = { '0000_first': `${first['0000_first']}\n-- later thoughts` }
const windows = { '0000_first': first['0000_first'].replaceAll('\n', '\r\n') }
const rebuildLater = { '0002_rebuild': rebuild['0001_rebuild'] }
const all: MigrationTexts[] = [
  first,
  changed,
  windows,
  ...[grow, rebuild, broken, losing, dropping, onPurpose, trigger, orphaning].map((later) => ({ ...first, ...later })),
  { ...first, ...trigger, ...rebuildLater },
  { ...first, ...losing, ...grow },
]
for (const texts of all) folders.set(JSON.stringify(texts), migrationsFolder(texts))

async function fill(database: Database): Promise<void> {
  await database.write(async (tx) => {
    await tx
      .insert(parent)
      .values([
        { id: 'p1', size: 1 },
        { id: 'p2', size: 2 },
      ])
      .returning()
    await tx
      .insert(child)
      .values([
        { id: 'c1', parent: 'p1' },
        { id: 'c2', parent: 'p2' },
      ])
      .returning()
  })
}

const counts = (database: Database) =>
  database.snapshot(async (read) => [await read.$count(parent), await read.$count(child)])

describe('on both engines', () => {
  test('applies what is pending, once, and says what', async () => {
    await using house = await installation()
    const before = await house.version(first)
    expect(await before.migrate()).toMatchObject({ applied: ['0000_first'], backup: null, notes: [] })
    await fill(before)
    expect(await before.migrate()).toMatchObject({ applied: [], backup: null, notes: [] })
    const after = await house.version({ ...first, ...grow })
    expect(await after.migrate()).toMatchObject({ applied: ['0001_grow'], notes: [expect.stringContaining('backup')] })
    expect(await counts(after)).toEqual([2, 2])
  })

  test('a database of a newer version is refused, and left alone', async () => {
    await using house = await installation()
    await (await house.version({ ...first, ...grow })).migrate()
    const older = await house.version(first)
    await expect(older.migrate()).rejects.toThrow('newer Followthrough: this one does not know "0001_grow"')
  })

  test('a changed file is refused; other line ends are no change', async () => {
    await using house = await installation()
    await (await house.version(first)).migrate()
    await expect((await house.version(changed)).migrate()).rejects.toThrow('"0000_first" was changed after')
    expect(await (await house.version(windows)).migrate()).toMatchObject({ applied: [] })
  })

  test('one that slips in before an applied one is refused', async () => {
    await using house = await installation()
    await (await house.version({ ...first, ...grow })).migrate()
    const merged = await house.version({ ...first, ...losing, ...grow })
    await expect(merged.migrate()).rejects.toThrow('"0001_losing" was skipped')
  })

  test.each([
    ['loses a row', losing, 'would lose rows of "child": 2 before, 1 after'],
    ['fails in the middle', broken, '"0001_broken" failed and was undone'],
  ])('one that %s is undone as a whole', async (_, later, sentence) => {
    await using house = await installation()
    const before = await house.version(first)
    await before.migrate()
    await fill(before)
    const after = await house.version({ ...first, ...later })
    await expect(after.migrate()).rejects.toThrow(sentence)
    expect(await counts(after)).toEqual([2, 2])
    // Still whole: the older version goes on with it
    expect(await (await house.version(first)).migrate()).toMatchObject({ applied: [] })
  })

  test.each([
    ['a table dropped by name', dropping],
    ['rows removed on purpose', onPurpose],
  ])('%s is no loss', async (_, later) => {
    await using house = await installation()
    const before = await house.version(first)
    await before.migrate()
    await fill(before)
    const after = await house.version({ ...first, ...later })
    expect((await after.migrate()).applied).toHaveLength(1)
  })

  test('opened for reading it does not migrate, and says who can', async () => {
    await using house = await installation()
    await (await house.version(first)).migrate()
    await expect((await house.version({ ...first, ...grow }, 'read')).migrate()).rejects.toThrow('Start it once')
  })
})

// Registered where it belongs and nowhere else: a skipped test is one that does not count.
if (engine === 'postgresql')
  test('three nodes may start together', async () => {
    const { dataDir } = await emptyInstallation()
    const nodes = await Promise.all(
      [1, 2, 3].map(() =>
        openWorkspace({ dataDir, workspace: 'main', mode: 'write', migrations: migrationsFolderOf(first) }),
      ),
    )
    const reports = await Promise.all(nodes.map((node) => node.migrate()))
    expect(reports.flatMap(({ applied }) => applied)).toEqual(['0000_first'])
    await Promise.all(nodes.map((node) => node.close()))
  })

if (engine === 'sqlite')
  describe('on SQLite', () => {
    async function full(later: MigrationTexts) {
      const house = await installation()
      const before = await house.version(first)
      await before.migrate()
      await fill(before)
      return { house, dataDir: house.dataDir, after: await house.version({ ...first, ...later }) }
    }

    test('a rebuilt parent keeps its children, and foreign keys hold again afterwards', async () => {
      const { house, after } = await full(rebuild)
      await using _ = house
      expect(await after.migrate()).toMatchObject({ applied: ['0001_rebuild'] })
      expect(await counts(after)).toEqual([2, 2])
      expect(await after.pragmas()).toMatchObject({ foreign_keys: 1 })
      const orphan = after.write((tx) => tx.insert(child).values({ id: 'c3', parent: 'nobody' }).returning())
      await expect(orphan).rejects.toThrow('FOREIGN KEY')
    })

    test('twin: the stock migrator empties the children and reports success', () => {
      const raw = new Sqlite(join(freshFolder(), 'main.db'))
      raw.pragma('foreign_keys = 1')
      const stock = (texts: MigrationTexts) =>
        stockMigrate(drizzle(raw), { migrationsFolder: join(migrationsFolderOf(texts), 'sqlite') })
      stock(first)
      raw.exec("insert into parent values ('p1', 1); insert into child values ('c1', 'p1')")
      stock({ ...first, ...rebuild })
      expect(raw.prepare('select (select count(*) from parent), (select count(*) from child)').raw().get()).toEqual([
        1, 0,
      ])
      raw.close()
    })

    test('before it changes anything there is a sound, private backup', async () => {
      const { house, dataDir, after } = await full(rebuild)
      await using _ = house
      const { backup } = await after.migrate()
      expect(backup).toBe(join(dataDir, 'backups', 'main-before-0001_rebuild-20210226T101500Z.db'))
      expect(readdirSync(join(dataDir, 'backups'))).toHaveLength(1)
      expect(statSync(backup ?? '').mode & 0o777).toBe(0o600)
      const opened = new Sqlite(backup ?? '', { readonly: true })
      expect(opened.pragma('integrity_check', { simple: true })).toBe('ok')
      expect(opened.prepare('select count(*) from child').pluck().get()).toBe(2)
      expect(opened.prepare('select name from _migration').pluck().all()).toEqual(['0000_first'])
      opened.close()
    })

    test('rows left without what they refer to undo the migration, and foreign keys hold again', async () => {
      const { house, after } = await full(orphaning)
      await using _ = house
      await expect(after.migrate()).rejects.toThrow(
        'would leave 2 rows without what they refer to ("child" to "parent")',
      )
      expect(await counts(after)).toEqual([2, 2])
      expect(await after.pragmas()).toMatchObject({ foreign_keys: 1 })
    })

    test('a rebuild that forgets a trigger is undone', async () => {
      const { house, after } = await full(trigger)
      await using _ = house
      await after.migrate()
      const later = await house.version({ ...first, ...trigger, ...rebuildLater })
      await expect(later.migrate()).rejects.toThrow('would lose its trigger "keep"')
    })

    test('nothing is pending on an ordinary start, and finding that out takes no time', async () => {
      const { house, dataDir } = await full(grow)
      await using _ = house
      const again = await house.version(first)
      expect((await again.migrate()).milliseconds).toBeLessThan(100)
      expect(existsSync(join(dataDir, 'backups'))).toBe(false)
    })
  })

test('missing migrations are told in a sentence', () => {
  expect(() => readMigrations(engine, freshFolder())).toThrow('The migrations are missing')
})
