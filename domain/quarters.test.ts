import { describe, expect, test } from 'vitest'
import type { Counts } from './counting/count'
import type { Day } from './days'
import type { Quarter } from './periods'
import {
  burnUpFinding,
  changesFinding,
  comparisonDay,
  dueByQuarter,
  gainInWords,
  openingDay,
  type QuarterFacts,
  quarterSentence,
  subjectOf,
} from './quarters'

const counts = (done: number, dropped: number, inFlight: number, notStarted: number): Counts => ({
  total: done + dropped + inFlight + notStarted,
  done,
  dropped,
  inFlight,
  notStarted,
  open: inFlight + notStarted,
  blocked: 0,
  ongoing: 0,
})

/** The founding example on July 20, 2021, beside April 16. */
const founding: QuarterFacts = {
  asOf: '2021-07-20',
  comparedWith: '2021-04-16',
  subject: 'improvements to the Feature Enablement Service',
  counts: counts(32, 0, 2, 3),
  before: counts(24, 0, 2, 11),
  undatedGain: 5,
  dates: { overdue: 0, undated: 3, dueIn: 2, dated: 2 },
  due: [{ quarter: '2021-Q3', endOn: '2021-09-30', items: 2 }],
  moved: { items: 0, moves: 0 },
  added: 0,
  removed: 0,
}
const facts = (over: Partial<QuarterFacts>): QuarterFacts => ({ ...founding, ...over })

describe('the day a quarter opens at', () => {
  test.each<[Quarter, Day, number, Day]>([
    ['2021-Q2', '2021-07-20', 1, '2021-06-30'],
    ['2021-Q3', '2021-07-20', 1, '2021-07-20'],
    ['2021-Q3', '2021-09-30', 1, '2021-09-30'],
    ['2021-Q3', '2021-10-01', 1, '2021-09-30'],
    ['2021-Q4', '2021-07-20', 1, '2021-07-20'],
    ['FY2022-Q1', '2021-07-20', 2, '2021-04-30'],
    ['FY2021-Q4', '2021-07-20', 10, '2021-07-20'],
  ])('%s on %s, first month %i: %s', (quarter, today, firstMonth, expected) => {
    expect(openingDay(quarter, today, firstMonth)).toBe(expected)
  })

  test('and it is compared with the last day of the quarter before', () => {
    expect(comparisonDay('2021-Q2', '2021-07-20', 1)).toBe('2021-03-31')
    expect(comparisonDay('2021-Q1', '2021-03-31', 1)).toBe('2020-12-31')
    expect(comparisonDay('FY2022-Q1', '2021-10-05', 10)).toBe('2021-09-30')
    // A quarter that has not begun is compared with the last one that is over.
    expect(comparisonDay('2022-Q1', '2021-07-20', 1)).toBe('2021-06-30')
  })
})

test('what is due is put by the quarter it ends in; what is overdue is not due', () => {
  const ends: Day[] = ['2021-12-31', '2021-09-30', '2021-07-19', '2021-07-20', '2022-01-01']
  expect(dueByQuarter(ends, '2021-07-20', 1)).toEqual([
    { quarter: '2021-Q3', endOn: '2021-09-30', items: 2 },
    { quarter: '2021-Q4', endOn: '2021-12-31', items: 1 },
    { quarter: '2022-Q1', endOn: '2022-03-31', items: 1 },
  ])
  expect(dueByQuarter(['2021-10-31'], '2021-07-20', 2)).toEqual([
    { quarter: 'FY2022-Q3', endOn: '2021-10-31', items: 1 },
  ])
})

describe('the sentence of the founding example', () => {
  test('says 32 of 37 and where the rest stands', () => {
    expect(quarterSentence(founding)).toBe(
      '32 of the 37 improvements to the Feature Enablement Service are done, 8 more than on April 16 (5 of them at a date not stated). Five are open: two are due in Q3 and three have no date.',
    )
  })

  test.each<[string, Partial<QuarterFacts>, string]>([
    [
      'nothing yet',
      { counts: counts(0, 0, 0, 0) },
      'There were no improvements to the Feature Enablement Service on July 20.',
    ],
    ['all done', { counts: counts(37, 0, 0, 0), due: [] }, 'Nothing is open.'],
    ['one dropped', { counts: counts(32, 1, 1, 3) }, 'One is not pursued and stays in the total.'],
    ['two dropped', { counts: counts(32, 2, 1, 2) }, 'Two are not pursued and stay in the total.'],
    [
      'overdue',
      { dates: { overdue: 2, undated: 3, dueIn: 0, dated: 2 }, due: [] },
      'Five are open: two are overdue and three have no date.',
    ],
    ['due in another year', { due: [{ quarter: '2022-Q1', endOn: '2022-03-31', items: 2 }] }, 'two are due in Q1 2022'],
  ])('%s', (_, over, expected) => {
    expect(quarterSentence(facts(over))).toContain(expected)
  })

  test.each<[Partial<QuarterFacts>, string]>([
    [{}, '8 more than on April 16 (5 of them at a date not stated)'],
    [{ undatedGain: 0 }, '8 more than on April 16'],
    [{ before: founding.counts }, 'as many as on April 16'],
    [{ before: counts(33, 0, 1, 3) }, '1 fewer than on April 16'],
    [{ comparedWith: '2020-12-31' }, '8 more than on December 31, 2020 (5 of them at a date not stated)'],
  ])('the gain: %o', (over, expected) => {
    expect(gainInWords(facts(over))).toBe(expected)
  })
})

test.each<[string[], string]>([
  [[], 'improvements'],
  [['Improvements to the Feature Enablement Service'], 'improvements to the Feature Enablement Service'],
  [['Lower the risk'], 'improvements of “Lower the risk”'],
  [['A', 'B', 'C'], 'improvements in three programs'],
])('the subject of %o is %s', (titles, expected) => {
  expect(subjectOf(titles)).toBe(expected)
})

test.each<[string, Partial<QuarterFacts>, string]>([
  ['the founding example', {}, '32 of 37 done; the two with a date are due by the end of Q3'],
  ['nothing', { counts: counts(0, 0, 0, 0) }, 'Nothing to finish yet'],
  ['everything', { counts: counts(37, 0, 0, 0) }, 'All 37 are done'],
  ['the rest dropped', { counts: counts(36, 1, 0, 0) }, '36 of 37 are done, the rest is not pursued'],
  ['overdue', { dates: { overdue: 1, undated: 4, dueIn: 0, dated: 1 } }, '32 of 37 done; one is overdue'],
  ['no dates', { due: [] }, '32 of 37 done; none of the five open ones has a date'],
  [
    'all dated',
    { dates: { overdue: 0, undated: 0, dueIn: 0, dated: 2 } },
    '32 of 37 done; all two open ones are due by the end of Q3',
  ],
])('will we finish? %s', (_, over, expected) => {
  expect(burnUpFinding(facts(over))).toBe(expected)
})

test.each<[Partial<QuarterFacts>, string]>([
  [{}, 'Eight more done since April 16; nothing dropped, nothing added'],
  [{ before: founding.counts }, 'Nothing more done since April 16; nothing dropped, nothing added'],
  [
    { before: counts(33, 0, 1, 3), counts: counts(32, 2, 1, 2), added: 1, removed: 3 },
    'One fewer done since April 16; two dropped, one added, three removed',
  ],
])('what happened since? %o', (over, expected) => {
  expect(changesFinding(facts(over))).toBe(expected)
})
