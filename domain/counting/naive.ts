import type { Day, Instant } from '../days'
import type { MembershipRow, StatusRow } from './columns'
import type { Counts } from './count'

/**
 * The same definitions as `count`, written the slow and obvious way over raw rows, sharing no code with it:
 * the witness of the property tests and of `doctor`. Keep it free of imports from its sibling files.
 */
export function naiveCount(
  record: {
    status: readonly StatusRow[]
    membership: readonly MembershipRow[]
    continuous: ReadonlySet<string>
  },
  question: { programs: readonly string[] | 'all'; asOf: Day; knownAt: Instant | null },
): Counts {
  const known = <T extends { recordedAt: Instant }>(rows: readonly T[]) =>
    rows.filter((row) => question.knownAt === null || row.recordedAt <= question.knownAt)
  const live = <T extends { recordedAt: Instant; seq: number; supersedes: number | null; void: boolean }>(
    rows: readonly T[],
  ) => {
    const kept = known(rows)
    const superseded = new Set(kept.map((row) => row.supersedes))
    return kept.filter((row) => !superseded.has(row.seq) && !row.void)
  }
  const last = <T extends { effectiveOn: Day; seq: number }>(rows: readonly T[]): T | undefined =>
    [...rows]
      .filter((row) => row.effectiveOn <= question.asOf)
      .sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : a.seq - b.seq))
      .at(-1)

  const statuses = live(record.status)
  const memberships = live(record.membership)
  const members = new Set<string>()
  const pairs = new Map<string, MembershipRow[]>()
  for (const row of memberships) {
    if (question.programs !== 'all' && !question.programs.includes(row.program)) continue
    const pair = `${row.program} ${row.item}`
    pairs.set(pair, [...(pairs.get(pair) ?? []), row])
  }
  for (const rows of pairs.values()) {
    const standing = last(rows)
    if (standing?.change === 'added') members.add(standing.item)
  }

  const counts = { total: 0, done: 0, dropped: 0, inFlight: 0, notStarted: 0, open: 0, blocked: 0, ongoing: 0 }
  for (const item of members) {
    const status = last(statuses.filter((row) => row.item === item))?.status
    if (status === 'proposed') continue
    if (record.continuous.has(item)) {
      counts.ongoing++
      continue
    }
    counts.total++
    if (status === 'done') counts.done++
    else if (status === 'dropped') counts.dropped++
    else {
      counts.open++
      if (status === undefined || status === 'accepted') counts.notStarted++
      else counts.inFlight++
      if (status === 'blocked') counts.blocked++
    }
  }
  return counts
}
