import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type Day, dayFromNumber, dayNumber, daysBetween } from './days'
import {
  effectiveInWords,
  effectivePeriod,
  isQuarter,
  parsePeriod,
  parseQuarter,
  periodInWords,
  type Quarter,
  quarterAfter,
  quarterInShort,
  quarterInWords,
  quarterOf,
  quarterPeriod,
} from './periods'
import type { EffectiveResolution } from './vocabulary'

const anyDay = fc.integer({ min: dayNumber('1990-01-01'), max: dayNumber('2060-12-31') }).map(dayFromNumber)
const anyFirstMonth = fc.integer({ min: 1, max: 12 })

describe('quarters', () => {
  test.each<[Quarter, number, Day, Day]>([
    ['2021-Q1', 1, '2021-01-01', '2021-03-31'],
    ['2021-Q2', 1, '2021-04-01', '2021-06-30'],
    ['2021-Q4', 1, '2021-10-01', '2021-12-31'],
    // A fiscal year is named after the calendar year in which it ends.
    ['FY2022-Q1', 2, '2021-02-01', '2021-04-30'],
    ['FY2022-Q4', 2, '2021-11-01', '2022-01-31'],
    ['FY2024-Q4', 12, '2024-09-01', '2024-11-30'],
    ['FY2022-Q1', 10, '2021-10-01', '2021-12-31'],
    ['FY2022-Q4', 10, '2022-07-01', '2022-09-30'],
    // A quarter that ends in a leap February.
    ['FY2020-Q2', 9, '2019-12-01', '2020-02-29'],
    ['FY2021-Q2', 9, '2020-12-01', '2021-02-28'],
    // Calendar quarters stay what they are, whatever the fiscal year.
    ['2021-Q2', 10, '2021-04-01', '2021-06-30'],
    ['FY2021-Q2', 1, '2021-04-01', '2021-06-30'],
  ])('%s with the first month %i runs from %s to %s', (quarter, firstMonth, fromOn, endOn) => {
    expect(quarterPeriod(quarter, firstMonth)).toEqual({ fromOn, endOn, resolution: 'quarter' })
  })

  test.each<[Day, number, Quarter]>([
    ['2021-01-01', 1, '2021-Q1'],
    ['2021-03-31', 1, '2021-Q1'],
    ['2021-04-01', 1, '2021-Q2'],
    ['2021-12-31', 1, '2021-Q4'],
    ['2021-01-31', 2, 'FY2021-Q4'],
    ['2021-02-01', 2, 'FY2022-Q1'],
    ['2021-04-30', 2, 'FY2022-Q1'],
    ['2021-05-01', 2, 'FY2022-Q2'],
    ['2021-09-30', 10, 'FY2021-Q4'],
    ['2021-10-01', 10, 'FY2022-Q1'],
    ['2022-01-01', 10, 'FY2022-Q2'],
    ['2020-02-29', 1, '2020-Q1'],
  ])('%s with the first month %i lies in %s', (day, firstMonth, quarter) => {
    expect(quarterOf(day, firstMonth)).toBe(quarter)
  })

  test('every day lies in exactly one quarter, and the next begins the day after it', () => {
    fc.assert(
      fc.property(anyDay, anyFirstMonth, (day, firstMonth) => {
        const quarter = quarterOf(day, firstMonth)
        const { fromOn, endOn } = quarterPeriod(quarter, firstMonth)
        expect(fromOn <= day && day <= endOn).toBe(true)
        expect(daysBetween(fromOn, endOn)).toBeGreaterThanOrEqual(88)
        expect(daysBetween(fromOn, endOn)).toBeLessThanOrEqual(91)
        expect(quarterOf(addDays(endOn, 1), firstMonth)).toBe(quarterAfter(quarter))
        expect(quarterOf(addDays(fromOn, -1), firstMonth)).toBe(quarterAfter(quarter, -1))
        expect(quarterAfter(quarterAfter(quarter, 7), -7)).toBe(quarter)
        expect(isQuarter(quarter)).toBe(true)
        expect(parsePeriod(quarterInWords(quarter), firstMonth)).toEqual(quarterPeriod(quarter, firstMonth))
      }),
    )
  })

  test('in words', () => {
    expect(quarterInWords('2021-Q2')).toBe('Q2 2021')
    expect(quarterInWords('FY2022-Q1')).toBe('Q1 FY2022')
    expect(quarterInShort('2021-Q2')).toBe('Q2')
  })

  test.each(['2021-Q5', 'Q2 2021', '2021Q2', 'FY22-Q1', '2021-07'])(
    '“%s” is refused where a quarter is expected',
    (text) => {
      expect(() => parseQuarter(text)).toThrow('Write 2021-Q2, or FY2022-Q1 for a fiscal one.')
    },
  )
})

