import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Day, dayFromNumber, dayNumber } from './days'
import { isOverdue } from './items'
import { type Period, parsePeriod, periodInWords } from './periods'
import {
  classifyTarget,
  isDueSoon,
  isLongTerm,
  moveInWords,
  moveTarget,
  publicPeriod,
  type StatedTarget,
  targetInFull,
  targetStory,
  wasOnTime,
} from './targets'

const item = { key: 'FT-7', continuous: false }
const target = (said: string | null) => ({
  period: said === null ? null : parsePeriod(said),
  publicResolution: null,
  saidAs: said,
  confidence: 'committed' as const,
})
const story = (...said: (string | null)[]) =>
  targetStory(
    said.map(
      (words, at): StatedTarget => ({
        seq: at + 1,
        effectiveOn: '2021-04-16',
        period: target(words).period,
        confidence: 'committed',
      }),
    ),
  )

describe('Q3 2021, the promise of the founding example', () => {
  const promised = { status: 'in_progress' as const, continuous: false, targetEndOn: parsePeriod('Q3 2021').endOn }

  test('is not overdue on its last day, and overdue on the day after', () => {
    expect(isOverdue(promised, '2021-09-30')).toBe(false)
    expect(isOverdue(promised, '2021-10-01')).toBe(true)
  })

  test('refined to August 12 is no slip, and no move', () => {
    expect(classifyTarget(parsePeriod('Q3 2021'), parsePeriod('Q3 2021'), parsePeriod('2021-08-12'))).toEqual({
      change: 'refine',
      days: 0,
    })
    expect(story('Q3 2021', '2021-08-12')).toMatchObject({ moves: 0, slipDays: 0 })
  })

  test('moved to Q4 is a slip of 92 days', () => {
    expect(classifyTarget(parsePeriod('Q3 2021'), parsePeriod('Q3 2021'), parsePeriod('Q4 2021'))).toEqual({
      change: 'slip',
      days: 92,
    })
    expect(story('Q3 2021', 'Q4 2021')).toMatchObject({ moves: 1, slipDays: 92 })
  })

  test('moved and undone is no move: the undone entry is not in the record', () => {
    expect(story('Q3 2021')).toMatchObject({ moves: 0, slipDays: 0, standing: parsePeriod('Q3 2021') })
  })
})

test.each([
  ['Q3 2021', 'Q3 2021', 'same', 0],
  ['Q3 2021', 'August 2021', 'refine', 0],
  ['Q3 2021', 'September 2021', 'refine', 0],
  ['August 2021', 'Q3 2021', 'slip', 30],
  ['2021-09-30', 'Q3 2021', 'coarsen', 0],
  ['Q3 2021', 'H2 2021', 'slip', 92],
  ['Q4 2021', 'H2 2021', 'coarsen', 0],
  ['Q4 2021', 'Q3 2021', 'pull_in', -92],
  ['H2 2021', 'Q2 2021', 'pull_in', -184],
  ['2021-12-15', '2021-11-15', 'pull_in', -30],
  ['Q3 2021', null, 'date_withdrawn', 0],
  [null, null, 'same', 0],
] as const)('from %s to %s is %s, %i days', (from, to, change, days) => {
  const period = from === null ? null : parsePeriod(from)
  expect(classifyTarget(period, period, to === null ? null : parsePeriod(to))).toEqual({ change, days })
})

test('a date given again after it was taken away is measured from the last one said', () => {
  expect(story('Q3 2021', null)).toMatchObject({ moves: 1, slipDays: 0, standing: null })
  expect(story('Q3 2021', null, 'Q4 2021')).toMatchObject({ moves: 2, slipDays: 92 })
  expect(story('Q3 2021', null, 'Q3 2021')).toMatchObject({ moves: 1, slipDays: 0 })
})

test('the first committed target is kept, whatever was planned before and said after', () => {
  const said = (period: string, confidence: StatedTarget['confidence'], seq: number): StatedTarget => ({
    seq,
    effectiveOn: '2021-04-16',
    period: parsePeriod(period),
    confidence,
  })
  const { firstCommitted } = targetStory([
    said('Q2 2021', 'aspirational', 1),
    said('Q3 2021', 'committed', 2),
    said('Q4 2021', 'committed', 3),
  ])
  expect(firstCommitted).toEqual(parsePeriod('Q3 2021'))
  expect(wasOnTime({ doneOn: '2021-09-30', firstCommitted })).toBe(true)
  expect(wasOnTime({ doneOn: '2021-10-01', firstCommitted })).toBe(false)
  expect(wasOnTime({ doneOn: null, firstCommitted })).toBeNull()
  expect(wasOnTime({ doneOn: '2021-10-01', firstCommitted: null })).toBeNull()
})

