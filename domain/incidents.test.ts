import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantFromLocal } from './clocks'
import type { Instant } from './days'
import { RuleError } from './errors'
import {
  checkIncident,
  durationInWords,
  elapsedBetween,
  elapsedInWords,
  impactOf,
  incidentDay,
  incidentKey,
  type Milestone,
  type Timeline,
  timelineLines,
  whenInWords,
  windowInWords,
} from './incidents'
import type { MilestoneKind, MilestoneQualifier } from './vocabulary'

const zone = 'America/Los_Angeles'
const at = (local: string): Instant => instantFromLocal(local, zone)
const milestone = (kind: MilestoneKind, local: string, more: Partial<Milestone> = {}): Milestone => ({
  kind,
  at: at(local),
  qualifier: 'exact',
  saidAs: null,
  public: true,
  ...more,
})
const timeline = (
  windows: readonly (readonly [string, string | null])[],
  milestones: readonly Milestone[] = [],
  inZone = zone,
): Timeline => ({
  zone: inZone,
  windows: windows.map(([from, to]) => ({ fromAt: at(from), toAt: to === null ? null : at(to) })),
  milestones,
})

/** The founding example's outage. */
const founding = timeline(
  [['2021-02-26T05:00', '2021-02-26T07:30']],
  [
    milestone('detected', '2021-02-26T05:01', { qualifier: 'within' }),
    milestone('first_public_notice', '2021-02-26T05:25'),
    milestone('mitigated', '2021-02-26T07:00', { qualifier: 'about' }),
  ],
)

describe('the window in words', () => {
  test.each([
    ['local', '5:00am PST to 7:30am PST'],
    ['utc', '1:00pm UTC to 3:30pm UTC'],
    ['both', '5:00am PST to 7:30am PST (1:00pm to 3:30pm UTC)'],
  ] as const)('%s: %s', (style, words) => {
    expect(windowInWords(founding, style)).toBe(words)
  })

  test.each([
    [
      'across midnight the days are said',
      [['2021-02-26T23:30', '2021-02-27T01:10']],
      '11:30pm PST on February 26 to 1:10am PST on February 27, 2021 (7:30am to 9:10am UTC on February 27)',
    ],
    [
      'across the turn of the year both years are said',
      [['2020-12-31T23:30', '2021-01-01T01:10']],
      '11:30pm PST on December 31, 2020 to 1:10am PST on January 1, 2021 (7:30am to 9:10am UTC on January 1)',
    ],
    [
      'several are joined',
      [
        ['2021-02-26T05:00', '2021-02-26T07:30'],
        ['2021-02-26T09:00', '2021-02-26T09:45'],
      ],
      '5:00am PST to 7:30am PST (1:00pm to 3:30pm UTC) and 9:00am PST to 9:45am PST (5:00pm to 5:45pm UTC)',
    ],
    [
      'several on several days say each day',
      [
        ['2021-02-26T05:00', '2021-02-26T07:30'],
        ['2021-02-27T09:00', '2021-02-27T09:45'],
      ],
      '5:00am PST to 7:30am PST on February 26, 2021 (1:00pm to 3:30pm UTC on February 26) and 9:00am PST to 9:45am PST on February 27, 2021 (5:00pm to 5:45pm UTC on February 27)',
    ],
    [
      'in the evening UTC has another day, and says so',
      [['2021-02-26T17:00', '2021-02-26T18:00']],
      '5:00pm PST to 6:00pm PST (1:00am to 2:00am UTC on February 27, 2021)',
    ],
    [
      'across midnight of UTC alone its days are said',
      [['2021-02-26T15:00', '2021-02-26T17:00']],
      '3:00pm PST to 5:00pm PST (11:00pm on February 26 to 1:00am UTC on February 27, 2021)',
    ],
    ['one that lasts', [['2021-02-26T05:00', null]], 'since 5:00am PST (1:00pm UTC)'],
    [
      'a year of UTC that is another than the one just said',
      [
        ['2020-12-30T09:00', '2020-12-30T10:00'],
        ['2020-12-31T17:00', '2020-12-31T18:00'],
      ],
      '9:00am PST to 10:00am PST on December 30, 2020 (5:00pm to 6:00pm UTC on December 30) and 5:00pm PST to 6:00pm PST on December 31, 2020 (1:00am to 2:00am UTC on January 1, 2021)',
    ],
    [
      'one that lasts since an evening',
      [['2021-02-26T17:00', null]],
      'since 5:00pm PST (1:00am UTC on February 27, 2021)',
    ],
    [
      'the clocks are named as they stand, on either side of a change',
      [['2021-03-14T01:30', '2021-03-14T03:30']],
      '1:30am PST to 3:30am PDT (9:30am to 10:30am UTC)',
    ],
    ['none at all', [], ''],
  ] as const)('%s', (_, windows, words) => {
    expect(windowInWords(timeline(windows), 'both')).toBe(words)
  })

  test('an incident that is told in UTC says it once', () => {
    const utc = { ...founding, zone: 'UTC' }
    for (const style of ['local', 'utc', 'both'] as const) {
      expect(windowInWords(utc, style)).toBe('1:00pm UTC to 3:30pm UTC')
    }
  })
})

