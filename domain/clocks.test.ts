import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clockInWords, instantFromLocal, localFromInstant, whichOfTwo } from './clocks'

const zone = 'America/Los_Angeles'
const at = (local: string) => instantFromLocal(local, zone)

test.each([
  ['2021-02-26T13:00:00.000Z', zone, '5:00am PST'],
  ['2021-07-20T19:05:00.000Z', zone, '12:05pm PDT'],
  ['2021-07-20T07:05:00.000Z', zone, '12:05am PDT'],
  ['2021-02-26T13:00:00.000Z', 'UTC', '1:00pm UTC'],
  ['2021-02-26T13:00:00.000Z', 'Asia/Kolkata', '6:30pm GMT+5:30'],
] as const)('%s in %s is %s', (instant, inZone, words) => {
  expect(clockInWords(instant, inZone)).toBe(words)
})

describe('local times', () => {
  const zones = ['America/Los_Angeles', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC']
  const anyInstant = fc
    .integer({ min: Date.parse('2000-01-01') / 1_000, max: Date.parse('2040-01-01') / 1_000 })
    .map((seconds) => new Date(seconds * 1_000).toISOString())

  test('an instant, said on a zone’s clocks, is read back as itself, or as the first of two', () => {
    fc.assert(
      fc.property(anyInstant, fc.constantFrom(...zones), (instant, inZone) => {
        const local = localFromInstant(instant, inZone)
        const back = instantFromLocal(local, inZone)
        expect(localFromInstant(back, inZone)).toBe(local)
        expect(back <= instant).toBe(true)
        if (back !== instant) expect(whichOfTwo(local, inZone)).toContain('came twice')
      }),
      { numRuns: 500 },
    )
  })

  test('a time that the clocks skipped is refused', () => {
    expect(() => at('2021-03-14T02:30')).toThrow(
      'There was no 2:30am on March 14, 2021 in America/Los_Angeles: the clocks went forward over it.',
    )
    expect(() => instantFromLocal('2011-12-30T12:00', 'Pacific/Apia')).toThrow('There was no 12:00pm')
  })

  test('of a time that came twice the first is meant, and that is said', () => {
    expect(at('2021-11-07T01:30')).toBe('2021-11-07T08:30:00.000Z')
    expect(whichOfTwo('2021-11-07T01:30', zone)).toBe('1:30am came twice on November 7, 2021; the first is meant, PDT.')
    expect(whichOfTwo('2021-11-07T00:30', zone)).toBeNull()
    expect(whichOfTwo('2021-03-14T02:30', zone)).toBeNull()
    expect(whichOfTwo('soon', zone)).toBeNull()
  })

  test.each(['', 'soon', '2021-02-26', '2021-02-30T05:00', '2021-02-26T25:00', '2021-02-26T05:00Z'])(
    '“%s” is refused as no time',
    (text) => {
      expect(() => at(text)).toThrow('is not a time. Write it as 2021-02-26T05:00.')
    },
  )

  test('a zone nobody knows is refused at its field', () => {
    expect(() => instantFromLocal('2021-02-26T05:00', 'Atlantis/Capital')).toThrow(
      '“Atlantis/Capital” is not a time zone',
    )
  })
})
