import type { Columns } from '../../domain/counting/columns'
import {
  type Changes,
  type CountedItem,
  changesSince,
  count,
  countEach,
  dateFigures,
  doneByPeriod,
  firstMemberDay,
  movedSince,
  openTargets,
} from '../../domain/counting/count'
import { series } from '../../domain/counting/series'
import { addDays, type Day, daysBetween, earlierOf, laterOf } from '../../domain/days'
import {
  effectiveInWords,
  type Quarter,
  quarterAfter,
  quarterInWords,
  quarterOf,
  quarterPeriod,
} from '../../domain/periods'
import {
  burnUpFinding,
  changesFinding,
  comparisonDay,
  dueByQuarter,
  openingDay,
  type QuarterFacts,
  quarterSentence,
  subjectOf,
} from '../../domain/quarters'
import { titlesByIds } from '../items/titles'
import { allPrograms, type FoldedScope, foldedScope, type ProgramRow, programsByKeys } from '../programs/store'
import type { Reading } from '../trpc'
import type { Standing } from '../workspaces/workspace'

interface Asked {
  quarter: Quarter
  asOf?: Day | undefined
  program?: string[] | undefined
  comparedWith?: Day | undefined
}

/** The programs a quarter's headline is about unless somebody chooses: those that mend an incident; all where there is none. */
function scopeOf(all: readonly ProgramRow[]): { rows: readonly ProgramRow[]; isDefault: true } {
  const remediation = all.filter((row) => row.kind === 'remediation')
  return { rows: remediation.length ? remediation : all, isDefault: true }
}

/** The day a quarter's page stands at. */
export const asOfQuarter = (asked: Asked, standing: Standing): Day =>
  asked.asOf ?? openingDay(asked.quarter, standing.today, standing.organization?.fiscalFirstMonth ?? 1)

/** Everything the quarter page shows, from one snapshot: figures, findings in words, series for the charts, changes. */
export async function readQuarter(view: Reading, asked: Asked, standing: Standing) {
  const { read, columns, asOf, knownAt } = view
  const firstMonth = standing.organization?.fiscalFirstMonth ?? 1
  const all = await allPrograms(read)
  const scope = asked.program?.length
    ? { rows: await programsByKeys(read, asked.program), isDefault: false }
    : scopeOf(all)
  const programs = scope.rows.map((row) => row.id)
  const question = view.question({ programs })
  const period = quarterPeriod(asked.quarter, firstMonth)
  // A comparison looks back. A later day in the address is said to be ignored, not turned into losses.
  const looksBack = asked.comparedWith !== undefined && asked.comparedWith < asOf
  const comparedWith = looksBack ? (asked.comparedWith as Day) : comparisonDay(asked.quarter, asOf, firstMonth)

  const counts = count(columns, question)
  const before = count(columns, { ...question, asOf: comparedWith })
  const dates = dateFigures(columns, question, period)
  const moved = movedSince(columns, question, comparedWith)
  const changes = changesSince(columns, question, comparedWith)
  const due = dueByQuarter(openTargets(columns, question), asOf, firstMonth)
  const facts: QuarterFacts = {
    asOf,
    comparedWith,
    subject: subjectOf(scope.rows.map((row) => row.titleInternal)),
    counts,
    before,
    undatedGain: changes.done.filter((row) => row.statusResolution === 'by').length,
    dates,
    due,
    moved: { items: moved.items.length, moves: moved.moves },
    added: changes.added.length,
    removed: changes.removed.length,
  }
  const countOf = countEach(columns, question)
  const doneIn = doneByPeriod(columns, question, [period])
  const isPast = asOf < standing.today
  const now = isPast ? count(columns, { ...question, asOf: standing.today }) : counts

  return {
    quarter: asked.quarter,
    label: quarterInWords(asked.quarter),
    previous: quarterAfter(asked.quarter, -1),
    next: quarterAfter(asked.quarter),
    period,
    asOf,
    knownAt,
    today: standing.today,
    isFuture: period.fromOn > standing.today || asOf > standing.today,
    comparisonIgnored: asked.comparedWith !== undefined && !looksBack,
    comparedWith,
    comparisonIsDefault: asked.comparedWith === undefined,
    scope: {
      isDefault: scope.isDefault,
      programs: scope.rows.map((row) => ({ key: row.key, title: row.titleInternal })),
    },
    sentence: quarterSentence(facts),
    counts,
    before,
    dates,
    due,
    moved: facts.moved,
    undatedGain: facts.undatedGain,
    doneInQuarter: doneIn.inside[0] ?? 0,
    doneWithoutDate: doneIn.dateNotStated,
    /** How many more are done today than at as-of; null when the page stands at today. */
    sinceThen: isPast ? now.done - counts.done : null,
    programs: all.map((row) => ({
      key: row.key,
      title: row.titleInternal,
      inScope: programs.includes(row.id),
      counts: countOf(row.id),
    })),
    burnUp: {
      finding: burnUpFinding(facts),
      ...burnUp(view, programs, scope.rows, period.fromOn > asOf ? asOf : period.endOn, due.at(-1)?.endOn ?? null),
      scopeChanges: await scopeChanges(view, scope.rows),
      hasBaseline: scope.rows.every((row) => row.baselineOn !== null),
      due,
    },
    stacked: {
      finding: changesFinding(facts),
      bars: stackedBars(view, programs, scope.rows, asked.quarter, comparedWith, firstMonth),
    },
    changes: await changesInWords(view, changes, moved.items, firstMonth),
  }
}