describe('elapsed time', () => {
  test.each([
    ['detected', undefined, 60, 'within', 'within 1 minute'],
    ['first_public_notice', undefined, 1_500, 'exact', '25 minutes'],
    ['mitigated', undefined, 7_200, 'about', 'about 2 hours'],
    // Nobody wrote down when it was resolved or started: the window's ends stand in.
    ['resolved', undefined, 9_000, 'exact', '2 hours 30 minutes'],
    ['started', undefined, 0, 'exact', 'at once'],
    // Measured from a moment that is itself not exact.
    ['first_public_notice', 'detected', 1_440, 'about', 'about 24 minutes'],
    ['resolved', 'first_public_notice', 7_500, 'exact', '2 hours 5 minutes'],
  ] as const)('to %s from %s', (to, from, seconds, qualifier, words) => {
    expect(elapsedBetween(founding, to, from)).toEqual({ seconds, qualifier })
    expect(elapsedInWords(founding, to, from)).toBe(words)
  })

  test('what is not known, and what runs backwards, has no figure', () => {
    expect(elapsedBetween(founding, 'acknowledged')).toBeNull()
    expect(elapsedInWords(founding, 'acknowledged')).toBeNull()
    expect(elapsedBetween(founding, 'other')).toBeNull()
    expect(elapsedBetween(founding, 'detected', 'resolved')).toBeNull()
    expect(elapsedBetween(timeline([['2021-02-26T05:00', null]]), 'resolved')).toBeNull()
    expect(elapsedBetween({ zone, windows: [], milestones: [] }, 'resolved')).toBeNull()
  })

  test.each([
    [0, 'exact', 'at once'],
    [1, 'exact', '1 second'],
    [40, 'within', 'within 40 seconds'],
    [60, 'exact', '1 minute'],
    [89, 'exact', '1 minute'],
    [90, 'exact', '2 minutes'],
    // Within 61 seconds is not within 1 minute.
    [61, 'within', 'within 2 minutes'],
    [3_599, 'exact', '1 hour'],
    [3_660, 'about', 'about 1 hour 1 minute'],
    [93_600, 'exact', '1 day 2 hours'],
    [176_460, 'exact', '2 days 1 hour 1 minute'],
  ] as const)('%d seconds, %s: %s', (seconds, qualifier, words) => {
    expect(durationInWords({ seconds, qualifier })).toBe(words)
  })

  test('it is measured in real time, also over a change of the clocks', () => {
    const night = timeline([['2021-03-14T01:30', '2021-03-14T03:30']])
    expect(elapsedInWords(night, 'resolved')).toBe('1 hour')
    expect(impactOf(night)?.seconds).toBe(3_600)
  })

  test('impact is what the windows add up to, the pauses left out', () => {
    const twice = timeline([
      ['2021-02-26T05:00', '2021-02-26T07:30'],
      ['2021-02-26T09:00', '2021-02-26T09:45'],
    ])
    expect(impactOf(twice)?.seconds).toBe(3 * 3_600 + 15 * 60)
    expect(elapsedInWords(twice, 'resolved')).toBe('4 hours 45 minutes')
    expect(impactOf(timeline([['2021-02-26T05:00', null]]))).toBeNull()
    expect(impactOf(timeline([]))).toBeNull()
  })

  test('“within” never says less time than passed; the others are the nearest minute', () => {
    const length = fc.integer({ min: 60, max: 5_000_000 })
    fc.assert(
      fc.property(length, fc.constantFrom<MilestoneQualifier>('exact', 'within', 'about'), (seconds, qualifier) => {
        const words = durationInWords({ seconds, qualifier })
        const read = (unit: string) => Number(new RegExp(`(\\d+) ${unit}`).exec(words)?.[1] ?? 0)
        const minutes = read('day') * 1_440 + read('hour') * 60 + read('minute')
        if (qualifier === 'within') {
          expect(minutes * 60).toBeGreaterThanOrEqual(seconds)
          expect(minutes * 60).toBeLessThan(seconds + 60)
        } else expect(Math.abs(minutes * 60 - seconds)).toBeLessThanOrEqual(30)
      }),
    )
  })
})

