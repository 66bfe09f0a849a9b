import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Day } from './days'
import { groupCounts, groupOf, groupTitle, sectionOf } from './schedule'
import { type EffectiveResolution, effectiveResolutions, type ItemStatus, itemStatuses } from './vocabulary'

const item = (
  status: ItemStatus,
  targetEndOn: Day | null = null,
  statusOn: Day | null = null,
  statusResolution: EffectiveResolution | null = null,
  continuous = false,
) => ({ status, continuous, targetEndOn, statusOn, statusResolution })

test.each([
  ['due', item('in_progress', '2021-09-30')],
  ['due', item('accepted', '2021-09-30')],
  ['undated', item('blocked')],
  ['ongoing', item('in_progress', null, null, null, true)],
  ['finished', item('done', '2021-06-30', '2021-06-12', 'day')],
  ['finished', item('done', null, '2021-06-30', 'quarter')],
  ['finished-by', item('done', null, '2021-04-16', 'by')],
  ['dropped', item('dropped', '2021-09-30')],
  ['dropped', item('dropped', null, null, null, true)],
  ['proposed', item('proposed', '2021-09-30')],
] as const)('%s: %o', (section, row) => {
  expect(sectionOf(row)).toBe(section)
})

test('a group is a section, and for what has a quarter, the quarter', () => {
  expect(groupOf(item('in_progress', '2021-09-30'), 1)).toBe('due:2021-Q3')
  expect(groupOf(item('in_progress', '2021-09-30'), 10)).toBe('due:FY2021-Q4')
  expect(groupOf(item('done', null, '2021-06-12', 'day'), 1)).toBe('finished:2021-Q2')
  expect(groupOf(item('done', null, '2021-04-16', 'by'), 1)).toBe('finished-by')
})

test.each([
  ['due:2021-Q3', 'Due Q3 2021'],
  ['undated', 'No date'],
  ['ongoing', 'Ongoing, without an end'],
  ['finished:2021-Q2', 'Finished in Q2 2021'],
  ['finished-by', 'Finished by July 20, 2021, quarter not known'],
  ['dropped', 'Not pursued'],
  ['proposed', 'Proposed, counted nowhere yet'],
] as const)('the head of %s says “%s”', (group, title) => {
  expect(groupTitle(group, '2021-07-20')).toBe(title)
})

test('the heads come in the order of the list: the next due first, the last finished first', () => {
  const rows = [
    item('done', '2021-06-30', '2021-03-31', 'quarter'),
    item('done', '2021-06-30', '2021-06-30', 'quarter'),
    item('done', null, '2021-04-16', 'by'),
    item('done', null, '2021-07-20', 'by'),
    item('in_progress', '2021-12-31'),
    item('in_progress', '2021-09-30'),
    item('dropped', '2021-09-30'),
    item('accepted'),
  ]
  expect(groupCounts(rows, 1)).toEqual([
    // Of what was promised for the third quarter one is open and one is not pursued: it stays in the total.
    { group: 'due:2021-Q3', items: 1, lastOn: null, promised: { done: 0, total: 2 } },
    { group: 'due:2021-Q4', items: 1, lastOn: null, promised: { done: 0, total: 1 } },
    { group: 'undated', items: 1, lastOn: null, promised: null },
    { group: 'finished:2021-Q2', items: 1, lastOn: null, promised: null },
    { group: 'finished:2021-Q1', items: 1, lastOn: null, promised: null },
    { group: 'finished-by', items: 2, lastOn: '2021-07-20', promised: null },
    { group: 'dropped', items: 1, lastOn: null, promised: null },
  ])
})

test('every row is under exactly one head, and rows may stand for several', () => {
  const anyItem = fc
    .record({
      status: fc.constantFrom(...itemStatuses),
      continuous: fc.boolean(),
      targetEndOn: fc.constantFrom<Day | null>(null, '2021-09-30', '2021-12-31', '2022-02-28'),
      statusOn: fc.constantFrom<Day>('2021-01-31', '2021-06-30'),
      statusResolution: fc.constantFrom(...effectiveResolutions),
      times: fc.integer({ min: 1, max: 5 }),
    })
    .map((row) => ({ ...row, statusResolution: row.status === 'done' ? row.statusResolution : null }))
  fc.assert(
    fc.property(fc.array(anyItem), fc.integer({ min: 1, max: 12 }), (rows, firstMonth) => {
      const heads = groupCounts(rows, firstMonth)
      expect(heads.reduce((sum, head) => sum + head.items, 0)).toBe(rows.reduce((sum, row) => sum + row.times, 0))
      expect(new Set(heads.map((head) => head.group)).size).toBe(heads.length)
      const oneByOne = rows.flatMap(({ times, ...row }) => Array.from({ length: times }, () => row))
      expect(groupCounts(oneByOne, firstMonth)).toEqual(heads)
    }),
  )
})