const shown = 12

async function changesInWords(view: Reading, changes: Changes, movedIds: readonly string[], firstMonth: number) {
  const listed = Object.values(changes).flatMap((rows: CountedItem[]) => rows.slice(0, 500))
  const titles = await titlesByIds(view.read, [
    ...new Set([...listed.map((row) => row.id), ...movedIds.slice(0, shown)]),
  ])
  // Named items first: what has no description says least.
  const named = (rows: CountedItem[]) =>
    rows
      .slice(0, 500)
      .map((row) => ({ row, title: titles.get(row.id) }))
      .sort((a, b) => Number(a.title?.placeholder ?? true) - Number(b.title?.placeholder ?? true))
      .slice(0, shown)
      .map(({ row, title }) => ({
        key: title?.key ?? '',
        title: title?.title ?? '',
        placeholder: title?.placeholder ?? false,
        status: row.status,
        when: row.statusOn ? effectiveInWords(row.statusOn, row.statusResolution, firstMonth) : null,
      }))
  const isPlaceholder = (row: CountedItem) => titles.get(row.id)?.placeholder ?? false
  const group = (rows: CountedItem[]) => ({
    items: rows.length,
    notDescribed: rows.slice(0, 500).filter(isPlaceholder).length,
    first: named(rows),
  })
  return {
    done: group(changes.done),
    added: group(changes.added),
    removed: group(changes.removed),
    dropped: group(changes.dropped),
    reopened: group(changes.reopened),
    moved: {
      items: movedIds.length,
      first: movedIds.slice(0, shown).map((id) => titles.get(id) ?? { key: '', title: '', placeholder: false }),
    },
  }
}

/** The first day with anything to count, or the earliest baseline. */
function beginningOf(view: Reading, programs: readonly string[], rows: readonly ProgramRow[]): Day {
  const baselines = rows.flatMap((row) => (row.baselineOn ? [row.baselineOn] : []))
  const first = firstMemberDay(view.columns, view.question({ programs }))
  const days = first ? [...baselines, first] : baselines
  return days.length ? days.reduce(earlierOf) : addDays(view.asOf, -90)
}

/** At most so many days are counted one by one; longer stretches are sampled, always with the last day. */
const finest = 400

