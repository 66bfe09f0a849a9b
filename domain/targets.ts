import { addDays, type Day, dayInWords, daysBetween } from './days'
import { RuleError } from './errors'
import {
  isWholePeriod,
  monthPeriod,
  type Period,
  parsePeriod,
  periodInWords,
  quarterOf,
  quarterPeriod,
} from './periods'
import {
  type Confidence,
  type ItemKind,
  type SlipReason,
  type TargetChange,
  type TargetResolution,
  targetResolutions,
} from './vocabulary'

/** What was said about when: a period (null: the date was taken away), in whose words, how firmly. */
export interface Target {
  period: Period | null
  /** Coarser than the period or equal: what customers are told. */
  publicResolution: TargetResolution | null
  saidAs: string | null
  confidence: Confidence
}

/** A target entry about to be written. */
export interface TargetMove extends Target {
  effectiveOn: Day
  change: TargetChange
  reasonCode: SlipReason | null
  reason: string | null
}

const fineness = (resolution: TargetResolution) => targetResolutions.length - targetResolutions.indexOf(resolution)

/**
 * What a new target is to the one before it. `days` is the difference of the two ends: positive for a slip,
 * negative for a pull-in, 0 otherwise. `same` when nothing about the period changed.
 * `lastStated` is the last period ever said (a withdrawn date is still remembered); null before the first.
 */
export function classifyTarget(
  standing: Period | null,
  lastStated: Period | null,
  next: Period | null,
): { change: TargetChange | 'same'; days: number } {
  if (next === null) return standing === null ? { change: 'same', days: 0 } : { change: 'date_withdrawn', days: 0 }
  if (lastStated === null) return { change: 'initial', days: 0 }
  const days = daysBetween(lastStated.endOn, next.endOn)
  if (days > 0) return { change: 'slip', days }
  if (standing === null) return { change: 'initial', days: 0 }
  const same = days === 0 && next.fromOn === standing.fromOn && next.resolution === standing.resolution
  if (same) return { change: 'same', days: 0 }
  const inside = next.fromOn >= standing.fromOn && next.endOn <= standing.endOn
  if (inside) return { change: 'refine', days: 0 }
  if (days === 0 || fineness(next.resolution) < fineness(standing.resolution)) return { change: 'coarsen', days: 0 }
  return { change: 'pull_in', days }
}

/** One target entry that counts, oldest first. */
export interface StatedTarget {
  seq: number
  effectiveOn: Day
  period: Period | null
  confidence: Confidence
}

/**
 * The story of a target: what each entry was to the one before it, recomputed from what stands, so that an undone
 * move is no move. `moves` are slips and withdrawals; `slipDays` adds the days of the slips.
 */
export function targetStory(entries: readonly StatedTarget[]): {
  changes: { seq: number; change: TargetChange | 'same'; days: number }[]
  moves: number
  slipDays: number
  firstCommitted: Period | null
  standing: Period | null
  lastStated: Period | null
} {
  let standing: Period | null = null
  let lastStated: Period | null = null
  let firstCommitted: Period | null = null
  let moves = 0
  let slipDays = 0
  const changes = entries.map((entry) => {
    const { change, days } = classifyTarget(standing, lastStated, entry.period)
    if (change === 'slip' || change === 'date_withdrawn') moves++
    if (change === 'slip') slipDays += days
    standing = entry.period
    if (entry.period) {
      lastStated = entry.period
      if (firstCommitted === null && entry.confidence === 'committed') firstCommitted = entry.period
    }
    return { seq: entry.seq, change, days }
  })
  return { changes, moves, slipDays, firstCommitted, standing, lastStated }
}

/**
 * Sets or moves a target. Throws RuleError `never-ends` (continuous work), `not-a-period`, `no-slip-reason`, `same-target`,
 * `target-in-future` (said on a day that has not come), `public-finer`.
 */
