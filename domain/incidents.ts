import { checkZone, clockInWords } from './clocks'
import { type Day, dayBeside, dayInWords, dayInZone, dayWithWeekday, type Instant } from './days'
import { RuleError } from './errors'
import { type MilestoneKind, type MilestoneQualifier, milestoneWords } from './vocabulary'
import { listed } from './words'

/** A stretch of impact. `toAt` null: it lasts. */
export interface ImpactWindow {
  fromAt: Instant
  toAt: Instant | null
}

export interface Milestone {
  kind: MilestoneKind
  at: Instant
  qualifier: MilestoneQualifier
  /** The words it was said in, where they were: `within 1 minute`. */
  saidAs: string | null
  public: boolean
}

/** When an incident happened: stretches of impact and the moments that matter, in the zone they are said in. */
export interface Timeline {
  /** An IANA name. */
  zone: string
  windows: readonly ImpactWindow[]
  milestones: readonly Milestone[]
}

/** The letters before the number of an incident's key. */
export const incidentPrefix = 'INC'

/** `INC-1`. */
export const incidentKey = (number: number): string => `${incidentPrefix}-${number}`

// ── Figures ────────────────────────────────────────────────────────────────────────────────────────────

export interface Elapsed {
  /** Whole seconds. */
  seconds: number
  qualifier: MilestoneQualifier
}

/** The moment of a kind. `other` is a name for many moments, and so for none. */
function momentOf(timeline: Timeline, kind: MilestoneKind): { at: Instant; qualifier: MilestoneQualifier } | null {
  if (kind === 'other') return null
  const said = timeline.milestones.find((each) => each.kind === kind)
  if (said) return said
  const from = timeline.windows[0]?.fromAt
  const to = timeline.windows.at(-1)?.toAt
  if (kind === 'started' && from) return { at: from, qualifier: 'exact' }
  if (kind === 'resolved' && to) return { at: to, qualifier: 'exact' }
  return null
}

const secondsBetween = (from: Instant, to: Instant) => Math.floor((Date.parse(to) - Date.parse(from)) / 1000)

/**
 * From one milestone to another, in seconds of real time. `started` falls back to the first window's start, `resolved`
 * to the last window's end. Null when one of them is not known, or comes before the other.
 */
export function elapsedBetween(timeline: Timeline, to: MilestoneKind, from: MilestoneKind = 'started'): Elapsed | null {
  const begin = momentOf(timeline, from)
  const end = momentOf(timeline, to)
  if (!begin || !end || end.at < begin.at) return null
  return {
    seconds: secondsBetween(begin.at, end.at),
    // From a moment that is not known exactly nothing exact is measured, and "within" would promise too much.
    qualifier: begin.qualifier === 'exact' ? end.qualifier : 'about',
  }
}

/** All the impact there was, its stretches added up; null while it lasts or when no window is known. */
export function impactOf(timeline: Timeline): Elapsed | null {
  if (timeline.windows.length === 0) return null
  let seconds = 0
  for (const { fromAt, toAt } of timeline.windows) {
    if (toAt === null) return null
    seconds += secondsBetween(fromAt, toAt)
  }
  return { seconds, qualifier: 'exact' }
}

/** A duration as it is said: whole minutes, and seconds below one minute. `[[2, 'hours'], [30, 'minutes']]`. */
export function durationParts({ seconds, qualifier }: Elapsed): [number, string][] {
  if (seconds < 60) return [[seconds, seconds === 1 ? 'second' : 'seconds']]
  // "Within 90 seconds" is within 2 minutes and not within 1; everything else is the nearest minute.
  const minutes = qualifier === 'within' ? Math.ceil(seconds / 60) : Math.round(seconds / 60)
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), 'day'],
    [Math.floor(minutes / 60) % 24, 'hour'],
    [minutes % 60, 'minute'],
  ]
  return parts.filter(([n]) => n > 0).map(([n, unit]) => [n, n === 1 ? unit : `${unit}s`])
}

const qualifierWords = { exact: '', within: 'within ', about: 'about ' } satisfies Record<MilestoneQualifier, string>

/** `25 minutes`, `within 1 minute`, `about 2 hours`, `2 hours 30 minutes`; `at once` for no time at all. */
export function durationInWords(elapsed: Elapsed): string {
  if (elapsed.seconds === 0) return 'at once'
  const parts = durationParts(elapsed).map(([n, unit]) => `${n} ${unit}`)
  return qualifierWords[elapsed.qualifier] + parts.join(' ')
}

