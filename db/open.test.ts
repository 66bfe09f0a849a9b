import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { and, asc, eq, gt, inArray, or, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { engine } from './dialect'
import { type Database, dropWorkspace, listWorkspaces, openWorkspace, type Tx, violated, workspaceExists } from './open'
import { emptyInstallation, type FreshOptions, freshDatabase, freshInstallation } from './testing/fresh'
import { counter, folder, late, ledgerMigrations, note } from './testing/ledger'

const ledger = (options: FreshOptions = {}) => freshDatabase({ migrations: ledgerMigrations, ...options })

const aNote = (id: string, more: Partial<typeof note.$inferInsert> = {}) => ({
  id,
  key: `N-${id}`,
  mood: 'calm' as const,
  ...more,
})

const add = (tx: Tx, ...ids: string[]) =>
  tx
    .insert(note)
    .values(ids.map((id) => aNote(id)))
    .returning()

const idsIn = (database: Database) =>
  database.snapshot(async (read) =>
    (await read.select({ id: note.id }).from(note).orderBy(note.id)).map(({ id }) => id),
  )

async function countUp(tx: Tx): Promise<number> {
  const rows = await tx
    .insert(counter)
    .values({ name: 'n', n: 1 })
    .onConflictDoUpdate({ target: counter.name, set: { n: sql`${counter.n} + 1` } })
    .returning()
  return rows[0]?.n ?? 0
}

describe('the same on both engines', () => {
  test('JSON, booleans, days and instants come back as they went in', async () => {
    const database = await ledger()
    const full = aNote('a', {
      done: true,
      weight: 7,
      dueOn: '2021-02-26',
      createdAt: '2021-02-26T09:14:00.123Z',
      tags: { words: ['ä', '"'], deep: { n: 1 } },
    })
    const written = await database.write((tx) => tx.insert(note).values(full).returning())
    expect(written).toEqual([{ ...full, folder: null, version: 1 }])
    expect(await database.snapshot((read) => read.select().from(note))).toEqual(written)
  })

  test('counting with a filter, and $count', async () => {
    const database = await ledger()
    await database.write(async (tx) => {
      await tx
        .insert(note)
        .values([aNote('a', { done: true }), aNote('b', { done: true }), aNote('c')])
        .returning()
    })
    const [row] = await database.snapshot((read) =>
      read
        .select({ done: sql`count(*) filter (where ${note.done})`.mapWith(Number), all: sql`count(*)`.mapWith(Number) })
        .from(note),
    )
    expect(row).toEqual({ done: 2, all: 3 })
    expect(await database.snapshot(async (read) => read.$count(note, eq(note.done, false)))).toBe(1)
  })

  test('fifty writers at once lose no number', async () => {
    const database = await ledger()
    const seen = await Promise.all(Array.from({ length: 50 }, () => database.write(countUp)))
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
  })

  test('two nodes on one workspace read and write as if they were one', async () => {
    const { dataDir } = await freshInstallation({ migrations: ledgerMigrations })
    const options = { dataDir, workspace: 'main', mode: 'write', migrations: ledgerMigrations } as const
    const nodes = [await openWorkspace(options), await openWorkspace(options)]
    const addOne = async (tx: Tx) => {
      // Read, then write what was read plus one: whoever reads the past loses a number.
      const [row] = await tx.select().from(counter)
      const n = (row?.n ?? 0) + 1
      await tx
        .insert(counter)
        .values({ name: 'n', n })
        .onConflictDoUpdate({ target: counter.name, set: { n } })
        .returning()
      return n
    }
    const seen = await Promise.all(Array.from({ length: 60 }, (_, at) => nodes[at % 2]?.write(addOne)))
    expect(new Set(seen).size).toBe(60)
    await Promise.all(nodes.map((node) => node.close()))
  })

  test('a stale version changes nothing and says so', async () => {
    const database = await ledger()
    await database.write((tx) => add(tx, 'a'))
    const save = (version: number, weight: number) =>
      database.write((tx) =>
        tx
          .update(note)
          .set({ weight, version: version + 1 })
          .where(and(eq(note.id, 'a'), eq(note.version, version)))
          .returning(),
      )
    expect(await save(1, 5)).toMatchObject([{ weight: 5, version: 2 }])
    expect(await save(1, 6)).toEqual([])
  })

  test.each([
    [
      'unique',
      (tx: Tx) =>
        tx
          .insert(note)
          .values(aNote('b', { key: 'N-a' }))
          .returning(),
    ],
    [
      'check',
      (tx: Tx) =>
        tx
          .insert(note)
          .values(aNote('b', { weight: -1 }))
          .returning(),
    ],
    [
      'foreign-key',
      (tx: Tx) =>
        tx
          .insert(note)
          .values(aNote('b', { folder: 'nowhere' }))
          .returning(),
    ],
    ['not-null', (tx: Tx) => tx.insert(folder).values({ id: 'f', title: sql`null` }).returning()],
  ])('a violated %s constraint is told as such', async (kind, work) => {
    const database = await ledger()
    await database.write((tx) => add(tx, 'a'))
    const refused = await database.write<unknown>(work).catch((error: unknown) => error)
    expect(violated(refused)).toMatchObject({ kind })
    if (kind === 'check') expect(violated(refused)?.detail).toBe('note_weight')
    expect(await idsIn(database)).toEqual(['a'])
  })

  test('pages by key with nulls last, and text sorts by bytes', async () => {
    const database = await ledger()
    const days = ['2021-01-02', '2021-01-01', null, null] as const
    await database.write((tx) =>
      tx
        .insert(note)
        .values(['ä', 'a', '_', 'B'].map((id, at) => aNote(id, { dueOn: days[at] ?? null })))
        .returning(),
    )
    const page = (after?: { dueOn: '2021-01-01'; id: string }) =>
      database.snapshot((read) =>
        read
          .select({ id: note.id })
          .from(note)
          .where(
            after &&
              or(
                gt(note.dueOn, after.dueOn),
                and(eq(note.dueOn, after.dueOn), gt(note.id, after.id)),
                sql`${note.dueOn} is null`,
              ),
          )
          .orderBy(sql`${note.dueOn} asc nulls last`, asc(note.id)),
      )
    expect((await page()).map(({ id }) => id)).toEqual(['a', 'ä', 'B', '_'])
    expect((await page({ dueOn: '2021-01-01', id: 'a' })).map(({ id }) => id)).toEqual(['ä', 'B', '_'])
    expect(await idsIn(database)).toEqual(['B', '_', 'a', 'ä'])
  })

  test('a thousand rows in one statement, and a delete that cascades', async () => {
    const database = await ledger()
    const rows = Array.from({ length: 1000 }, (_, at) => aNote(String(at), { folder: 'f' }))
    await database.write(async (tx) => {
      await tx.insert(folder).values({ id: 'f', title: 'F' }).returning()
      expect(await tx.insert(note).values(rows).returning()).toHaveLength(1000)
    })
    await database.write((tx) => tx.delete(folder).where(eq(folder.id, 'f')).returning())
    expect(await idsIn(database)).toEqual([])
  })

  test('a read side cannot write', async () => {
    const database = await ledger()
    const stray = database.snapshot((read) => add(read as Tx, 'a'))
    await expect(stray).rejects.toMatchObject({ name: 'StoreError', code: 'read-only' })
    expect(await idsIn(database)).toEqual([])
  })
})

describe('prepared', () => {
  test('is built once and answers with rows, inside snapshots and writes', async () => {
    const database = await ledger({ readers: 1 })
    let built = 0
    const byKey = (tx: Tx) =>
      tx.prepared('note-by-key', (t) => {
        built++
        return t
          .select()
          .from(note)
          .where(eq(note.key, sql.placeholder('key')))
      })
    const insert = (tx: Tx, id: string) =>
      tx
        .prepared('note-insert', (t) =>
          t
            .insert(note)
            .values({ id: sql.placeholder('id'), key: sql.placeholder('key'), mood: 'calm', weight: 3 })
            .returning(),
        )
        .execute({ id, key: `N-${id}` })
    for (const id of ['a', 'b', 'c']) {
      expect(await database.write((tx) => insert(tx, id))).toMatchObject([{ id, weight: 3, done: false }])
      const rows = await database.snapshot((read) => byKey(read as Tx).execute({ key: `N-${id}` }))
      expect(rows).toMatchObject([{ id, mood: 'calm' satisfies (typeof rows)[number]['mood'] }])
    }
    expect(built).toBe(1)
    expect(
      await database.write(async (tx) => [...(await insert(tx, 'd')), ...(await byKey(tx).execute({ key: 'N-d' }))]),
    ).toHaveLength(2)
    expect(built).toBe(2)
  })

  test('ends with the work it was asked for in', async () => {
    const database = await ledger()
    const kept = await database.snapshot(async (read) => [read.prepared('all', (r) => r.select().from(note))])
    await expect(kept[0]?.execute()).rejects.toThrow('has ended')
  })
})

describe('snapshot', () => {
  test('sees one point in time while a writer commits', async () => {
    const database = await ledger()
    await database.write((tx) => add(tx, 'a'))
    await database.snapshot(async (read) => {
      const first = await read.$count(note)
      // Somebody else: called from outside the snapshot it would be the same
      await database.write((tx) => add(tx, 'b'))
      expect([first, await read.$count(note)]).toEqual([1, 1])
    })
    expect(await idsIn(database)).toEqual(['a', 'b'])
  })

  test('more of them than readers all get their turn, and a failed one gives its reader back', async () => {
    const database = await ledger({ readers: 2 })
    const many = Array.from({ length: 20 }, (_, at) =>
      database.snapshot(async (read) => {
        await sleep(1)
        if (at % 2) throw new Error('on purpose')
        return read.$count(note)
      }),
    )
    const settled = await Promise.allSettled(many)
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    expect(await idsIn(database)).toEqual([])
  })

  test('inside another one it is refused; twin: readers that wait for readers stand still', async () => {
    const nested = (database: Database) =>
      database.snapshot(() => database.snapshot((read) => read.select().from(note)))
    await expect(nested(await ledger())).rejects.toThrow('inside snapshot()')
    const unguarded = await ledger({ readers: 1, guards: { nesting: false } })
    const stuck = nested(unguarded)
    stuck.catch(() => undefined)
    expect(await Promise.race([stuck, sleep(300, 'still waiting')])).toBe('still waiting')
  })

  test('a query awaited after its end throws', async () => {
    const database = await ledger()
    const kept = await database.snapshot(async (read) => [read.select().from(note)])
    await expect(kept[0]).rejects.toThrow('has ended')
  })
})

describe('write', () => {
  test('one refused work among twenty leaves the other nineteen, in one commit', async () => {
    const database = await ledger()
    const ids = Array.from({ length: 20 }, (_, at) => `n${String(at).padStart(2, '0')}`)
    const settled = await Promise.allSettled(
      ids.map((id, at) =>
        database.write(async (tx) => {
          await add(tx, id)
          if (at === 7) throw new Error('refused by a rule')
          return id
        }),
      ),
    )
    expect(settled[7]).toMatchObject({ status: 'rejected', reason: { message: 'refused by a rule' } })
    expect(await idsIn(database)).toEqual(ids.filter((_, at) => at !== 7))
  })

  test('twin: without a savepoint of its own the refused work stays', async () => {
    const database = await ledger({ guards: { savepoint: false } })
    const works = ['a', 'b'].map((id) =>
      database.write(async (tx) => {
        await add(tx, id)
        if (id === 'a') throw new Error('refused by a rule')
      }),
    )
    await Promise.allSettled(works)
    expect(await idsIn(database)).toEqual(['a', 'b'])
  })

  /** Two works of one group, the second of which makes the commit of both fail. */
  async function failingCommit(database: Database) {
    const works = [
      database.write((tx) => add(tx, 'a')),
      database.write((tx) => tx.insert(late).values({ id: 'l', folder: 'nowhere' }).returning()),
    ]
    return { settled: await Promise.allSettled(works), ids: await idsIn(database) }
  }

  test('a failed commit fails every work of its group, and the next write works', async () => {
    const database = await ledger({ guards: { groupMilliseconds: 1000 } })
    const { settled, ids } = await failingCommit(database)
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(ids).toEqual([])
    await database.write((tx) => add(tx, 'b'))
    expect(await idsIn(database)).toEqual(['b'])
  })

  test('twin: answered before the commit, a caller is told of a change that never was', async () => {
    const { settled, ids } = await failingCommit(
      await ledger({ guards: { afterCommit: false, groupMilliseconds: 1000 } }),
    )
    expect(settled[0]?.status).toBe('fulfilled')
    expect(ids).toEqual([])
  })

  test('what is handed out can be read by everybody', async () => {
    const database = await ledger()
    await Promise.all(
      Array.from({ length: 40 }, async (_, at) => {
        await database.write((tx) => add(tx, String(at)))
        expect(await idsIn(database)).toContain(String(at))
      }),
    )
  })

  test('a nested write and a snapshot inside a write are refused at once', async () => {
    const database = await ledger()
    const nested = database.write(async (tx) => {
      await add(tx, 'a')
      await database.write((inner) => add(inner, 'b'))
    })
    await expect(nested).rejects.toThrow('write() inside write()')
    const reading = database.write(() => database.snapshot((read) => read.select().from(note)))
    await expect(reading).rejects.toThrow('snapshot() inside write()')
    expect(await idsIn(database)).toEqual([])
  })

  test('twin: without the guard a nested write waits for itself, and a snapshot reads the past', async () => {
    const database = await ledger({ guards: { nesting: false }, writeTimeoutMs: 200 })
    const nested = database.write(async () => {
      await database.write((inner) => add(inner, 'b'))
    })
    await expect(nested).rejects.toMatchObject({ code: 'time-limit' })
    await database.write((tx) => tx.delete(note).returning())
    await database.write(async (tx) => {
      await add(tx, 'a')
      expect(await idsIn(database)).toEqual([])
    })
  })

  test('a promise that outlives its write may write again', async () => {
    const database = await ledger()
    let later: Promise<unknown> | undefined
    await database.write(async (tx) => {
      await add(tx, 'a')
      later = sleep(20).then(() => database.write((own) => add(own, 'b')))
    })
    await later
    expect(await idsIn(database)).toEqual(['a', 'b'])
  })

  test('a work runs in the async context of its caller', async () => {
    const database = await ledger()
    const request = new AsyncLocalStorage<number>()
    const seen = await Promise.all(
      [1, 2, 3].map((id) => request.run(id, () => database.write(async () => request.getStore()))),
    )
    expect(seen).toEqual([1, 2, 3])
  })

  /** A work that is refused for its slowness and then goes on, while the next one is under way. */
  async function straggler(database: Database) {
    let next: Promise<unknown> | undefined
    let late: Promise<unknown> | undefined
    const slow = database.write(async (tx) => {
      await add(tx, 'slow')
      late = sleep(800).then(() => add(tx, 'late').then(() => 'landed'))
      next = database.write.call(database, async () => undefined).catch(() => undefined)
      await sleep(10_000, undefined, { ref: false })
    })
    const refused = await slow.catch((error: unknown) => error)
    await next
    const other = database.write(async (tx) => {
      await add(tx, 'other')
      await sleep(500)
    })
    const outcome = await late?.catch((error: unknown) => (error as Error).message)
    await other
    return { refused, outcome, ids: await idsIn(database) }
  }

  test('a work over its time is refused and undone, and its late statement does not land in the next one', async () => {
    const { refused, outcome, ids } = await straggler(await ledger({ writeTimeoutMs: 600 }))
    expect(refused).toMatchObject({ name: 'StoreError', code: 'time-limit' })
    expect(outcome).toContain('has ended')
    expect(ids).toEqual(['other'])
  })

  test('twin: without revoking, the late statement is committed by somebody else', async () => {
    const { outcome, ids } = await straggler(await ledger({ writeTimeoutMs: 600, guards: { revoke: false } }))
    expect(outcome).toBe('landed')
    expect(ids).toEqual(['late', 'other'])
  })

  test('twin: without a time limit everybody waits for the slow one', async () => {
    const wait = async (guards: FreshOptions['guards']) => {
      const database = await ledger({ writeTimeoutMs: 50, guards })
      const slow = database.write(() => sleep(2_500)).catch(() => undefined)
      const since = performance.now()
      await database.write((tx) => add(tx, 'a'))
      const waited = performance.now() - since
      await slow
      return waited
    }
    // Far apart, because the machine may be busy with something else.
    expect(await wait({})).toBeLessThan(2_000)
    expect(await wait({ timeLimit: false })).toBeGreaterThan(2_490)
  })

  const swallowing = (database: Database) =>
    database.write(async (tx) => {
      await add(tx, 'a')
      await add(tx, 'a').catch(() => undefined)
    })

  test('a work that swallows the failure of a statement is refused all the same', async () => {
    const database = await ledger()
    const refused = await swallowing(database).catch((error: unknown) => error)
    expect(violated(refused)).toMatchObject({ kind: 'unique' })
    expect(await idsIn(database)).toEqual([])
  })

  test('twin: without that guard the engines differ', async () => {
    const database = await ledger({ guards: { failure: false } })
    await swallowing(database).catch(() => undefined)
    expect(await idsIn(database)).toEqual(engine === 'sqlite' ? ['a'] : [])
  })

  test('a stray write from outside cannot slip into an open work', async () => {
    const database = await ledger()
    let leaked: Tx | undefined
    await database.write(async (tx) => {
      leaked = tx
    })
    await expect(leaked && add(leaked, 'x')).rejects.toThrow('has ended')
    expect(await idsIn(database)).toEqual([])
  })

  test('a work that is refused for a rule keeps its own error, whatever it did to statements', async () => {
    const database = await ledger()
    const refused = database.write(async (tx) => {
      await add(tx, 'a')
      await add(tx, 'a').catch(() => {
        throw new RangeError('that key is taken')
      })
    })
    await expect(refused).rejects.toThrow(RangeError)
  })

  test('after close every write is refused with a sentence, and close answers what is waiting', async () => {
    const database = await ledger()
    const waiting = database.write((tx) => add(tx, 'a'))
    await database.close()
    expect(await waiting).toHaveLength(1)
    await expect(database.write((tx) => add(tx, 'b'))).rejects.toThrow('has been closed')
    await expect(idsIn(database)).rejects.toThrow('has been closed')
  })
})

describe('stream', () => {
  test('gives raw rows in chunks from one point in time, while writes go on', async () => {
    const database = await ledger()
    for (const part of [0, 1, 2, 3, 4]) {
      const rows = Array.from({ length: 1000 }, (_, at) => aNote(`${part}-${at}`, { weight: at, done: at % 2 === 0 }))
      await database.write((tx) => tx.insert(note).values(rows).returning())
    }
    const { chunks, sum, longest } = await database.stream(async (read, rows) => {
      const query = read.select({ weight: note.weight, id: note.id }).from(note).where(gt(note.weight, -1))
      let [chunks, sum, longest] = [0, 0, 0]
      for await (const chunk of rows<[number, string]>(query)) {
        if (chunks === 0) await database.write((tx) => add(tx, 'meanwhile'))
        chunks++
        longest = Math.max(longest, chunk.length)
        for (const [weight] of chunk) sum += weight
      }
      expect(await read.$count(note)).toBe(5000)
      return { chunks, sum, longest }
    })
    expect(sum).toBe(5 * 499_500)
    // More and shorter ones on a slow machine: a chunk also ends when it has taken too long.
    expect(chunks).toBeGreaterThanOrEqual(3)
    expect(longest).toBeLessThanOrEqual(2_000)
    expect(await database.snapshot(async (read) => read.$count(note))).toBe(5001)
  })

  test('may be left early', async () => {
    const database = await ledger()
    await database.write((tx) => add(tx, 'a', 'b'))
    const first = await database.stream(async (read, rows) => {
      for await (const chunk of rows<[string]>(read.select({ id: note.id }).from(note).orderBy(note.id)))
        return chunk[0]
      return undefined
    })
    expect(first).toEqual(['a'])
    await database.write((tx) => add(tx, 'c'))
  })
})

describe('workspaces', () => {
  test('each is a database of its own; dropping one leaves the others', async () => {
    const { dataDir } = await emptyInstallation()
    expect(await listWorkspaces(dataDir)).toEqual([])
    const open = async (workspace: string) => {
      const database = await openWorkspace({ dataDir, workspace, mode: 'write', migrations: ledgerMigrations })
      await database.migrate()
      await database.write((tx) => add(tx, workspace))
      return database
    }
    const [main, story] = [await open('main'), await open('feb-26-2021')]
    expect(await idsIn(main)).toEqual(['main'])
    expect(await idsIn(story)).toEqual(['feb-26-2021'])
    expect(await listWorkspaces(dataDir)).toEqual(['main', 'feb-26-2021'])
    await story.close()
    await dropWorkspace({ dataDir, workspace: 'feb-26-2021' })
    expect(await workspaceExists({ dataDir, workspace: 'feb-26-2021' })).toBe(false)
    expect(await workspaceExists({ dataDir, workspace: 'main' })).toBe(true)
    await main.close()
    await expect(dropWorkspace({ dataDir, workspace: 'main' })).rejects.toThrow('never dropped')
  })

  test.each(['../up', 'UPPER', 'a_b', '', 'a--b', '-a'])('"%s" is no name for one', async (workspace) => {
    await expect(openWorkspace({ dataDir: 'nowhere', workspace, mode: 'write' })).rejects.toThrow('cannot be the name')
  })

  test('opened for reading it sees what a writer commits, and refuses to write', async () => {
    const { dataDir } = await emptyInstallation()
    const options = { dataDir, workspace: 'main', migrations: ledgerMigrations }
    const writer = await openWorkspace({ ...options, mode: 'write' })
    await writer.migrate()
    const reader = await openWorkspace({ ...options, mode: 'read' })
    expect((await reader.migrate()).applied).toEqual([])
    await writer.write((tx) => add(tx, 'a'))
    expect(await idsIn(reader)).toEqual(['a'])
    await expect(reader.write((tx) => add(tx, 'b'))).rejects.toMatchObject({ code: 'read-only' })
    await Promise.all([reader.close(), writer.close()])
  })

  test('many rows of one key are found again', async () => {
    const database = await ledger()
    await database.write((tx) => add(tx, 'a', 'b', 'c'))
    const found = await database.snapshot((read) =>
      read
        .select()
        .from(note)
        .where(inArray(note.id, ['a', 'c', 'x'])),
    )
    expect(found).toHaveLength(2)
  })
})
