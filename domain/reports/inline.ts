import type { PhrasingContent } from 'mdast'
import type { TextDirective } from 'mdast-util-directive'
import { percentDone } from '../counting/definitions'
import { type Day, dayInWords, dayWithWeekday } from '../days'
import { elapsedBetween, elapsedInWords, incidentDay, windowInWords } from '../incidents'
import { monthPeriod, periodInWords, quarterAfter, quarterInWords } from '../periods'
import type { MilestoneKind } from '../vocabulary'
import { numberInWords } from '../words'
import { type countable, underscored } from './directives'
import { Args, plainText, type Resolving, Unresolved } from './resolving'

type Countable = (typeof countable)[number]
const countNames = {
  total: 'total',
  done: 'done',
  open: 'open',
  'in-flight': 'inFlight',
  'not-started': 'notStarted',
  dropped: 'dropped',
} as const satisfies Record<Countable, string>

/** A figure in a sentence. Throws Unresolved. */
export function inlineFigure(node: TextDirective, resolving: Resolving): PhrasingContent {
  const args = new Args(node, resolving)
  const made = figures[node.name]?.(node, args, resolving)
  if (!made) throw new Unresolved(`:${node.name} does not stand in a sentence.`)
  resolving.chip(node, plainText(made))
  return made
}

type Figure = (node: TextDirective, args: Args, resolving: Resolving) => PhrasingContent

const figures: Record<string, Figure> = {
  count(node, args, resolving) {
    const { facts } = resolving
    const programs = args.programs()
    const keys = programs.map((each) => each.key)
    const of = args.word<Countable>('of') ?? 'done'
    const quarter = args.quarter('quarter')
    let value: number
    let rows: string[]
    let since: Day | null = null
    if (quarter || args.has('since')) {
      if (of !== 'done')
        throw new Unresolved(`Only what is done is counted ${quarter ? 'by quarter' : 'since a report'}: of=done.`)
      if (quarter) {
        rows = facts.figures.doneIn(keys, quarter).items
        value = rows.length
      } else {
        since = args.since().asOf
        // Those that became done since, each of them a row; what was reopened is said by ::changes.
        rows = facts.figures.changesSince(keys, since).done
        value = rows.length
      }
    } else {
      value = facts.figures.counts(keys)[countNames[of]]
      rows = itemsOf(resolving, keys, of)
    }
    const figure = args.word('as') === 'words' ? numberInWords(value) : value.toLocaleString('en-US')
    // The noun is part of the figure where it must follow it: 1 improvement, 2 improvements.
    const noun = args.word('noun')?.trim()
    const words = noun ? `${figure} ${noun}${value === 1 ? '' : 's'}` : figure
    const query = { of, programs: keys, ...(quarter ? { quarter } : {}), ...(since ? { since } : {}) }
    return resolving.claim(node, query, words, value, rows)
  },

  ratio(node, args, resolving) {
    const keys = args.programs().map((each) => each.key)
    const { done, total } = resolving.facts.figures.counts(keys)
    const words = total === 0 ? 'no items yet' : `${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`
    return resolving.claim(
      node,
      { of: 'ratio', programs: keys },
      words,
      { done, total },
      itemsOf(resolving, keys, 'done'),
    )
  },

  percent(node, args, resolving) {
    const keys = args.programs().map((each) => each.key)
    const { done, total } = resolving.facts.figures.counts(keys)
    const percent = percentDone({ done, total })
    // Under five items a percentage says more than is known.
    const words = percent === null ? (total === 0 ? 'no items yet' : `${done} of ${total}`) : `${percent}%`
    return resolving.claim(
      node,
      { of: 'percent', programs: keys },
      words,
      { percent, done, total },
      itemsOf(resolving, keys, 'done'),
    )
  },

  window(node, args, resolving) {
    const incident = args.incident()
    if (incident.timeline.windows.length === 0) throw new Unresolved(`${incident.key} has no impact window yet.`)
    const style = args.word<'local' | 'utc' | 'both'>('style') ?? 'local'
    const words = windowInWords(incident.timeline, style)
    return resolving.claim(node, { incident: incident.key, style }, words, incident.timeline.windows)
  },

  elapsed(node, args, resolving) {
    const incident = args.incident()
    const to = underscored(args.word('to') ?? '') as MilestoneKind
    const from = underscored(args.word('from') ?? 'started') as MilestoneKind
    const words = elapsedInWords(incident.timeline, to, from)
    if (words === null) throw new Unresolved(`${incident.key} does not say when it was ${to.replaceAll('_', ' ')}.`)
    return resolving.claim(
      node,
      { incident: incident.key, from, to },
      words,
      elapsedBetween(incident.timeline, to, from),
    )
  },

  date(node, args, resolving) {
    const of = args.word('of') ?? 'as-of'
    const day = dayMeant(of, args, resolving)
    const style = args.word('style') ?? 'plain'
    const words =
      style === 'weekday' ? dayWithWeekday(day) : style === 'month' ? periodInWords(monthPeriod(day)) : dayInWords(day)
    return resolving.claim(node, { of }, words, day)
  },

  period(node, args, resolving) {
    const { period } = resolving.facts
    if (period === null) throw new Unresolved('The report is about no quarter. Choose one, or write the date.')
    const quarter = quarterAfter(period, args.whole('offset') ?? 0)
    return resolving.claim(node, { quarter }, quarterInWords(quarter), quarter)
  },

  horizon(node, _args, resolving) {
    const { longTermDays } = resolving.facts
    return resolving.claim(node, { of: 'long-term-days' }, `${longTermDays} days`, longTermDays)
  },

  stated(node, args, resolving) {
    const words = plainText(node).trim()
    if (words === '') throw new Unresolved(':stated needs the figure in brackets: :stated[99.95%]{source="…"}.')
    const query = { source: args.word('source') ?? '', by: args.word('by') ?? null }
    return resolving.claim(node, query, words, words)
  },
}

function dayMeant(of: string, args: Args, resolving: Resolving): Day {
  const { facts } = resolving
  switch (of) {
    case 'incident': {
      const incident = args.incident()
      const day = incidentDay(incident.timeline)
      if (day === null) throw new Unresolved(`${incident.key} does not say when it happened.`)
      return day
    }
    case 'previous':
      return args.since().publishedOn
    case 'baseline': {
      const [program] = args.programs()
      if (!program?.baselineOn) throw new Unresolved(`${program?.key ?? 'The program'} has no baseline day yet.`)
      return program.baselineOn
    }
    default:
      return facts.asOf
  }
}

const inFlight = ['in_progress', 'blocked', 'in_verification']

/** The rows a figure counts: the members of these programs in this state, work without an end left out. */
export function itemsOf(resolving: Resolving, keys: readonly string[], of: Countable): string[] {
  const is: Record<Countable, (status: string) => boolean> = {
    total: () => true,
    done: (status) => status === 'done',
    dropped: (status) => status === 'dropped',
    'in-flight': (status) => inFlight.includes(status),
    'not-started': (status) => status === 'accepted',
    open: (status) => status === 'accepted' || inFlight.includes(status),
  }
  return resolving.facts.items
    .filter((item) => !item.continuous && item.programs.some((key) => keys.includes(key)) && is[of](item.status))
    .map((item) => item.id)
}
