import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  type Day,
  dayBeside,
  dayFromNumber,
  dayInShort,
  dayInWords,
  dayInZone,
  dayNumber,
  daysBetween,
  dayWithWeekday,
  earlierOf,
  isDay,
  isInstant,
  laterOf,
  parseDay,
  parseInstant,
} from './days'

const anyDayNumber = fc.integer({ min: dayNumber('1970-01-01'), max: dayNumber('2199-12-31') })

test.each([
  ['2021-02-28', true],
  ['2021-02-29', false],
  ['2020-02-29', true],
  ['1900-02-29', false],
  ['2000-02-29', true],
  ['2021-04-31', false],
  ['2021-13-01', false],
  ['2021-00-10', false],
  ['2021-1-1', false],
  ['21-01-01', false],
  ['2021-01-01T00:00:00Z', false],
  [' 2021-01-01', false],
  ['', false],
])('“%s” is a day: %s', (text, expected) => {
  expect(isDay(text)).toBe(expected)
})

test('what is no day is refused with what one looks like', () => {
  expect(() => parseDay('Feb 29, 2021')).toThrow(
    '“Feb 29, 2021” is not a day. Write it as YYYY-MM-DD, for example 2021-07-20.',
  )
})

test('days and their numbers are the same thing, and sort alike', () => {
  fc.assert(
    fc.property(anyDayNumber, anyDayNumber, (a, b) => {
      const [dayA, dayB] = [dayFromNumber(a), dayFromNumber(b)]
      expect(dayNumber(dayA)).toBe(a)
      expect(isDay(dayA)).toBe(true)
      expect(dayA < dayB).toBe(a < b)
      expect(daysBetween(dayA, dayB)).toBe(b - a)
      expect(addDays(dayA, b - a)).toBe(dayB)
      expect(earlierOf(dayA, dayB) <= laterOf(dayA, dayB)).toBe(true)
    }),
  )
})

test.each<[Day, number, Day]>([
  ['2020-02-28', 1, '2020-02-29'],
  ['2021-02-28', 1, '2021-03-01'],
  ['2021-12-31', 1, '2022-01-01'],
  ['2021-03-14', -14, '2021-02-28'],
  ['2021-09-30', 92, '2021-12-31'],
])('%s and %i days is %s', (day, by, expected) => {
  expect(addDays(day, by)).toBe(expected)
})

describe('the day of an instant in a zone', () => {
  test.each([
    ['2021-10-01T06:59:59.999Z', 'America/Los_Angeles', '2021-09-30'],
    ['2021-10-01T07:00:00.000Z', 'America/Los_Angeles', '2021-10-01'],
    // In winter the same zone is eight hours behind.
    ['2021-12-01T07:59:59.999Z', 'America/Los_Angeles', '2021-11-30'],
    ['2021-12-31T23:30:00.000Z', 'Pacific/Auckland', '2022-01-01'],
    ['2021-06-30T23:59:59.999Z', 'UTC', '2021-06-30'],
    ['2020-02-29T12:00:00.000Z', 'Europe/Berlin', '2020-02-29'],
  ])('%s in %s is %s', (instant, zone, day) => {
    expect(dayInZone(new Date(instant), zone)).toBe(day)
  })

  test('a zone nobody knows is refused', () => {
    expect(() => dayInZone(new Date(0), 'Mars/Olympus')).toThrow(
      '“Mars/Olympus” is not a time zone. Use an IANA name such as Europe/Berlin.',
    )
  })
})

describe('instants', () => {
  test.each([
    ['2021-07-20T17:00:00Z', '2021-07-20T17:00:00.000Z'],
    ['2021-07-20T17:00Z', '2021-07-20T17:00:00.000Z'],
    ['2021-07-20T19:00:00+02:00', '2021-07-20T17:00:00.000Z'],
    ['2021-07-20T17:00:00.123456Z', '2021-07-20T17:00:00.123Z'],
  ])('%s is stored as %s', (text, expected) => {
    expect(parseInstant(text)).toBe(expected)
  })

  test.each(['2021-07-20', '2021-07-20T17:00:00', 'yesterday', '2021-07-20T25:00:00Z', ''])('“%s” is none', (text) => {
    expect(isInstant(text)).toBe(false)
    expect(() => parseInstant(text)).toThrow('is not an instant')
  })
})

test('a day in words', () => {
  expect(dayInWords('2021-07-20')).toBe('July 20, 2021')
  expect(dayInWords('2021-01-01')).toBe('January 1, 2021')
  expect(dayInShort('2021-07-20', '2021-12-31')).toBe('Jul 20')
  expect(dayInShort('2021-07-20', '2022-01-01')).toBe('Jul 20, 2021')
  expect(dayInShort('2021-07-20')).toBe('Jul 20, 2021')
  expect(dayBeside('2021-04-16', '2021-07-20')).toBe('April 16')
  expect(dayBeside('2020-04-16', '2021-07-20')).toBe('April 16, 2020')
})

test.each([
  ['2021-02-26', 'Friday, February 26, 2021'],
  ['1970-01-01', 'Thursday, January 1, 1970'],
  ['1969-12-31', 'Wednesday, December 31, 1969'],
  ['2024-02-29', 'Thursday, February 29, 2024'],
] as const)('%s is %s', (day, words) => {
  expect(dayWithWeekday(day)).toBe(words)
})
