import { describe, expect, test } from 'vitest'
import {
  assumedUpdateDue,
  type Commitment,
  type CommitmentEvent,
  closeCommitment,
  dueOf,
  type ForwardStatement,
  isSettled,
  onTimeRatio,
  outcomeOf,
  promisesFrom,
} from './commitments'
import type { Day } from './days'
import { parsePeriod } from './periods'

const q2 = parsePeriod('Q2 2021')
const q3 = parsePeriod('Q3 2021')
const q4 = parsePeriod('Q4 2021')
const item: Commitment = {
  id: 'c1',
  key: 'P-1',
  kind: 'item_target',
  text: 'Fail over without a person',
  item: 'i1',
  about: null,
  due: q2,
  dueAssumed: false,
  madeOn: '2021-04-16',
}
const event = (
  kind: CommitmentEvent['kind'],
  effectiveOn: Day,
  more: Partial<CommitmentEvent> = {},
): CommitmentEvent => ({
  kind,
  effectiveOn,
  outcome: null,
  due: null,
  ...more,
})
const done = (on: Day, resolution: 'day' | 'quarter' | 'by' = 'day') => ({ on, resolution })

describe('how a promise stands', () => {
  test.each([
    ['its quarter is not over', [], null, '2021-06-30', 'open'],
    ['its quarter is over and nothing was said', [], null, '2021-07-01', 'missed'],
    ['done in its quarter', [], done('2021-06-30', 'quarter'), '2021-07-20', 'kept'],
    ['done after its quarter', [], done('2021-07-02'), '2021-07-20', 'kept_late'],
    [
      'done by a day after its quarter: nobody stated that it was in time',
      [],
      done('2021-07-20', 'by'),
      '2021-07-20',
      'kept_late',
    ],
    ['not yet done on the day that is asked about', [], done('2021-06-20'), '2021-06-10', 'open'],
    ['moved in public', [event('moved', '2021-06-01', { due: q3 })], null, '2021-07-20', 'moved'],
    ['moved in public, and over again', [event('moved', '2021-06-01', { due: q3 })], null, '2021-10-01', 'missed'],
    [
      'moved, then done: late stays late',
      [event('moved', '2021-06-01', { due: q3 })],
      done('2021-08-01'),
      '2021-10-01',
      'kept_late',
    ],
    [
      'a move that is not yet published that day',
      [event('moved', '2021-07-20', { due: q3 })],
      null,
      '2021-07-10',
      'missed',
    ],
    ['withdrawn', [event('withdrawn', '2021-07-20')], null, '2021-07-20', 'withdrawn'],
    ['reworded', [event('reworded', '2021-07-20')], null, '2021-12-20', 'reworded'],
    ['closed by a person in time', [event('closed', '2021-06-03')], null, '2021-07-20', 'kept'],
  ] as const)('%s', (_, events, finished, asOf, outcome) => {
    expect(outcomeOf(item, events, finished, asOf)).toBe(outcome)
  })

  test('without a date it is never over, and kept when done', () => {
    const undated = { ...item, due: null }
    expect(outcomeOf(undated, [], null, '2031-01-01')).toBe('open')
    expect(outcomeOf(undated, [], done('2030-01-01'), '2031-01-01')).toBe('kept')
  })

  test('a first date for a promise that had none is no move', () => {
    const undated = { ...item, due: null }
    const dated = [event('moved', '2021-07-20', { due: q3 })]
    expect(dueOf(undated, dated)).toEqual({ first: q3, standing: q3, moved: false })
    expect(outcomeOf(undated, dated, null, '2021-08-01')).toBe('open')
  })

  test('it is settled once a report said how it ended; a standing one never is', () => {
    const kept = [event('reported', '2021-07-20', { outcome: 'kept' })]
    expect(isSettled(item, [])).toBe(false)
    expect(isSettled(item, [event('reported', '2021-07-20', { outcome: 'open' })])).toBe(false)
    expect(isSettled(item, kept)).toBe(true)
    expect(isSettled({ kind: 'standing' }, kept)).toBe(false)
  })

  test('on time is of those that were due; what has no date is in no ratio', () => {
    const of = (
      first: typeof q2 | null,
      outcome: Parameters<typeof onTimeRatio>[0][number]['outcome'],
      dueAssumed = false,
    ) => ({ first, outcome, dueAssumed })
    expect(
      onTimeRatio(
        [of(q2, 'kept'), of(q2, 'kept_late'), of(q2, 'missed'), of(q3, 'open'), of(null, 'kept')],
        '2021-07-20',
      ),
    ).toEqual({ kept: 1, due: 3 })
  })
})

describe('what publishing promises', () => {
  const said = (more: Partial<ForwardStatement> = {}): ForwardStatement => ({
    kind: 'item_target',
    text: 'x',
    item: 'i1',
    about: null,
    due: q2,
    dueAssumed: false,
    promise: null,
    ...more,
  })
  const standing = [{ commitment: item, events: [] }]

  test.each([
    ['the same date again adds nothing', said(), []],
    ['an earlier date adds nothing', said({ due: parsePeriod('2021-05') }), []],
    ['a later date moves it', said({ due: q3 }), ['move']],
    ['no date adds nothing', said({ due: null }), []],
    ['another item is another promise', said({ item: 'i2' }), ['make']],
    [
      'naming the promise renews it, whatever the words',
      said({ kind: 'publication', item: null, promise: 'P-1', due: q4 }),
      ['move'],
    ],
  ] as const)('%s', (_, statement, expected) => {
    expect(promisesFrom([statement], standing).map((change) => change.do)).toEqual(expected)
  })

  test('one statement per subject, also within a report', () => {
    const update = said({ kind: 'next_update', item: null, about: '2021-Q3', due: q4, dueAssumed: true })
    expect(
      promisesFrom(
        [
          update,
          update,
          said({ kind: 'standing', item: null, text: 'We tell you.' }),
          said({ kind: 'standing', item: null, text: 'we  tell you.' }),
        ],
        [],
      ),
    ).toHaveLength(2)
  })

  test('an item in two lists is moved once, to the later date', () => {
    const moves = promisesFrom([said({ due: q3 }), said({ due: q4 }), said({ due: q3 })], standing)
    expect(moves).toEqual([{ do: 'move', commitment: item, due: q4 }])
  })

  test('an update is due by the end of the quarter after, unless somebody said when', () => {
    expect(assumedUpdateDue('2021-Q3')).toEqual(q4)
  })
})

test('only what nothing else can finish is closed by hand, with evidence', () => {
  const free = { key: 'P-9', kind: 'publication' as const, madeOn: '2021-07-20' as const }
  const closing = { on: '2021-07-28' as const, evidence: 'https://example.com/bcdr', words: '' }
  expect(closeCommitment(free, closing, '2021-08-01')).toEqual({
    effectiveOn: '2021-07-28',
    evidence: closing.evidence,
    words: null,
  })
  const refused =
    (more: Partial<typeof closing>, of: { kind: Commitment['kind'] } = free) =>
    () =>
      closeCommitment({ ...free, ...of }, { ...closing, ...more }, '2021-08-01')
  expect(refused({ evidence: 'javascript:alert(1)' })).toThrow('begins with http')
  expect(refused({ evidence: ' ' })).toThrow('Say where customers can see that P-9 was kept.')
  expect(refused({ on: '2021-08-02' as never })).toThrow('has not happened yet')
  expect(refused({ on: '2021-07-01' as never })).toThrow('cannot have been kept before')
  expect(refused({}, { kind: 'item_target' })).toThrow('when its item is completed')
  expect(refused({}, { kind: 'standing' })).toThrow('standing promise')
})
