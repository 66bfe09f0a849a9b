import { expect, test } from 'vitest'
import type { Database } from '../../db/open'
import { freshDatabase } from '../../db/testing/fresh'
import type { MembershipRow, StatusRow } from '../../domain/counting/columns'
import { type Counts, count, emptyCounts } from '../../domain/counting/count'
import { naiveCount } from '../../domain/counting/naive'
import { type RandomEntry, RandomHistories } from '../../domain/counting/testing/random-histories'
import { ResidentColumns } from './resident'
import { countEachInSql, countInSql } from './sql'
import { appendHistories, loadHistories } from './testing/histories'

/**
 * Case 7 of the counting rules. Each program is a history of its own; that they share one database and one count is
 * part of the test, since items wander between them.
 */
const size = { seed: 20_210_226, programs: 10_000, items: 25_000, entries: 120_000 }

test('10,000 random histories are counted alike by the columns, in SQL and naively, also after appends', {
  timeout: 240_000,
}, async () => {
  const histories = new RandomHistories(size)
  const db = await freshDatabase()
  await loadHistories(db, histories)
  const counting = new ResidentColumns(db)
  await counting.build()
  await compare(db, counting, histories, 14)

  await appendHistories(db, histories.more(5_000))
  await compare(db, counting, histories, 6)
  await appendHistories(db, histories.more(20))
  await compare(db, counting, histories, 1)

  // Whoever starts now loads what the other one was told piece by piece: all of it, targets included.
  const anew = new ResidentColumns(db)
  await anew.build()
  await compare(db, anew, histories, 1)
  const [told, loaded] = await Promise.all([counting, anew].map((each) => db.snapshot((read) => each.asSeenBy(read))))
  for (const kind of ['status', 'membership', 'target'] as const) {
    expect(told?.columns[kind].loaded).toBe(loaded?.columns[kind].loaded)
    expect(told?.columns[kind].length).toBe(loaded?.columns[kind].length)
  }
})

async function compare(db: Database, counting: ResidentColumns, histories: RandomHistories, points: number) {
  const records = recordsOf(histories)
  const asked = Array.from({ length: points }, () => ({ asOf: histories.someDay(), knownAt: histories.someInstant() }))
  // And the one at which the latest entries show.
  for (const point of [...asked, { asOf: '2022-12-31' as const, knownAt: null }]) {
    const at = `on ${point.asOf} as known at ${point.knownAt}`
    await db.snapshot(async (read) => {
      const { columns, upTo } = await counting.asSeenBy(read)
      const inSql = await countEachInSql(read, point)
      const differing: string[] = []
      let counted = 0
      for (const id of histories.programs) {
        const byColumns = words(count(columns, { ...point, upTo, programs: [id] }))
        const bySql = words(inSql.get(id) ?? emptyCounts())
        const byNaive = words(naiveCount(records.of([id]), { ...point, programs: [id] }))
        if (byColumns !== bySql || bySql !== byNaive)
          differing.push(`${id} ${at}: ${byColumns} / ${bySql} / ${byNaive}`)
        if (bySql !== nothing) counted++
      }
      expect(differing.slice(0, 3)).toEqual([])
      // A comparison of nothing with nothing would agree as well.
      if (point.asOf > '2020-06-01' && (point.knownAt === null || point.knownAt > '2020-06-01')) {
        expect(counted).toBeGreaterThan(size.programs / 10)
      }

      const some = Array.from({ length: 1 + Math.floor(histories.random() * 30) }, () =>
        histories.oneOf(histories.programs),
      )
      const union = words(await countInSql(read, { ...point, programs: some }))
      expect(words(count(columns, { ...point, upTo, programs: some })), at).toBe(union)
      expect(words(naiveCount(records.of(some), { ...point, programs: some })), at).toBe(union)
      const all = words(await countInSql(read, { ...point, programs: 'all' }))
      expect(words(count(columns, { ...point, upTo, programs: 'all' })), at).toBe(all)
    })
  }
}

const words = (counts: Counts): string =>
  [
    counts.total,
    counts.done,
    counts.dropped,
    counts.inFlight,
    counts.notStarted,
    counts.open,
    counts.blocked,
    counts.ongoing,
  ].join(' ')
const nothing = words(emptyCounts())

/** The raw rows that programs are counted from. The naive fold walks all it is given, so it is given no more. */
function recordsOf({ entries, items }: RandomHistories) {
  const statuses = new Map<string, StatusRow[]>()
  const memberships = new Map<string, MembershipRow[]>()
  const put = <T>(map: Map<string, T[]>, key: string, row: T) => {
    const known = map.get(key)
    if (known) known.push(row)
    else map.set(key, [row])
  }
  for (const entry of entries as RandomEntry[]) {
    if (entry.kind === 'status') put(statuses, entry.row.item, entry.row)
    else if (entry.kind === 'membership') put(memberships, entry.row.program, entry.row)
  }
  const continuous = new Set(items.flatMap((item) => (item.continuous ? [item.id] : [])))
  return {
    of(programs: readonly string[]) {
      const membership = [...new Set(programs)].flatMap((id) => memberships.get(id) ?? [])
      const met = new Set(membership.map((row) => row.item))
      return { membership, status: [...met].flatMap((id) => statuses.get(id) ?? []), continuous }
    },
  }
}
