import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Day } from './days'
import {
  addToProgram,
  cleanProgramKey,
  isGoverned,
  removeFromProgram,
  scopeInWords,
  scopeLine,
  setBaseline,
} from './programs'

const today: Day = '2021-07-20'
const program = { key: 'FES', baselineOn: '2021-03-03' as Day | null, closedOn: null as Day | null }
const outside = { key: 'FT-44', isMember: false }
const member = { key: 'FT-44', isMember: true, memberSince: '2021-04-01' as Day }

describe('adding to a program', () => {
  test('up to the baseline the scope is still being written down: no reason, no approver', () => {
    for (const on of ['2021-02-26', '2021-03-03'] as const) {
      expect(addToProgram(program, outside, { on }, today)).toEqual({
        change: 'added',
        effectiveOn: on,
        reasonCode: 'baseline',
        reason: null,
        approvedBy: null,
      })
    }
    expect(isGoverned(program, '2021-03-03')).toBe(false)
    expect(isGoverned(program, '2021-03-04')).toBe(true)
    expect(isGoverned({ ...program, baselineOn: null }, today)).toBe(false)
  })

  test('after it a reason and an approver are needed, and the reason cannot be the baseline', () => {
    const on: Day = '2021-03-04'
    expect(() => addToProgram(program, outside, { on }, today)).toThrow('Choose why FT-44 joins it.')
    expect(() => addToProgram(program, outside, { on, reasonCode: 'discovered' }, today)).toThrow(
      'The scope of FES was fixed on March 3, 2021. Name who approved the change.',
    )
    expect(() => addToProgram(program, outside, { on, reasonCode: 'baseline', approvedBy: 'p' }, today)).toThrow(
      'what joins later needs another reason',
    )
    const scope = { on, reasonCode: 'discovered' as const, approvedBy: 'p', reason: ' found in the audit ' }
    expect(addToProgram(program, outside, scope, today)).toMatchObject({
      reasonCode: 'discovered',
      reason: 'found in the audit',
    })
  })

  test.each([
    ['twice', program, { ...outside, isMember: true }, today, 'FT-44 is already in FES.'],
    ['from tomorrow', program, outside, '2021-07-21', '2021-07-21 has not happened yet.'],
    [
      'when it is closed',
      { ...program, closedOn: '2021-07-01' as Day },
      outside,
      today,
      'FES was closed on July 1, 2021.',
    ],
  ] as const)('not %s', (_, into, item, on, sentence) => {
    expect(() => addToProgram(into, item, { on, reasonCode: 'discovered', approvedBy: 'p' }, today)).toThrow(sentence)
  })
})

describe('removing from a program', () => {
  const scope = { on: today, reasonCode: 'duplicate' as const, approvedBy: 'p' }

  test('what never belonged there, with reason and approver', () => {
    expect(removeFromProgram(program, member, scope, today)).toMatchObject({
      change: 'removed',
      reasonCode: 'duplicate',
    })
    const { approvedBy: _, ...unapproved } = scope
    expect(() => removeFromProgram(program, member, unapproved, today)).toThrow('Name who approved the change.')
  })

  test('only a member, and not before it joined', () => {
    expect(() => removeFromProgram(program, { ...member, isMember: false }, scope, today)).toThrow(
      'FT-44 is not in FES.',
    )
    expect(() => removeFromProgram(program, member, { ...scope, on: '2021-03-31' }, today)).toThrow(
      'FT-44 joined FES on April 1, 2021; it cannot have left before that.',
    )
  })
})

test('a baseline is fixed once, on a day that has come', () => {
  const without = { ...program, baselineOn: null }
  expect(setBaseline(without, '2021-03-03', today)).toBe('2021-03-03')
  expect(() => setBaseline(without, '2021-07-21', today)).toThrow('has not happened yet')
  expect(() => setBaseline(program, today, today)).toThrow('was fixed on March 3, 2021. It does not move.')
})

test.each([
  [' fes ', 'FES'],
  ['XSV', 'XSV'],
  ['P2', 'P2'],
  ['ABCDEFGHIJ', 'ABCDEFGHIJ'],
])('“%s” becomes the key %s', (text, key) => {
  expect(cleanProgramKey(text)).toBe(key)
})

test.each(['', 'F', '2FES', 'F-ES', 'ABCDEFGHIJK', 'FÉS'])('“%s” is no key', (text) => {
  expect(() => cleanProgramKey(text)).toThrow('two to ten capital letters and digits')
})

test('the scope line adds up: total = baseline + added - removed', () => {
  const items = fc.uniqueArray(fc.integer({ min: 1, max: 60 }).map((n) => `FT-${n}`))
  fc.assert(
    fc.property(items, items, (then, now) => {
      const line = scopeLine(then, now)
      expect(line.total).toBe(now.length)
      expect(line.total).toBe(line.baseline + line.added.length - line.removed.length)
      expect(line.added.every((item) => !then.includes(item))).toBe(true)
      expect(line.removed.every((item) => !now.includes(item))).toBe(true)
    }),
  )
  expect(scopeInWords(scopeLine(['a', 'b'], ['b', 'c']))).toBe('2 = 2 at the baseline + 1 added − 1 removed')
})