/** The elapsed time in words, its qualifier kept. Null as `elapsedBetween` gives it. */
export function elapsedInWords(timeline: Timeline, to: MilestoneKind, from?: MilestoneKind): string | null {
  const elapsed = elapsedBetween(timeline, to, from)
  return elapsed && durationInWords(elapsed)
}

/** The day the impact began, in the incident's zone; without a beginning the day of the earliest moment. Null without any time. */
export function incidentDay(timeline: Timeline): Day | null {
  const earliest = timeline.milestones.map((each) => each.at).sort()[0]
  const at = momentOf(timeline, 'started')?.at ?? earliest
  return at ? dayInZone(new Date(at), timeline.zone) : null
}

// ── The window in words ────────────────────────────────────────────────────────────────────────────────

/** One window on the clocks of one zone, with its days where a clock alone would not do. */
function stretchInWords({ fromAt, toAt }: ImpactWindow, zone: string, sayDays: boolean): string {
  const dayOf = (at: Instant) => dayInZone(new Date(at), zone)
  const from = clockInWords(fromAt, zone)
  if (toAt === null) return sayDays ? `since ${from} on ${dayInWords(dayOf(fromAt))}` : `since ${from}`
  const to = clockInWords(toAt, zone)
  if (!sayDays) return `${from} to ${to}`
  if (dayOf(fromAt) === dayOf(toAt)) return `${from} to ${to} on ${dayInWords(dayOf(toAt))}`
  return `${from} on ${dayBeside(dayOf(fromAt), dayOf(toAt))} to ${to} on ${dayInWords(dayOf(toAt))}`
}

/**
 * `5:00am PST to 7:30am PST` (local), `1:00pm UTC to 3:30pm UTC` (utc), or both: `5:00am PST to 7:30am PST (1:00pm to
 * 3:30pm UTC)`. Several windows are joined with "and", one that lasts is `since 5:00am PST`. Days are said where a clock
 * alone would name the wrong one: across midnight, and in UTC when its day is not the incident's own. Empty without a
 * window. Throws RuleError `unknown-zone`.
 */
export function windowInWords(timeline: Timeline, style: 'local' | 'utc' | 'both'): string {
  const { windows, zone } = timeline
  const first = windows[0]
  if (!first) return ''
  const day = dayInZone(new Date(first.fromAt), zone)
  const strays = (inZone: string) =>
    windows
      .flatMap(({ fromAt, toAt }) => (toAt === null ? [fromAt] : [fromAt, toAt]))
      .some((at) => dayInZone(new Date(at), inZone) !== day)
  const localDays = strays(zone)
  const utcDays = strays('UTC')
  const words = windows.map((window) => {
    const local = stretchInWords(window, zone, localDays)
    const utc = stretchInWords(window, 'UTC', utcDays)
    if (style === 'local') return local
    // Where the clocks already stand at UTC there is nothing to add.
    if (style === 'utc' || local === utc) return utc
    return `${local} (${besideInWords(window, utcDays, localDays ? dayInZone(new Date(window.toAt ?? window.fromAt), zone) : null)})`
  })
  return listed(words)
}

/** The window with its day and weekday, once: `Friday, February 26, 2021, 5:00am PST to 7:30am PST (…)`. Null without a window. */
export function whenInWords(timeline: Timeline): string | null {
  const day = incidentDay(timeline)
  const window = windowInWords(timeline, 'both')
  if (!day || !window) return null
  const saysItsDays = windowInWords(timeline, 'local').includes(' on ')
  return saysItsDays ? window : `${dayWithWeekday(day)}, ${window}`
}

/** The window in UTC as it stands in brackets after the local one: its zone once, its year unless `said` just had it. */
function besideInWords({ fromAt, toAt }: ImpactWindow, sayDays: boolean, said: Day | null): string {
  const to = toAt ?? fromAt
  const [fromDay, toDay] = [dayInZone(new Date(fromAt), 'UTC'), dayInZone(new Date(to), 'UTC')]
  const day = said ? dayBeside(toDay, said) : dayInWords(toDay)
  const from = clockInWords(fromAt, 'UTC', { withZone: false })
  const begins = toAt === null ? '' : fromDay === toDay ? `${from} to ` : `${from} on ${dayBeside(fromDay, toDay)} to `
  return `${begins}${clockInWords(to, 'UTC')}${sayDays ? ` on ${day}` : ''}`
}

