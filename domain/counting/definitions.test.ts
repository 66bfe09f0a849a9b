import fc from 'fast-check'
import { expect, test } from 'vitest'
import { itemStatuses } from '../vocabulary'
import { categoryOf, headline, identity, isOpen, percentDone } from './definitions'

test.each([
  [32, 37, 86],
  [36, 37, 97],
  [37, 37, 100],
  [199, 200, 99],
  [999, 1000, 99],
  [1, 1000, 1],
  [0, 1000, 0],
  [4, 5, 80],
  [3, 4, null],
  [4, 4, null],
  [0, 0, null],
])('%i of %i is %s percent', (done, total, expected) => {
  expect(percentDone({ done, total })).toBe(expected)
})

test('100 only when all are done, 0 only when none is, and never more than the truth otherwise', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 5_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (total, part) => {
      const done = Math.round(total * part)
      const percent = percentDone({ done, total }) as number
      expect(percent === 100).toBe(done === total)
      expect(percent === 0).toBe(done === 0)
      expect(percent).toBeLessThanOrEqual(Math.max(1, (done / total) * 100))
    }),
  )
})

test('each status is in one category, and open is what is in flight or not started', () => {
  expect(itemStatuses.map(categoryOf)).toEqual([
    'none',
    'not_started',
    'in_flight',
    'in_flight',
    'in_flight',
    'done',
    'dropped',
  ])
  expect(itemStatuses.filter(isOpen)).toEqual(['accepted', 'in_progress', 'blocked', 'in_verification'])
})

test('how a count is said', () => {
  expect(headline({ total: 37, done: 32, dropped: 0 })).toBe('32 of 37')
  expect(headline({ total: 37, done: 32, dropped: 1 })).toBe('32 of 37 (1 not pursued)')
  expect(headline({ total: 0, done: 0, dropped: 0 })).toBe('no items yet')
  expect(identity({ total: 37, done: 32, dropped: 0, inFlight: 2, notStarted: 3, blocked: 1 })).toBe(
    '37 = 32 done + 0 not pursued + 2 in flight (1 blocked) + 3 not started',
  )
})
