import type { Day, Instant } from './days'

/** What every append-only entry carries. */
export interface Entry {
  seq: number
  effectiveOn: Day
  supersedes: number | null
  void: boolean
}

/**
 * The entries of one subject that still count, oldest first: not superseded (a superseded corrector still
 * supersedes) and not a mere void. The counting columns hold the same rule for all subjects at once.
 */
export function liveEntries<T extends Entry>(entries: readonly T[]): T[] {
  const superseded = new Set(entries.map((entry) => entry.supersedes))
  return entries
    .filter((entry) => !superseded.has(entry.seq) && !entry.void)
    .sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : a.seq - b.seq))
}

/** The entries of one subject that stood at a day, as known then (null: all that is known), oldest first. */
export function entriesAt<T extends Entry & { recordedAt: Instant }>(
  entries: readonly T[],
  at: { asOf: Day; knownAt: Instant | null },
): T[] {
  const { asOf, knownAt } = at
  const known = knownAt === null ? entries : entries.filter((entry) => entry.recordedAt <= knownAt)
  return liveEntries(known).filter((entry) => entry.effectiveOn <= asOf)
}