function burnUp(
  view: Reading,
  programs: readonly string[],
  rows: readonly ProgramRow[],
  quarterEnd: Day,
  lastDue: Day | null,
) {
  const start = earlierOf(beginningOf(view, programs, rows), view.asOf)
  const length = daysBetween(start, view.asOf)
  const step = Math.max(1, Math.ceil(length / finest))
  const days: Day[] = []
  for (let at = 0; at < length; at += step) days.push(addDays(start, at))
  days.push(view.asOf)
  const counted = series(view.columns, view.question({ programs }), days)
  // Only where something changes: a step chart needs no more, and neither does its table.
  const kept = days.flatMap((day, at) => {
    const point = {
      on: day,
      total: counted.total[at] as number,
      done: counted.done[at] as number,
      dropped: counted.dropped[at] as number,
    }
    const changed =
      at === 0 ||
      at === days.length - 1 ||
      counted.total[at] !== counted.total[at - 1] ||
      counted.done[at] !== counted.done[at - 1] ||
      counted.dropped[at] !== counted.dropped[at - 1]
    return changed ? [point] : []
  })
  const horizon = lastDue ? laterOf(quarterEnd, lastDue) : quarterEnd
  return { start, end: laterOf(view.asOf, horizon), points: kept, sampledEveryDays: step }
}

const scopesInMemory = new WeakMap<Columns, { lastMembership: number; known: Map<string, FoldedScope[]> }>()

/**
 * The changes of scope after the baseline, folded by day and reason: the annotations of the scope line. Kept until a
 * membership is written: most changes are about statuses, and the record of scope is long.
 */
async function scopeChanges(view: Reading, rows: readonly ProgramRow[]): Promise<FoldedScope[]> {
  const { loaded, loadedSeq } = view.columns.membership
  const lastMembership = loaded ? (loadedSeq[loaded - 1] as number) : 0
  const programs = rows.map((row) => row.id)
  // Shared columns may hold more than this snapshot does; what it says itself is right in any case.
  const { upTo } = view.question({ programs })
  if (upTo === undefined || upTo < lastMembership) return foldedScope(view.read, programs, view.asOf, view.knownAt)
  let memory = scopesInMemory.get(view.columns)
  if (memory?.lastMembership !== lastMembership || memory.known.size > 100) {
    memory = { lastMembership, known: new Map() }
    scopesInMemory.set(view.columns, memory)
  }
  const key = JSON.stringify([view.asOf, view.knownAt, rows.map((row) => [row.id, row.baselineOn])])
  const found = memory.known.get(key) ?? (await foldedScope(view.read, programs, view.asOf, view.knownAt))
  memory.known.set(key, found)
  return found
}

const mostBars = 8

/** Quarter ends from the beginning, the day compared with, and as-of; the latest few. */
function stackedBars(
  view: Reading,
  programs: readonly string[],
  rows: readonly ProgramRow[],
  quarter: Quarter,
  comparedWith: Day,
  firstMonth: number,
) {
  const { asOf } = view
  const start = beginningOf(view, programs, rows)
  const ends = new Map<Day, Quarter>()
  for (let each = quarterOf(start, firstMonth), n = 0; n < 200; each = quarterAfter(each), n++) {
    const { endOn } = quarterPeriod(each, firstMonth)
    if (endOn > asOf) break
    ends.set(endOn, each)
    if (each === quarter) break
  }
  const days = [
    ...new Set([...ends.keys(), ...(comparedWith >= start && comparedWith <= asOf ? [comparedWith] : []), asOf]),
  ]
    .sort()
    .slice(-mostBars)
  const counted = series(view.columns, view.question({ programs }), days)
  return days.map((on, at) => ({
    on,
    quarter: ends.get(on) ?? null,
    total: counted.total[at] as number,
    done: counted.done[at] as number,
    inFlight: counted.inFlight[at] as number,
    notStarted: counted.notStarted[at] as number,
    dropped: counted.dropped[at] as number,
  }))
}