test('the day is the one on the clocks of the incident', () => {
  expect(incidentDay(founding)).toBe('2021-02-26')
  expect(incidentDay(timeline([['2021-02-26T23:30', '2021-02-27T01:10']]))).toBe('2021-02-26')
  expect(incidentDay({ ...timeline([['2021-02-26T23:30', null]]), zone: 'Asia/Tokyo' })).toBe('2021-02-27')
  expect(incidentDay(timeline([['2021-02-26T00:10', null]], [milestone('started', '2021-02-25T23:50')]))).toBe(
    '2021-02-25',
  )
  expect(incidentDay(timeline([], [milestone('detected', '2021-02-26T05:01')]))).toBe('2021-02-26')
  expect(incidentDay(timeline([]))).toBeNull()
})

describe('a record that contradicts itself is refused', () => {
  const now = '2021-07-20T20:00:00.000Z'
  const window: readonly [string, string | null] = ['2021-02-26T05:00', '2021-02-26T07:30']

  test('one that does not is taken', () => {
    expect(() => checkIncident(founding, now)).not.toThrow()
    expect(() => checkIncident(timeline([]), now)).not.toThrow()
    expect(() => checkIncident(timeline([['2021-02-26T05:00', null]]), now)).not.toThrow()
    // All in one minute, windows that touch, and two other moments.
    const tight = timeline(
      [window, ['2021-02-26T07:30', '2021-02-26T08:00']],
      [
        milestone('started', '2021-02-26T05:00'),
        milestone('detected', '2021-02-26T05:00'),
        milestone('acknowledged', '2021-02-26T05:00'),
        milestone('resolved', '2021-02-26T08:00'),
        milestone('other', '2021-02-26T06:00', { saidAs: 'Traffic was drained from one region' }),
        milestone('other', '2021-02-26T06:10', { saidAs: 'A second region followed' }),
      ],
    )
    expect(() => checkIncident(tight, now)).not.toThrow()
  })

  test.each([
    [
      'a window that ends before it begins',
      timeline([['2021-02-26T07:30', '2021-02-26T05:00']]),
      'windows.0.toAt',
      'The impact ends at 5:00am PST, before it begins at 7:30am PST.',
    ],
    [
      'a window without length',
      timeline([['2021-02-26T05:00', '2021-02-26T05:00']]),
      'windows.0.toAt',
      'The impact begins and ends at 5:00am PST. Give it a length.',
    ],
    [
      'windows that overlap',
      timeline([window, ['2021-02-26T07:00', '2021-02-26T08:00']]),
      'windows.1.fromAt',
      'This window begins at 7:00am PST, and the one before it ends at 7:30am PST. List them in order, without overlap.',
    ],
    [
      'windows out of order, each with its day',
      timeline([['2021-02-27T05:00', '2021-02-27T06:00'], window]),
      'windows.1.fromAt',
      'This window begins at 5:00am PST on February 26, 2021, and the one before it ends at 6:00am PST on February 27, 2021. List them in order, without overlap.',
    ],
    [
      'a window after one that lasts',
      timeline([['2021-02-26T05:00', null], window]),
      'windows.0.toAt',
      'The window before this one has no end, so no other can follow it. Give it one, or put this one first.',
    ],
    [
      'a detection before the beginning',
      timeline([], [milestone('detected', '2021-02-26T04:50'), milestone('started', '2021-02-26T05:00')]),
      'milestones.0.at',
      '“Detected” is at 4:50am PST, before “Started” at 5:00am PST.',
    ],
    [
      'a detection before the impact, and nobody said when it started',
      timeline([window], [milestone('detected', '2021-02-26T04:50')]),
      'milestones.0.at',
      '“Detected” is at 4:50am PST, before the impact began at 5:00am PST. Add when it started, or correct one of them.',
    ],
    [
      'a notice before the beginning',
      timeline([window], [milestone('first_public_notice', '2021-02-25T05:25')]),
      'milestones.0.at',
      '“First public notice” is at 5:25am PST on February 25, 2021, before the impact began at 5:00am PST on February 26, 2021. Add when it started, or correct one of them.',
    ],
    [
      'an acknowledgement before the detection',
      timeline([window], [milestone('acknowledged', '2021-02-26T05:01'), milestone('detected', '2021-02-26T05:02')]),
      'milestones.0.at',
      '“Acknowledged” is at 5:01am PST, before “Detected” at 5:02am PST.',
    ],
    [
      'a resolution before the mitigation',
      timeline([window], [milestone('mitigated', '2021-02-26T08:00'), milestone('resolved', '2021-02-26T07:40')]),
      'milestones.1.at',
      '“Resolved” is at 7:40am PST, before “Mitigated” at 8:00am PST.',
    ],
    [
      'a beginning after the impact',
      timeline([window], [milestone('started', '2021-02-26T05:10')]),
      'milestones.0.at',
      'It started at 5:10am PST, after the impact began at 5:00am PST.',
    ],
    [
      'impact after it was resolved',
      timeline([window], [milestone('resolved', '2021-02-26T07:00')]),
      'windows.0.toAt',
      'It was resolved at 7:00am PST, and the impact lasts until 7:30am PST.',
    ],
    [
      'impact that lasts although it was resolved',
      timeline([['2021-02-26T05:00', null]], [milestone('resolved', '2021-02-26T07:00')]),
      'windows.0.toAt',
      'It was resolved at 7:00am PST, so the impact has ended. Say when.',
    ],
    [
      'a milestone twice',
      timeline([window], [milestone('detected', '2021-02-26T05:01'), milestone('detected', '2021-02-26T05:02')]),
      'milestones.1.kind',
      '“Detected” is there already. An incident has one.',
    ],
    [
      'another moment without words',
      timeline([window], [milestone('other', '2021-02-26T05:01', { saidAs: ' ' })]),
      'milestones.0.saidAs',
      'Say what happened then.',
    ],
    [
      'what has not happened yet',
      timeline([window], [milestone('resolved', '2021-07-20T13:01')]),
      'milestones.0.at',
      '1:01pm PDT on July 20, 2021 has not happened yet.',
    ],
    [
      'an end that has not come',
      timeline([['2021-07-20T12:00', '2021-07-20T14:00']]),
      'windows.0.toAt',
      '2:00pm PDT on July 20, 2021 has not happened yet.',
    ],
  ])('%s', (_, contradictory, field, sentence) => {
    let refusal: unknown
    try {
      checkIncident(contradictory, now)
    } catch (error) {
      refusal = error
    }
    expect(refusal).toBeInstanceOf(RuleError)
    expect(refusal).toMatchObject({ message: sentence, field })
  })

  test('whatever is taken has figures that are not negative, and days that are printed', () => {
    const minute = fc.integer({ min: 0, max: 600 })
    const moment = (n: number) => new Date(Date.parse('2021-02-26T06:00:00.000Z') + n * 60_000).toISOString()
    const anyTimeline = fc.record({
      zone: fc.constantFrom(zone, 'Europe/Berlin', 'UTC'),
      windows: fc.array(fc.record({ fromAt: minute.map(moment), toAt: fc.option(minute.map(moment)) }), {
        maxLength: 2,
      }),
      milestones: fc.array(
        fc.record({
          kind: fc.constantFrom<MilestoneKind>('started', 'detected', 'first_public_notice', 'mitigated', 'resolved'),
          at: minute.map(moment),
          qualifier: fc.constantFrom<MilestoneQualifier>('exact', 'within', 'about'),
          saidAs: fc.constant(null),
          public: fc.boolean(),
        }),
        { maxLength: 3 },
      ),
    })
    fc.assert(
      fc.property(anyTimeline, (any) => {
        try {
          checkIncident(any, now)
        } catch (error) {
          if (error instanceof RuleError) fc.pre(false)
          throw error
        }
        const hasStart = any.windows.length > 0 || any.milestones.some((each) => each.kind === 'started')
        for (const { kind } of any.milestones) expect(elapsedBetween(any, kind) !== null).toBe(hasStart)
        expect(windowInWords(any, 'both') === '').toBe(any.windows.length === 0)
        const lines = timelineLines(any)
        expect(lines.map((line) => line.at)).toEqual(lines.map((line) => line.at).sort())
      }),
    )
  })
})

