import { type Day, dayInWords } from '../days'
import { RuleError } from '../errors'
import { type Quarter, quarterAfter, quarterInWords, quarterOf, quarterPeriod } from '../periods'
import { counted } from '../words'
import type { Check } from './model'

/** The quarter a report is about unless somebody chooses: the latest that ended on or before as-of. */
export function periodOfReport(asOf: Day, firstMonth: number): Quarter {
  const current = quarterOf(asOf, firstMonth)
  return quarterPeriod(current, firstMonth).endOn === asOf ? current : quarterAfter(current, -1)
}

export const titleOfReport = (period: Quarter | null): string =>
  period ? `Keeping our word: ${quarterInWords(period)} update` : 'Keeping our word: an update'

/** `q2-2021-update`: from the title's last words, in small letters; `taken` get a number. */
export function slugOfReport(period: Quarter | null, title: string, taken: readonly string[]): string {
  const words = period ? `${quarterInWords(period)} update` : title
  const plain =
    words
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 80) || 'update'
  let slug = plain
  for (let number = 2; taken.includes(slug); number++) slug = `${plain}-${number}`
  return slug
}

/** Errors whose words would be printed: `[:count cannot be answered]`, `FT-12: wording missing`. Nobody may want that. */
const neverTaken: readonly Check['code'][] = ['unresolved', 'wording']

/** An override: one error that stands, and why it may. */
export interface Override {
  code: Check['code']
  subject: string
  reason: string
}

/**
 * Whether a draft may be published as it stands. Throws RuleError `already-published`, `report-in-future`,
 * `no-override-reason`, `not-overridable`, `errors-stand`. Gives the overrides that were needed.
 */
export function mayPublish(
  report: { title: string; state: string; asOf: Day },
  checks: readonly Check[],
  overrides: readonly Override[],
  today: Day,
): Override[] {
  if (report.state !== 'draft')
    throw new RuleError(
      'already-published',
      `“${report.title}” was published already. What is published is corrected, not published again.`,
    )
  if (report.asOf > today)
    throw new RuleError(
      'report-in-future',
      `Its figures stand at ${dayInWords(report.asOf)}, which has not come.`,
      'asOf',
    )
  const errors = checks.filter((check) => check.level === 'error')
  const unfit = errors.find((error) => neverTaken.includes(error.code))
  if (unfit && overrides.some((each) => each.code === unfit.code)) {
    throw new RuleError(
      'not-overridable',
      `This cannot be taken on: customers would read it as it stands. ${unfit.sentence}`,
    )
  }
  const taken = errors.map((error) =>
    overrides.find((each) => each.code === error.code && each.subject === error.subject),
  )
  const standing = errors.filter((_, at) => taken[at] === undefined)
  if (standing.length > 0) {
    const first = standing[0]?.sentence ?? ''
    throw new RuleError(
      'errors-stand',
      `${counted(standing.length, 'error')} ${standing.length === 1 ? 'stands' : 'stand'}, so nothing was published. ${first}`,
    )
  }
  const needed = taken.filter((each) => each !== undefined)
  if (needed.some((each) => each.reason.trim().length < 10)) {
    throw new RuleError(
      'no-override-reason',
      'Say in a sentence why this error may stand. It stays with the version.',
      'reason',
    )
  }
  return needed.map((each) => ({ ...each, reason: each.reason.trim() }))
}
