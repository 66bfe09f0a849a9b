import type { Counts, DateFigures } from './counting/count'
import { type Day, dayBeside } from './days'
import {
  type FiscalFirstMonth,
  type Quarter,
  quarterAfter,
  quarterInShort,
  quarterInWords,
  quarterOf,
  quarterPeriod,
} from './periods'
import { areOrIs, capital, listed, numberInWords } from './words'

/** The day a quarter's page opens at: its last day when it is over, else today. What has not come has no figures. */
export function openingDay(quarter: Quarter, today: Day, firstMonth: FiscalFirstMonth): Day {
  const { endOn } = quarterPeriod(quarter, firstMonth)
  return endOn < today ? endOn : today
}

/**
 * What a quarter is compared with unless somebody chooses: the last day of the quarter before it, or, where the page
 * stands before that day, of the quarter before the one it stands in.
 */
export function comparisonDay(quarter: Quarter, asOf: Day, firstMonth: FiscalFirstMonth): Day {
  const before = quarterPeriod(quarterAfter(quarter, -1), firstMonth).endOn
  return before < asOf ? before : quarterPeriod(quarterAfter(quarterOf(asOf, firstMonth), -1), firstMonth).endOn
}

/** A number of open items due in one quarter. */
export interface DueIn {
  quarter: Quarter
  endOn: Day
  items: number
}

/** Open, dated and not overdue, by the quarter their target ends in; the nearest first. */
export function dueByQuarter(targetEnds: readonly Day[], asOf: Day, firstMonth: FiscalFirstMonth): DueIn[] {
  const found = new Map<Quarter, DueIn>()
  // Many items, few days.
  const quarters = new Map<Day, Quarter>()
  for (const endOn of targetEnds) {
    if (endOn < asOf) continue
    const quarter = quarters.get(endOn) ?? quarterOf(endOn, firstMonth)
    quarters.set(endOn, quarter)
    const due = found.get(quarter) ?? { quarter, endOn: quarterPeriod(quarter, firstMonth).endOn, items: 0 }
    due.items++
    found.set(quarter, due)
  }
  return [...found.values()].sort((a, b) => (a.endOn < b.endOn ? -1 : 1))
}

/** What the words of a quarter are made from. */
export interface QuarterFacts {
  asOf: Day
  comparedWith: Day
  /** `improvements to the Feature Enablement Service`: what the total is a number of. */
  subject: string
  counts: Counts
  before: Counts
  /** Of the items done since the comparison: those whose day nobody stated. */
  undatedGain: number
  dates: DateFigures
  due: readonly DueIn[]
  moved: { items: number; moves: number }
  added: number
  removed: number
}

/** What a program's total is a number of. A title that begins with the word is read as it stands. */
export function subjectOf(titles: readonly string[]): string {
  const [only, ...more] = titles
  if (only === undefined) return 'improvements'
  if (more.length > 0) return `improvements in ${numberInWords(titles.length)} programs`
  return /^(improvements|initiatives|actions|changes)\b/i.test(only)
    ? only.charAt(0).toLowerCase() + only.slice(1)
    : `improvements of “${only}”`
}

/** `8 more than on April 16`, with those at a date not stated. */
export function gainInWords(
  facts: Pick<QuarterFacts, 'counts' | 'before' | 'undatedGain' | 'comparedWith' | 'asOf'>,
): string {
  const gain = facts.counts.done - facts.before.done
  const then = `on ${dayBeside(facts.comparedWith, facts.asOf)}`
  if (gain === 0) return `as many as ${then}`
  if (gain < 0) return `${-gain} fewer than ${then}`
  const unstated = facts.undatedGain > 0 ? ` (${facts.undatedGain} of them at a date not stated)` : ''
  return `${gain} more than ${then}${unstated}`
}