// ── The timeline as rows ───────────────────────────────────────────────────────────────────────────────

/** One moment of the timeline, as a list prints it. */
export interface TimelineLine {
  at: Instant
  kind: 'impact_begins' | 'impact_ends' | MilestoneKind
  what: string
  /** `5:25am PST`, `by 5:01am PST`, `about 7:00am PST`; with its day where that is not the incident's. */
  clock: string
  qualifier: MilestoneQualifier
  saidAs: string | null
  public: boolean
  /** Since it started: `25 minutes`. Null at and before the beginning. */
  since: string | null
}

const clockQualifiers = { exact: '', within: 'by ', about: 'about ' } satisfies Record<MilestoneQualifier, string>

/** Everything that has a time, in its order: where impact and a milestone meet, the impact begins first and ends last. */
export function timelineLines(timeline: Timeline): TimelineLine[] {
  const { zone, windows, milestones } = timeline
  const day = incidentDay(timeline)
  const start = momentOf(timeline, 'started')
  const several = windows.length > 1
  const line = (
    at: Instant,
    kind: TimelineLine['kind'],
    what: string,
    { qualifier, saidAs, public: isPublic }: Pick<Milestone, 'qualifier' | 'saidAs' | 'public'>,
  ): TimelineLine => {
    const on = dayInZone(new Date(at), zone)
    const elapsed: Elapsed | null =
      start && start.at < at
        ? { seconds: secondsBetween(start.at, at), qualifier: start.qualifier === 'exact' ? qualifier : 'about' }
        : null
    return {
      at,
      kind,
      what,
      clock:
        clockQualifiers[qualifier] + clockInWords(at, zone) + (day && on !== day ? ` on ${dayBeside(on, day)}` : ''),
      qualifier,
      saidAs,
      public: isPublic,
      since: elapsed && durationInWords(elapsed),
    }
  }
  const plain = { qualifier: 'exact', saidAs: null, public: true } as const
  const order = (kind: TimelineLine['kind']) => (kind === 'impact_begins' ? 0 : kind === 'impact_ends' ? 2 : 1)
  return [
    ...windows.flatMap(({ fromAt, toAt }, index) => [
      line(fromAt, 'impact_begins', several && index ? 'Impact begins again' : 'Impact begins', plain),
      ...(toAt === null ? [] : [line(toAt, 'impact_ends', 'Impact ends', plain)]),
    ]),
    ...milestones.map((each) =>
      line(
        each.at,
        each.kind,
        each.kind === 'other' ? (each.saidAs ?? milestoneWords.other) : milestoneWords[each.kind],
        {
          ...each,
          saidAs: each.kind === 'other' ? null : each.saidAs,
        },
      ),
    ),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : order(a.kind) - order(b.kind)))
}

// ── What may not be said ───────────────────────────────────────────────────────────────────────────────

/** Each pair in the order it can only have happened in. A notice may go out before anybody acknowledged, so they are no pair. */
const orders: readonly (readonly [MilestoneKind, MilestoneKind])[] = [
  ['started', 'detected'],
  ['started', 'acknowledged'],
  ['started', 'first_public_notice'],
  ['started', 'mitigated'],
  ['started', 'resolved'],
  ['detected', 'acknowledged'],
  ['detected', 'mitigated'],
  ['detected', 'resolved'],
  ['mitigated', 'resolved'],
]

/**
 * Refuses a record that contradicts itself. The field of a refusal names the row, `windows.1.fromAt`, `milestones.0.at`,
 * as the rows were given. `now`: the instant after which nothing has happened yet.
 * Throws RuleError `unknown-zone`, `window-backwards`, `windows-overlap`, `milestone-twice`, `milestone-without-words`,
 * `milestone-order`, `started-after-impact`, `impact-after-resolution`, `not-happened-yet`.
 */
export function checkIncident(timeline: Timeline, now: Instant): void {
  checkZone(timeline.zone)
  checkWindows(timeline, now)
  checkMilestones(timeline, now)
}

/** A clock time with its day where the two are not of one day, so that a sentence about both can be checked. */
function clocksInWords(timeline: Timeline, a: Instant, b: Instant): [string, string] {
  const [onA, onB] = [dayInZone(new Date(a), timeline.zone), dayInZone(new Date(b), timeline.zone)]
  const [clockA, clockB] = [clockInWords(a, timeline.zone), clockInWords(b, timeline.zone)]
  if (onA === onB) return [clockA, clockB]
  return [`${clockA} on ${dayInWords(onA)}`, `${clockB} on ${dayInWords(onB)}`]
}