export function moveTarget(
  item: { key: string; continuous: boolean },
  story: { standing: Period | null; lastStated: Period | null },
  next: Target,
  said: { on: Day; reasonCode?: SlipReason | undefined; reason?: string | undefined },
  today: Day,
): TargetMove {
  if (item.continuous)
    throw new RuleError('never-ends', `${item.key} is continuous work and has no target date.`, 'period')
  if (said.on > today) throw new RuleError('target-in-future', `${said.on} has not happened yet.`, 'saidOn')
  if (next.period && !isWholePeriod(next.period)) {
    const { fromOn, endOn, resolution } = next.period
    throw new RuleError('not-a-period', `${fromOn} to ${endOn} is not a ${resolution}.`, 'period')
  }
  const { change } = classifyTarget(story.standing, story.lastStated, next.period)
  if (change === 'same') {
    const now = story.standing ? `already stands at ${periodInWords(story.standing)}` : 'already has no date'
    throw new RuleError('same-target', `${item.key} ${now}.`, 'period')
  }
  const isMove = change === 'slip' || change === 'date_withdrawn'
  if (isMove && !said.reasonCode) {
    const what = change === 'slip' ? `${item.key} moves to a later date` : `The date of ${item.key} is taken away`
    throw new RuleError('no-slip-reason', `${what}. Choose the reason; it stays in the record.`, 'reasonCode')
  }
  if (next.period && next.publicResolution && fineness(next.publicResolution) > fineness(next.period.resolution)) {
    throw new RuleError(
      'public-finer',
      'Customers cannot be told a finer date than the one recorded.',
      'publicResolution',
    )
  }
  return {
    ...next,
    effectiveOn: said.on,
    change,
    reasonCode: said.reasonCode ?? null,
    reason: said.reason?.trim() || null,
  }
}

/** The period as customers are told it: the whole month, quarter, half or year that its last day lies in. */
export function publicPeriod(period: Period, publicResolution: TargetResolution | null, firstMonth = 1): Period {
  if (publicResolution === null || fineness(publicResolution) >= fineness(period.resolution)) return period
  const { endOn } = period
  const quarter = quarterOf(endOn, firstMonth)
  const inQuarter = quarterPeriod(quarter, firstMonth)
  switch (publicResolution) {
    case 'day':
      return period
    case 'month':
      return monthPeriod(endOn)
    case 'quarter':
      return inQuarter
    case 'half':
    case 'year': {
      // The quarters of a year in words: the parser knows where each begins.
      const [year, number] = quarter.split('-Q') as [string, string]
      return parsePeriod(publicResolution === 'year' ? year : `H${Number(number) > 2 ? 2 : 1} ${year}`, firstMonth)
    }
  }
}

/** Long-term: an initiative, or promised for more than `longTermDays` after it was accepted. */
export function isLongTerm(
  item: { kind: ItemKind; targetEndOn: Day | null; acceptedOn: Day | null },
  longTermDays: number,
): boolean {
  if (item.kind === 'initiative') return true
  if (item.targetEndOn === null || item.acceptedOn === null) return false
  return item.targetEndOn > addDays(item.acceptedOn, longTermDays)
}

/** Done on or before the end of the first committed target; null when nothing was committed or it is not done. */
export function wasOnTime(item: { doneOn: Day | null; firstCommitted: Period | null }): boolean | null {
  if (item.doneOn === null || item.firstCommitted === null) return null
  return item.doneOn <= item.firstCommitted.endOn
}

/** Due within a month of as-of, and not over: what the list paints ochre. */
export function isDueSoon(targetEndOn: Day | null, asOf: Day): boolean {
  return targetEndOn !== null && targetEndOn >= asOf && daysBetween(asOf, targetEndOn) <= 31
}

/** `moved from Q3 2021 to Q4 2021, 92 days later`: one line of the story. */
export function moveInWords(
  change: TargetChange | 'same',
  from: Period | null,
  to: Period | null,
  days: number,
  firstMonth = 1,
): string {
  const words = (period: Period | null) => (period ? periodInWords(period, firstMonth) : 'no date')
  switch (change) {
    case 'initial':
      return `promised for ${words(to)}`
    case 'slip':
      return `moved from ${words(from)} to ${words(to)}, ${days} ${days === 1 ? 'day' : 'days'} later`
    case 'pull_in':
      return `pulled in from ${words(from)} to ${words(to)}, ${-days} ${days === -1 ? 'day' : 'days'} earlier`
    case 'refine':
      return `narrowed from ${words(from)} to ${words(to)}`
    case 'coarsen':
      return `widened from ${words(from)} to ${words(to)}`
    case 'date_withdrawn':
      return `the date ${words(from)} was taken away`
    case 'same':
      return `restated for ${words(to)}`
  }
}

/** `Q3 2021, last day September 30, 2021`. */
export const targetInFull = (period: Period, firstMonth = 1): string =>
  period.resolution === 'day'
    ? dayInWords(period.endOn)
    : `${periodInWords(period, firstMonth)}, last day ${dayInWords(period.endOn)}`