describe('periods as people type them', () => {
  test.each<[string, number, Day, Day, string]>([
    ['2021-08-12', 1, '2021-08-12', '2021-08-12', 'day'],
    ['August 12, 2021', 1, '2021-08-12', '2021-08-12', 'day'],
    ['Aug 12th 2021', 1, '2021-08-12', '2021-08-12', 'day'],
    ['12 August 2021', 1, '2021-08-12', '2021-08-12', 'day'],
    ['12. Aug. 2021', 1, '2021-08-12', '2021-08-12', 'day'],
    ['2021-08', 1, '2021-08-01', '2021-08-31', 'month'],
    ['August 2021', 1, '2021-08-01', '2021-08-31', 'month'],
    ['aug. 2021', 1, '2021-08-01', '2021-08-31', 'month'],
    ['February 2020', 1, '2020-02-01', '2020-02-29', 'month'],
    ['Q3 2021', 1, '2021-07-01', '2021-09-30', 'quarter'],
    ['q3 2021', 1, '2021-07-01', '2021-09-30', 'quarter'],
    ['2021-Q3', 1, '2021-07-01', '2021-09-30', 'quarter'],
    ['Q3/2021', 1, '2021-07-01', '2021-09-30', 'quarter'],
    ['Q3 2021', 10, '2021-07-01', '2021-09-30', 'quarter'],
    ['FY2022-Q1', 10, '2021-10-01', '2021-12-31', 'quarter'],
    ['Q1 FY2022', 2, '2021-02-01', '2021-04-30', 'quarter'],
    ['H2 2021', 1, '2021-07-01', '2021-12-31', 'half'],
    ['2021-H1', 1, '2021-01-01', '2021-06-30', 'half'],
    ['H1 FY2022', 10, '2021-10-01', '2022-03-31', 'half'],
    ['2021', 1, '2021-01-01', '2021-12-31', 'year'],
    ['FY2022', 2, '2021-02-01', '2022-01-31', 'year'],
    ['early 2026', 1, '2026-01-01', '2026-03-31', 'quarter'],
    ['mid 2026', 1, '2026-04-01', '2026-09-30', 'half'],
    ['late 2026', 1, '2026-10-01', '2026-12-31', 'quarter'],
    ['by Q3 2021', 1, '2021-07-01', '2021-09-30', 'quarter'],
    ['by the end of Q3 2021', 1, '2021-07-01', '2021-09-30', 'quarter'],
    ['end of August 2021', 1, '2021-08-01', '2021-08-31', 'month'],
    ['  by 2021-08-12 ', 1, '2021-08-12', '2021-08-12', 'day'],
  ])('“%s” with the first month %i is %s to %s, a %s', (text, firstMonth, fromOn, endOn, resolution) => {
    expect(parsePeriod(text, firstMonth)).toEqual({ fromOn, endOn, resolution })
  })

  test.each([
    'soon',
    '',
    'Q5 2021',
    '2021-13',
    '2021-02-30',
    'February 30, 2021',
    'Smarch 2021',
    'H3 2021',
    'Q3',
    '21',
  ])('“%s” is refused with what can be read', (text) => {
    expect(() => parsePeriod(text)).toThrow('is not a date we can read. Write a day (2021-08-12)')
  })
})

describe('periods in words', () => {
  test.each([
    ['2021-08-12', 1, 'August 12, 2021'],
    ['2021-08', 1, 'August 2021'],
    ['2021-Q3', 1, 'Q3 2021'],
    ['FY2022-Q1', 2, 'Q1 FY2022'],
    ['H2 2021', 1, 'H2 2021'],
    ['H1 FY2022', 10, 'H1 FY2022'],
    ['H2 FY2022', 10, 'H2 FY2022'],
    ['2021', 1, '2021'],
    ['FY2022', 2, 'FY2022'],
    ['mid 2026', 1, 'April 1, 2026 to September 30, 2026'],
  ])('%s with the first month %i is said as %s', (text, firstMonth, expected) => {
    expect(periodInWords(parsePeriod(text, firstMonth), firstMonth)).toBe(expected)
  })

  test('a stored range does not change with the fiscal setting; only its words do', () => {
    const stored = parsePeriod('FY2022-Q1', 2)
    expect(periodInWords(stored, 2)).toBe('Q1 FY2022')
    expect(periodInWords(stored, 1)).toBe('February 1, 2021 to April 30, 2021')
    expect(periodInWords(parsePeriod('Q3 2021'), 10)).toBe('Q4 FY2021')
    expect(periodInWords(parsePeriod('Q3 2021'), 2)).toBe('Q3 2021')
  })

  test('what is said can be read again', () => {
    fc.assert(
      fc.property(anyDay, anyFirstMonth, fc.constantFrom('day', 'month', 'quarter'), (day, firstMonth, resolution) => {
        const text = resolution === 'day' ? day : resolution === 'month' ? day.slice(0, 7) : quarterOf(day, firstMonth)
        const period = parsePeriod(text, firstMonth)
        expect(period.resolution).toBe(resolution)
        expect(parsePeriod(periodInWords(period, firstMonth), firstMonth)).toEqual(period)
      }),
    )
  })
})

describe('when a change was known to happen', () => {
  test.each<[Day, EffectiveResolution, Day | null, string]>([
    ['2021-06-12', 'day', '2021-06-12', 'June 12, 2021'],
    ['2021-06-30', 'month', '2021-06-01', 'June 2021'],
    ['2021-06-30', 'quarter', '2021-04-01', 'Q2 2021'],
    ['2020-02-29', 'quarter', '2019-12-01', 'December 1, 2019 to February 29, 2020'],
    ['2021-04-16', 'by', null, 'by April 16, 2021'],
  ])('%s, known to the %s, reaches back to %s and is printed %s', (on, resolution, fromOn, printed) => {
    expect(effectivePeriod(on, resolution)?.fromOn ?? null).toBe(fromOn)
    expect(effectiveInWords(on, resolution)).toBe(printed)
  })

  test('a fiscal quarter is printed as one', () => {
    expect(effectiveInWords('2021-04-30', 'quarter', 2)).toBe('Q1 FY2022')
  })
})