function checkWindows(timeline: Timeline, now: Instant) {
  timeline.windows.forEach((window, index) => {
    const { fromAt, toAt } = window
    refuseFuture(timeline, fromAt, now, `windows.${index}.fromAt`)
    if (toAt !== null) {
      refuseFuture(timeline, toAt, now, `windows.${index}.toAt`)
      if (toAt <= fromAt) {
        const [from, to] = clocksInWords(timeline, fromAt, toAt)
        throw new RuleError(
          'window-backwards',
          toAt === fromAt
            ? `The impact begins and ends at ${from}. Give it a length.`
            : `The impact ends at ${to}, before it begins at ${from}.`,
          `windows.${index}.toAt`,
        )
      }
    }
    const before = timeline.windows[index - 1]
    if (!before) return
    if (before.toAt === null) {
      throw new RuleError(
        'windows-overlap',
        'The window before this one has no end, so no other can follow it. Give it one, or put this one first.',
        `windows.${index - 1}.toAt`,
      )
    }
    if (fromAt < before.toAt) {
      const [ends, begins] = clocksInWords(timeline, before.toAt, fromAt)
      throw new RuleError(
        'windows-overlap',
        `This window begins at ${begins}, and the one before it ends at ${ends}. List them in order, without overlap.`,
        `windows.${index}.fromAt`,
      )
    }
  })
}

function checkMilestones(timeline: Timeline, now: Instant) {
  const { milestones, windows } = timeline
  const rowOf = (kind: MilestoneKind) => milestones.findIndex((each) => each.kind === kind)
  milestones.forEach((milestone, index) => {
    refuseFuture(timeline, milestone.at, now, `milestones.${index}.at`)
    if (milestone.kind === 'other') {
      if (!milestone.saidAs?.trim()) {
        throw new RuleError('milestone-without-words', 'Say what happened then.', `milestones.${index}.saidAs`)
      }
    } else if (rowOf(milestone.kind) !== index) {
      throw new RuleError(
        'milestone-twice',
        `“${milestoneWords[milestone.kind]}” is there already. An incident has one.`,
        `milestones.${index}.kind`,
      )
    }
  })

  const started = milestones.find((each) => each.kind === 'started')
  const impact = windows[0]?.fromAt
  if (started && impact && started.at > impact) {
    const [said, began] = clocksInWords(timeline, started.at, impact)
    throw new RuleError(
      'started-after-impact',
      `It started at ${said}, after the impact began at ${began}.`,
      `milestones.${rowOf('started')}.at`,
    )
  }
  for (const [earlier, later] of orders) {
    const first = momentOf(timeline, earlier)
    const second = milestones.find((each) => each.kind === later)
    if (!first || !second || first.at <= second.at) continue
    const [firstAt, secondAt] = clocksInWords(timeline, first.at, second.at)
    const row = rowOf(later)
    // Nobody said when it started, so the window stands in for it; the sentence has to say so.
    const fallsBack = earlier === 'started' && rowOf('started') < 0
    throw new RuleError(
      'milestone-order',
      fallsBack
        ? `“${milestoneWords[later]}” is at ${secondAt}, before the impact began at ${firstAt}. Add when it started, or correct one of them.`
        : `“${milestoneWords[later]}” is at ${secondAt}, before “${milestoneWords[earlier]}” at ${firstAt}.`,
      `milestones.${row}.at`,
    )
  }

  const resolved = milestones.find((each) => each.kind === 'resolved')
  const last = windows.at(-1)
  if (!resolved || !last) return
  if (last.toAt === null || last.toAt > resolved.at) {
    const [end, at] = clocksInWords(timeline, last.toAt ?? resolved.at, resolved.at)
    throw new RuleError(
      'impact-after-resolution',
      last.toAt === null
        ? `It was resolved at ${at}, so the impact has ended. Say when.`
        : `It was resolved at ${at}, and the impact lasts until ${end}.`,
      `windows.${windows.length - 1}.toAt`,
    )
  }
}

function refuseFuture(timeline: Timeline, at: Instant, now: Instant, field: string) {
  if (at <= now) return
  const day = dayInWords(dayInZone(new Date(at), timeline.zone))
  throw new RuleError('not-happened-yet', `${clockInWords(at, timeline.zone)} on ${day} has not happened yet.`, field)
}
