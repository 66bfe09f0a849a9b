import { type Day, dayInWords } from '../../domain/days'
import { liveEntries } from '../../domain/entries'
import { effectiveInWords, type Period, periodInWords } from '../../domain/periods'
import { moveInWords, targetStory } from '../../domain/targets'
import {
  addedReasonWords,
  type EffectiveResolution,
  removedReasonWords,
  slipReasonWords,
  type statusWords,
} from '../../domain/vocabulary'
import { type MembershipEntry, type StatusEntry, statedTargets, type TargetEntry } from './store'

/** One line of what happened to an item, in words. */
export interface StoryLine {
  seq: number
  kind: 'status' | 'target' | 'scope'
  /** What was done, in one word or two: `Completed`, `Promised`, `Added to FES`. */
  did: string
  /** The rest of the line. */
  words: string
  on: Day
  onInWords: string
  recordedAt: string
  by: string
  approvedBy: string | null
  reason: string | null
  /** The entry no longer counts: undone, or corrected by a later one. */
  undone: boolean
  /** The one that stands and can be taken back. */
  undoable: boolean
}

const didWords: Record<keyof typeof statusWords, string> = {
  proposed: 'Proposed',
  accepted: 'Accepted',
  in_progress: 'Started',
  blocked: 'Blocked',
  in_verification: 'Submitted for verification',
  done: 'Completed',
  dropped: 'Set aside, not pursued',
}

/** Everything the record holds about an item, the latest first; what was undone stays readable. */
export function storyOf(
  entries: { status: StatusEntry[]; target: TargetEntry[]; membership: MembershipEntry[] },
  names: { person: (id: string | null) => string | null; program: (id: string) => string },
  firstMonth: number,
): StoryLine[] {
  const lines: StoryLine[] = []
  const liveStatuses = liveEntries(entries.status)
  const statusBefore = new Map(liveStatuses.map((entry, at) => [entry.seq, liveStatuses[at - 1]?.status]))
  for (const entry of entries.status.filter((each) => !each.void)) {
    const again = entry.status === 'in_progress' && ['done', 'dropped'].includes(statusBefore.get(entry.seq) ?? '')
    const unblocked = entry.status === 'in_progress' && statusBefore.get(entry.seq) === 'blocked'
    lines.push({
      ...commonOf(entry, names, entry.effectiveResolution, firstMonth),
      kind: 'status',
      did: again ? 'Reopened' : unblocked ? 'Unblocked' : didWords[entry.status],
      words: entry.noEvidenceReason ? `without evidence: ${entry.noEvidenceReason}` : '',
      approvedBy: names.person(entry.approvedBy),
      reason: entry.reason,
      undone: !statusBefore.has(entry.seq),
      undoable: liveStatuses.length > 1 && liveStatuses.at(-1)?.seq === entry.seq,
    })
  }
  const liveTargets = liveEntries(entries.target)
  const changes = new Map(targetStory(statedTargets(entries.target)).changes.map((each) => [each.seq, each]))
  const before = new Map(liveTargets.map((entry, at) => [entry.seq, periodOf(liveTargets[at - 1])]))
  for (const entry of entries.target.filter((each) => !each.void)) {
    const change = changes.get(entry.seq)
    const period = periodOf(entry)
    lines.push({
      ...commonOf(entry, names, 'day', firstMonth),
      kind: 'target',
      did: change?.change === 'initial' || !change ? 'Promised' : 'Target',
      words:
        !change || change.change === 'initial'
          ? `for ${period ? periodInWords(period, firstMonth) : 'no date'}`
          : moveInWords(change.change, before.get(entry.seq) ?? null, period, change.days, firstMonth),
      approvedBy: null,
      reason:
        [entry.reasonCode ? slipReasonWords[entry.reasonCode] : null, entry.reason].filter(Boolean).join(': ') || null,
      undone: !change,
      undoable: liveTargets.at(-1)?.seq === entry.seq,
    })
  }
  for (const entry of entries.membership.filter((each) => !each.void)) {
    const ofPair = liveEntries(entries.membership.filter((each) => each.program === entry.program))
    lines.push({
      ...commonOf(entry, names, 'day', firstMonth),
      kind: 'scope',
      did: entry.change === 'added' ? 'Added' : 'Removed',
      words: `${entry.change === 'added' ? 'to' : 'from'} ${names.program(entry.program)}`,
      approvedBy: names.person(entry.approvedBy),
      reason: [scopeReason(entry), entry.reason].filter(Boolean).join(': ') || null,
      undone: !ofPair.some((each) => each.seq === entry.seq),
      undoable: ofPair.at(-1)?.seq === entry.seq,
    })
  }
  return lines.sort((a, b) => (a.on > b.on ? -1 : a.on < b.on ? 1 : b.seq - a.seq))
}

const scopeReason = (entry: MembershipEntry): string | null => {
  const words: Record<string, string> = entry.change === 'added' ? addedReasonWords : removedReasonWords
  return entry.reasonCode ? (words[entry.reasonCode] ?? null) : null
}

const periodOf = (entry: TargetEntry | undefined): Period | null =>
  entry?.fromOn && entry.endOn && entry.targetResolution
    ? { fromOn: entry.fromOn, endOn: entry.endOn, resolution: entry.targetResolution }
    : null

function commonOf(
  entry: { seq: number; effectiveOn: Day; recordedAt: string; recordedBy: string },
  names: { person: (id: string | null) => string | null },
  resolution: EffectiveResolution,
  firstMonth: number,
) {
  return {
    seq: entry.seq,
    on: entry.effectiveOn,
    onInWords:
      resolution === 'day'
        ? dayInWords(entry.effectiveOn)
        : effectiveInWords(entry.effectiveOn, resolution, firstMonth),
    recordedAt: entry.recordedAt,
    by: names.person(entry.recordedBy) ?? 'unknown',
  }
}
