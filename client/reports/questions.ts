import { type Day, dayInWords, isDay } from '../../domain/days'
import { isQuarter, quarterInWords } from '../../domain/periods'
import type { Answers } from '../api'
import type { ItemsSearch, StatusInAddress } from '../paths'

export type ClaimOnScreen = Answers['reports']['preview']['claims'][number]

const countedWords: Record<string, string> = {
  ratio: 'done of total',
  percent: 'share done, rounded down',
  total: 'all items',
  done: 'done',
  open: 'open',
  'in-flight': 'in flight',
  'not-started': 'not started',
  dropped: 'not pursued',
  'as-of': 'the day the figures stand at',
  'not-itemised-total': 'not described here',
  'not-itemised-completed': 'not described here, completed',
  'not-itemised-open': 'not described here, open',
  'long-term-days': 'what long-term means here',
}

const text = (value: unknown) => (typeof value === 'string' ? value : null)
const programsOf = (query: Record<string, unknown>) =>
  Array.isArray(query.programs) ? query.programs.filter((key): key is string => typeof key === 'string') : []

/** The question a figure answers, as people say it: `done of total · FES · as of July 20, 2021`. */
export function questionInWords({ directive, query }: ClaimOnScreen, asOf: Day): string {
  const of = text(query.of)
  const quarter = text(query.quarter)
  const since = text(query.since)
  const parts: (string | null)[] = []
  if (directive === 'stated') {
    parts.push(`stated, from ${text(query.source) ?? 'elsewhere'}`, text(query.by))
    return parts.filter(Boolean).join(' · ')
  }
  if (directive === 'window') parts.push('impact window', text(query.incident))
  else if (directive === 'elapsed') {
    const milestone = (value: unknown) => (text(value) ?? '').replaceAll('_', ' ').replaceAll('-', ' ')
    parts.push(`from ${milestone(query.from)} to ${milestone(query.to)}`, text(query.incident))
  } else if (directive === 'date')
    parts.push(of === 'as-of' ? (countedWords['as-of'] ?? null) : `the day of the ${of ?? 'record'}`)
  else if (directive === 'period') parts.push('the quarter of the report, or one beside it')
  else if (directive === 'promised') parts.push('what we said before, and where it stands')
  else if (directive === 'horizon') parts.push(countedWords['long-term-days'] ?? null)
  else {
    parts.push(of ? (countedWords[of] ?? of.replaceAll('-', ' ')) : directive)
    if (text(query.group)) parts.push(`“${text(query.group)}”`)
    if (quarter && isQuarter(quarter)) parts.push(`in ${quarterInWords(quarter)}`)
    if (since && isDay(since)) parts.push(`since ${dayInWords(since)}`)
    parts.push(programsOf(query).join(', '), `as of ${dayInWords(asOf)}`)
  }
  return parts.filter(Boolean).join(' · ')
}

const statusAsked: Record<string, StatusInAddress[]> = {
  ratio: ['done'],
  percent: ['done'],
  done: ['done'],
  total: [],
  open: ['open'],
  'in-flight': ['in_flight'],
  'not-started': ['not_started'],
  dropped: ['dropped'],
}

/** The address of the list that holds the same rows; null where no filter says exactly that. */
export function rowsInList({ directive, query }: ClaimOnScreen, asOf: Day): ItemsSearch | null {
  const of = text(query.of)
  const status = of === null ? undefined : statusAsked[of]
  const program = programsOf(query)
  // Of a headline only the count of what is done is a question of its own; its other lines are parts of an answer.
  const isPlain = ['count', 'ratio', 'percent'].includes(directive) || (directive === 'headline' && of === 'done')
  if (!isPlain || !status || program.length === 0) return null
  const quarter = text(query.quarter)
  const since = text(query.since)
  return {
    program,
    ...(status.length ? { status } : {}),
    kind: 'counted',
    ...(quarter && isQuarter(quarter) ? { finished: quarter } : {}),
    ...(since && isDay(since) ? { doneSince: since } : {}),
    asOf,
  }
}

type Asked = Pick<ClaimOnScreen, 'directive' | 'query'>
export const isSameQuestion = (one: Asked, other: Asked): boolean =>
  one.directive === other.directive && JSON.stringify(one.query) === JSON.stringify(other.query)

/** The same figure in another draft: figures before it may have come or gone, so its number alone says nothing. */
export function sameFigure(claims: readonly ClaimOnScreen[], wanted: ClaimOnScreen | null): ClaimOnScreen | null {
  if (!wanted) return null
  const isSame = (claim: ClaimOnScreen) => isSameQuestion(claim, wanted)
  return claims.find((claim) => claim.id === wanted.id && isSame(claim)) ?? claims.find(isSame) ?? null
}