/** The sentence the page opens with. */
export function quarterSentence(facts: QuarterFacts): string {
  const { counts } = facts
  if (counts.total === 0) return `There were no ${facts.subject} on ${dayBeside(facts.asOf, facts.asOf)}.`
  const sentences = [
    counts.total === 1
      ? `The one item of ${facts.subject} is ${counts.done === 1 ? 'done' : 'not done'}, ${gainInWords(facts)}.`
      : `${counts.done} of the ${counts.total} ${facts.subject} are done, ${gainInWords(facts)}.`,
    openSentence(facts),
  ]
  if (counts.dropped > 0)
    sentences.push(
      `${capital(areOrIs(counts.dropped))} not pursued and stay${counts.dropped === 1 ? 's' : ''} in the total.`,
    )
  return sentences.filter((sentence) => sentence !== '').join(' ')
}

function openSentence(facts: QuarterFacts): string {
  const { counts, dates, due } = facts
  if (counts.open === 0) return counts.dropped === 0 ? 'Nothing is open.' : ''
  const parts: string[] = []
  if (dates.overdue > 0) parts.push(`${areOrIs(dates.overdue)} overdue`)
  const [next, ...later] = due
  if (next) parts.push(`${areOrIs(next.items)} due in ${quarterInShortBeside(next.quarter, facts.asOf)}`)
  const afterwards = later.reduce((sum, each) => sum + each.items, 0)
  if (afterwards > 0) parts.push(`${areOrIs(afterwards)} due later`)
  if (dates.undated > 0) parts.push(`${numberInWords(dates.undated)} ${dates.undated === 1 ? 'has' : 'have'} no date`)
  if (dates.undated === counts.open) {
    return `${capital(areOrIs(counts.open))} open, ${counts.open === 1 ? 'without a date' : 'none of them with a date'}.`
  }
  return `${capital(areOrIs(counts.open))} open: ${listed(parts)}.`
}

// Within one calendar year the year is plain; across, it is said.
const quarterInShortBeside = (quarter: Quarter, asOf: Day): string =>
  quarter.startsWith('FY') || !quarter.startsWith(asOf.slice(0, 4)) ? quarterInWords(quarter) : quarterInShort(quarter)

/** The finding of the burn-up: "Will we finish?". It states facts; a forecast needs more than this page has. */
export function burnUpFinding(facts: QuarterFacts): string {
  const { counts, dates, due } = facts
  if (counts.total === 0) return 'Nothing to finish yet'
  if (counts.open === 0)
    return counts.dropped === 0
      ? `All ${counts.total} are done`
      : `${counts.done} of ${counts.total} are done, the rest is not pursued`
  const done = `${counts.done} of ${counts.total} done`
  const last = due.at(-1)
  if (dates.overdue > 0) return `${done}; ${areOrIs(dates.overdue)} overdue`
  if (!last)
    return counts.open === 1
      ? `${done}; the open one has no date`
      : `${done}; none of the ${numberInWords(counts.open)} open ones has a date`
  const dated = due.reduce((sum, each) => sum + each.items, 0)
  const end = `due by the end of ${quarterInShortBeside(last.quarter, facts.asOf)}`
  if (dates.undated === 0)
    return dated === 1 ? `${done}; the last one is ${end}` : `${done}; all ${numberInWords(dated)} open ones are ${end}`
  return dated === 1
    ? `${done}; the one with a date is ${end}`
    : `${done}; the ${numberInWords(dated)} with a date are ${end}`
}

/** The finding of the stacked bars: "What happened since?". */
export function changesFinding(facts: QuarterFacts): string {
  const gain = facts.counts.done - facts.before.done
  const dropped = facts.counts.dropped - facts.before.dropped
  const since = `since ${dayBeside(facts.comparedWith, facts.asOf)}`
  const head =
    gain > 0
      ? `${capital(numberInWords(gain))} more done ${since}`
      : gain < 0
        ? `${capital(numberInWords(-gain))} fewer done ${since}`
        : `Nothing more done ${since}`
  const said = (n: number, word: string) => `${n > 0 ? numberInWords(n) : 'nothing'} ${word}`
  const tail = [said(Math.max(0, dropped), 'dropped'), said(facts.added, 'added')]
  if (facts.removed > 0) tail.push(said(facts.removed, 'removed'))
  return `${head}; ${tail.join(', ')}`
}