describe('moving a target', () => {
  const standing = { standing: parsePeriod('Q3 2021'), lastStated: parsePeriod('Q3 2021') }
  const said = { on: '2021-07-20' as Day }

  test('needs a reason when it moves to a later date or is taken away', () => {
    expect(() => moveTarget(item, standing, target('Q4 2021'), said, '2021-07-20')).toThrow(
      'FT-7 moves to a later date. Choose the reason; it stays in the record.',
    )
    expect(() => moveTarget(item, standing, target(null), said, '2021-07-20')).toThrow(
      'The date of FT-7 is taken away. Choose the reason; it stays in the record.',
    )
    const reasoned = { ...said, reasonCode: 'dependency' as const, reason: '  waits for billing ' }
    expect(moveTarget(item, standing, target('Q4 2021'), reasoned, '2021-07-20')).toMatchObject({
      change: 'slip',
      reasonCode: 'dependency',
      reason: 'waits for billing',
    })
    expect(moveTarget(item, standing, target('August 2021'), said, '2021-07-20')).toMatchObject({ change: 'refine' })
  })

  test('is refused when nothing would change, when it lies ahead, and for work that never ends', () => {
    expect(() => moveTarget(item, standing, target('Q3 2021'), said, '2021-07-20')).toThrow(
      'FT-7 already stands at Q3 2021.',
    )
    expect(() => moveTarget(item, standing, target('Q4 2021'), { on: '2021-07-21' }, '2021-07-20')).toThrow(
      '2021-07-21 has not happened yet.',
    )
    expect(() => moveTarget({ ...item, continuous: true }, standing, target('Q4 2021'), said, '2021-07-20')).toThrow(
      'FT-7 is continuous work and has no target date.',
    )
  })

  test('customers are never told a finer date than the one recorded', () => {
    const finer = { ...target('Q3 2021'), publicResolution: 'day' as const }
    const none = { standing: null, lastStated: null }
    expect(() => moveTarget(item, none, finer, said, '2021-07-20')).toThrow('Customers cannot be told a finer date')
    const coarser = { ...target('Q3 2021'), publicResolution: 'year' as const }
    expect(moveTarget(item, none, coarser, said, '2021-07-20')).toMatchObject({ change: 'initial' })
  })
})

test('slips add up, and only what moved later is one', () => {
  const anyPeriod = fc
    .integer({ min: dayNumber('2020-01-01'), max: dayNumber('2023-12-31') })
    .map((n): Period => ({ fromOn: dayFromNumber(n), endOn: dayFromNumber(n), resolution: 'day' }))
  fc.assert(
    fc.property(fc.array(fc.option(anyPeriod), { maxLength: 12 }), (periods) => {
      const told = targetStory(
        periods.map((period, at) => ({ seq: at + 1, effectiveOn: '2021-01-01', period, confidence: 'planned' })),
      )
      expect(told.slipDays).toBeGreaterThanOrEqual(0)
      expect(told.moves).toBe(
        told.changes.filter(({ change }) => change === 'slip' || change === 'date_withdrawn').length,
      )
      for (const { change, days } of told.changes) {
        expect(days > 0).toBe(change === 'slip')
        expect(days < 0).toBe(change === 'pull_in')
      }
      const dated = periods.filter((period) => period !== null)
      expect(told.standing).toEqual(periods.at(-1) ?? null)
      expect(told.lastStated).toEqual(dated.at(-1) ?? null)
    }),
  )
})

test('long-term is what was promised for more than 180 days after it was accepted, and every initiative', () => {
  const accepted = '2021-03-03'
  const promised = (targetEndOn: Day | null, kind: 'improvement' | 'initiative' = 'improvement') =>
    isLongTerm({ kind, targetEndOn, acceptedOn: accepted }, 180)
  expect(promised('2021-08-30')).toBe(false)
  expect(promised('2021-08-31')).toBe(true)
  expect(promised(null)).toBe(false)
  expect(promised(null, 'initiative')).toBe(true)
})

test('due soon is within 31 days and not over', () => {
  expect(isDueSoon('2021-09-30', '2021-08-30')).toBe(true)
  expect(isDueSoon('2021-09-30', '2021-08-29')).toBe(false)
  expect(isDueSoon('2021-09-30', '2021-09-30')).toBe(true)
  expect(isDueSoon('2021-09-30', '2021-10-01')).toBe(false)
  expect(isDueSoon(null, '2021-10-01')).toBe(false)
})

test('a move in words', () => {
  const [q3, q4] = [parsePeriod('Q3 2021'), parsePeriod('Q4 2021')]
  expect(moveInWords('initial', null, q3, 0)).toBe('promised for Q3 2021')
  expect(moveInWords('slip', q3, q4, 92)).toBe('moved from Q3 2021 to Q4 2021, 92 days later')
  expect(moveInWords('pull_in', parsePeriod('2021-08-12'), parsePeriod('2021-08-11'), -1)).toBe(
    'pulled in from August 12, 2021 to August 11, 2021, 1 day earlier',
  )
  expect(moveInWords('date_withdrawn', q3, null, 0)).toBe('the date Q3 2021 was taken away')
  expect(targetInFull(q3)).toBe('Q3 2021, last day September 30, 2021')
  expect(targetInFull(parsePeriod('2021-08-12'))).toBe('August 12, 2021')
})

test.each([
  ['2021-08-12', 'quarter', 1, 'Q3 2021'],
  ['2021-08-12', 'month', 1, 'August 2021'],
  ['2021-08-12', 'half', 1, 'H2 2021'],
  ['2021-08-12', 'year', 1, '2021'],
  ['2021-08-12', 'year', 7, 'FY2022'],
  ['2021-08-12', 'half', 7, 'H1 FY2022'],
  ['Q3 2021', 'month', 1, 'Q3 2021'],
  ['Q3 2021', null, 1, 'Q3 2021'],
] as const)(
  'what is recorded as %s and told by the %s (years from month %i) reads %s',
  (said, resolution, firstMonth, words) => {
    expect(periodInWords(publicPeriod(parsePeriod(said), resolution, firstMonth), firstMonth)).toBe(words)
  },
)