test('the timeline as rows is in order, with days where the incident’s own is left', () => {
  const night = timeline(
    [
      ['2021-02-26T23:30', '2021-02-27T00:10'],
      ['2021-02-27T01:00', null],
    ],
    [
      milestone('other', '2021-02-27T00:20', { saidAs: 'Traffic was moved', public: false }),
      milestone('detected', '2021-02-26T23:30', { qualifier: 'within', saidAs: 'at once' }),
    ],
  )
  expect(timelineLines(night).map(({ clock, what, since, public: shown }) => [clock, what, since, shown])).toEqual([
    ['11:30pm PST', 'Impact begins', null, true],
    ['by 11:30pm PST', 'Detected', null, true],
    ['12:10am PST on February 27', 'Impact ends', '40 minutes', true],
    ['12:20am PST on February 27', 'Traffic was moved', '50 minutes', false],
    ['1:00am PST on February 27', 'Impact begins again', '1 hour 30 minutes', true],
  ])
})

test('when it was is said with its day, once', () => {
  expect(whenInWords(founding)).toBe('Friday, February 26, 2021, 5:00am PST to 7:30am PST (1:00pm to 3:30pm UTC)')
  expect(whenInWords(timeline([['2021-02-26T23:30', '2021-02-27T01:10']]))).toBe(
    '11:30pm PST on February 26 to 1:10am PST on February 27, 2021 (7:30am to 9:10am UTC on February 27)',
  )
  expect(whenInWords(timeline([['2021-02-26T05:00', null]]))).toBe(
    'Friday, February 26, 2021, since 5:00am PST (1:00pm UTC)',
  )
  expect(whenInWords(timeline([], [milestone('detected', '2021-02-26T05:01')]))).toBeNull()
})

test('keys are numbered', () => {
  expect(incidentKey(1)).toBe('INC-1')
})
