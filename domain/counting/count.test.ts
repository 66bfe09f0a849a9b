import { beforeEach, describe, expect, test } from 'vitest'
import type { Day } from '../days'
import { type Period, parsePeriod } from '../periods'
import type { EffectiveResolution, ItemStatus, MembershipChange } from '../vocabulary'
import {
  appendMembership,
  appendStatus,
  appendTarget,
  arrange,
  type Columns,
  emptyColumns,
  lastSeq,
  registerItem,
  seqKnownAt,
} from './columns'
import { count, countedItems, dateFigures, doneByPeriod, doneWithin, firstMemberDay, movedSince } from './count'
import { headline, identity } from './definitions'
import { series } from './series'

/** A small record, written as a person would tell it. Each line is recorded a day after the one before. */
let columns: Columns
let seq: number

beforeEach(() => {
  columns = emptyColumns()
  arrange(columns)
  seq = 0
})

const recordedAt = (n: number) => new Date(Date.parse('2021-01-01T12:00:00.000Z') + n * 86_400_000).toISOString()
const entry = (on: Day, over: { supersedes?: number; void?: boolean } = {}) => ({
  seq: ++seq,
  effectiveOn: on,
  recordedAt: recordedAt(seq),
  supersedes: over.supersedes ?? null,
  void: over.void ?? false,
})

function member(
  item: string,
  on: Day,
  over: { continuous?: boolean; program?: string; change?: MembershipChange } = {},
) {
  registerItem(columns, item, over.continuous ?? false)
  appendMembership(columns, { ...entry(on), program: over.program ?? 'FES', item, change: over.change ?? 'added' })
  return seq
}

function status(
  item: string,
  on: Day,
  to: ItemStatus,
  over: { supersedes?: number; void?: boolean; resolution?: EffectiveResolution } = {},
) {
  registerItem(columns, item, false)
  appendStatus(columns, { ...entry(on, over), item, status: to, effectiveResolution: over.resolution ?? 'day' })
  return seq
}

function target(item: string, on: Day, period: Period | null, over: { supersedes?: number; void?: boolean } = {}) {
  appendTarget(columns, { ...entry(on, over), item, endOn: period?.endOn ?? null })
  return seq
}

const at = (asOf: Day, over: { programs?: string[] | 'all'; knownAt?: string; upTo?: number } = {}) => ({
  programs: over.programs ?? ['FES'],
  asOf,
  knownAt: over.knownAt ?? null,
  upTo: over.upTo,
})
const counted = (asOf: Day, over?: Parameters<typeof at>[1]) => count(columns, at(asOf, over))

describe('case 2: adding an item today', () => {
  const days: Day[] = ['2021-03-31', '2021-06-30', '2021-07-19', '2021-07-20']
  const totals = () => [...series(columns, { programs: ['FES'], knownAt: null }, days).total]

  beforeEach(() => {
    for (const item of ['FT-1', 'FT-2', 'FT-3']) member(item, '2021-03-03')
    status('FT-1', '2021-03-31', 'done')
  })

  test('changes no past point of any chart', () => {
    expect(totals()).toEqual([3, 3, 3, 3])
    member('FT-4', '2021-07-20')
    expect(totals()).toEqual([3, 3, 3, 4])
  })

  test('back-dating its membership does', () => {
    member('FT-4', '2021-05-01')
    expect(totals()).toEqual([3, 4, 4, 4])
  })

  test('and what was known before it was told stays as it was', () => {
    const before = seq
    member('FT-4', '2021-05-01')
    expect(counted('2021-07-20', { knownAt: recordedAt(before) }).total).toBe(3)
    expect(counted('2021-07-20', { upTo: before }).total).toBe(3)
    expect(counted('2021-07-20', { knownAt: recordedAt(seq) }).total).toBe(4)
  })
})

describe('case 3: dropping one item', () => {
  test('total stays, the identity holds, the headline says so', () => {
    for (let n = 1; n <= 37; n++) member(`FT-${n}`, '2021-03-03')
    for (let n = 1; n <= 32; n++) status(`FT-${n}`, '2021-07-01', 'done')
    expect(headline(counted('2021-07-19'))).toBe('32 of 37')
    status('FT-37', '2021-07-20', 'dropped')
    const after = counted('2021-07-20')
    expect(after.total).toBe(37)
    expect(after.total).toBe(after.done + after.dropped + after.inFlight + after.notStarted)
    expect(headline(after)).toBe('32 of 37 (1 not pursued)')
    expect(identity(after)).toBe('37 = 32 done + 1 not pursued + 0 in flight + 4 not started')
  })
})

describe('case 5: a target moved and undone', () => {
  test('is no move, and Q3 is overdue from the day after its last', () => {
    member('FT-7', '2021-03-03')
    target('FT-7', '2021-04-16', parsePeriod('Q3 2021'))
    const moved = target('FT-7', '2021-07-01', parsePeriod('Q4 2021'))
    const asked = at('2021-10-01')
    expect(movedSince(columns, asked, '2021-06-30')).toEqual({ items: ['FT-7'], moves: 1 })
    expect(dateFigures(columns, asked, parsePeriod('Q4 2021'))).toEqual({ overdue: 0, undated: 0, dueIn: 1, dated: 1 })

    target('FT-7', '2021-07-01', parsePeriod('Q4 2021'), { supersedes: moved, void: true })
    expect(movedSince(columns, asked, '2021-06-30')).toEqual({ items: [], moves: 0 })
    expect(dateFigures(columns, asked, parsePeriod('Q4 2021'))).toEqual({ overdue: 1, undated: 0, dueIn: 0, dated: 1 })
    expect(dateFigures(columns, at('2021-09-30'), parsePeriod('Q3 2021')).overdue).toBe(0)
    // Whoever asks as it was known before the undo sees the move.
    expect(movedSince(columns, { ...asked, knownAt: recordedAt(moved) }, '2021-06-30').moves).toBe(1)
  })

  test('a refinement is no move; a withdrawn date is one, and so is a later one after it', () => {
    member('FT-7', '2021-03-03')
    target('FT-7', '2021-04-16', parsePeriod('Q3 2021'))
    target('FT-7', '2021-05-01', parsePeriod('2021-08-12'))
    expect(movedSince(columns, at('2021-10-01'), '2021-04-16').moves).toBe(0)
    target('FT-7', '2021-06-01', null)
    target('FT-7', '2021-06-15', parsePeriod('Q4 2021'))
    expect(movedSince(columns, at('2021-10-01'), '2021-04-16')).toEqual({ items: ['FT-7'], moves: 2 })
    expect(movedSince(columns, at('2021-06-01'), '2021-04-16').moves).toBe(1)
    expect(movedSince(columns, at('2021-10-01'), '2021-06-15').moves).toBe(0)
  })
})

describe('case 6: done, reopened, done again in a later quarter', () => {
  const quarters = [parsePeriod('Q1 2021'), parsePeriod('Q2 2021'), parsePeriod('Q3 2021')]

  test('each as-of answers what was true then', () => {
    member('FT-1', '2021-01-04')
    status('FT-1', '2021-02-10', 'done')
    status('FT-1', '2021-04-20', 'in_progress')
    status('FT-1', '2021-08-05', 'done')
    const doneOn = (asOf: Day) => [counted(asOf).done, doneByPeriod(columns, at(asOf), quarters).inside]
    expect(doneOn('2021-02-09')).toEqual([0, [0, 0, 0]])
    expect(doneOn('2021-02-10')).toEqual([1, [1, 0, 0]])
    expect(doneOn('2021-04-19')).toEqual([1, [1, 0, 0]])
    expect(doneOn('2021-04-20')).toEqual([0, [0, 0, 0]])
    expect(doneOn('2021-08-04')).toEqual([0, [0, 0, 0]])
    // Counted in the quarter of the completion that stands, and in no other.
    expect(doneOn('2021-08-05')).toEqual([1, [0, 0, 1]])
  })

  test('a correction whose day is later than the entry it corrects leaves no trace of the wrong one', () => {
    member('FT-1', '2021-01-04')
    const wrong = status('FT-1', '2021-02-10', 'done')
    status('FT-1', '2021-05-10', 'done', { supersedes: wrong })
    expect(counted('2021-02-10').done).toBe(0)
    expect(counted('2021-05-09').done).toBe(0)
    expect(counted('2021-05-10').done).toBe(1)
    expect(counted('2021-03-31', { knownAt: recordedAt(wrong) }).done).toBe(1)
  })

  test('a superseded corrector still supersedes, and so does a voided one', () => {
    member('FT-1', '2021-01-04')
    const first = status('FT-1', '2021-02-10', 'done')
    const second = status('FT-1', '2021-03-10', 'done', { supersedes: first })
    status('FT-1', '2021-03-10', 'done', { supersedes: second, void: true })
    expect(counted('2021-12-31')).toMatchObject({ done: 0, notStarted: 1 })
  })
})

test('on one day the entry recorded last wins', () => {
  member('FT-1', '2021-01-04')
  status('FT-1', '2021-02-10', 'done')
  status('FT-1', '2021-02-10', 'blocked')
  expect(counted('2021-02-10')).toMatchObject({ done: 0, inFlight: 1, blocked: 1, open: 1 })
})

test('a member without a status is not started; a proposed one is a member of nothing', () => {
  member('FT-1', '2021-01-04')
  member('FT-2', '2021-01-04')
  status('FT-2', '2021-02-01', 'proposed')
  expect(counted('2021-01-31')).toMatchObject({ total: 2, notStarted: 2 })
  expect(counted('2021-02-01')).toMatchObject({ total: 1, notStarted: 1 })
})

test('what never ends is counted beside, in no total', () => {
  member('FT-41', '2021-03-03', { continuous: true, program: 'LTI' })
  member('FT-42', '2021-03-03', { program: 'LTI' })
  member('FT-43', '2021-03-03', { program: 'LTI' })
  expect(counted('2021-07-20', { programs: ['LTI'] })).toMatchObject({ total: 2, ongoing: 1 })
})

test('an item in two programs is counted once in each and once in the union', () => {
  member('FT-1', '2021-01-04')
  member('FT-1', '2021-01-04', { program: 'XSV' })
  member('FT-2', '2021-01-04', { program: 'XSV' })
  expect(counted('2021-01-04').total).toBe(1)
  expect(counted('2021-01-04', { programs: ['XSV'] }).total).toBe(2)
  expect(counted('2021-01-04', { programs: ['FES', 'XSV'] }).total).toBe(2)
  expect(counted('2021-01-04', { programs: ['FES', 'FES'] }).total).toBe(1)
  expect(counted('2021-01-04', { programs: 'all' }).total).toBe(2)
  member('FT-1', '2021-02-01', { change: 'removed' })
  expect(counted('2021-02-01').total).toBe(0)
  expect(counted('2021-02-01', { programs: 'all' }).total).toBe(2)
})

test('a program nobody knows has nothing in it, and no program neither', () => {
  member('FT-1', '2021-01-04')
  expect(counted('2021-01-04', { programs: ['???'] }).total).toBe(0)
  expect(counted('2021-01-04', { programs: [] }).total).toBe(0)
  expect(headline(counted('2021-01-03'))).toBe('no items yet')
})

test('done at a date not stated is done, and belongs to no quarter', () => {
  member('FT-9', '2021-03-03')
  member('FT-1', '2021-03-03')
  status('FT-9', '2021-04-16', 'done', { resolution: 'by' })
  status('FT-1', '2021-03-31', 'done', { resolution: 'quarter' })
  const asked = at('2021-07-20')
  expect(counted('2021-07-20').done).toBe(2)
  expect(doneByPeriod(columns, asked, [parsePeriod('Q1 2021'), parsePeriod('Q2 2021')])).toEqual({
    inside: [1, 0],
    dateNotStated: 1,
  })
  expect(doneWithin(columns, asked, parsePeriod('Q1 2021'))).toEqual({ items: ['FT-1'], dateNotStated: 1 })
  // Known to a quarter, so it may lie outside any one month of it.
  expect(doneByPeriod(columns, asked, [parsePeriod('March 2021')]).inside).toEqual([0])
})

test('everything is known when no instant is named, with and without a snapshot to hold to', () => {
  member('FT-1', '2021-01-04')
  const wrong = status('FT-1', '2021-02-10', 'done')
  expect(counted('2021-07-20')).toMatchObject({ total: 1, done: 1 })
  expect(counted('2021-07-20', { upTo: lastSeq(columns) })).toMatchObject({ total: 1, done: 1 })
  status('FT-1', '2021-02-10', 'done', { supersedes: wrong, void: true })
  expect(counted('2021-07-20')).toMatchObject({ total: 1, done: 0 })
  expect(seqKnownAt(columns, recordedAt(wrong))).toBe(wrong)
  expect(seqKnownAt(columns, '2020-01-01T00:00:00.000Z')).toBe(0)
})

test('the first day of a program is the earliest that stands', () => {
  expect(firstMemberDay(columns, { programs: 'all', knownAt: null })).toBeNull()
  const early = member('FT-1', '2021-01-04')
  member('FT-2', '2021-03-03')
  expect(firstMemberDay(columns, { programs: ['FES'], knownAt: null })).toBe('2021-01-04')
  const undo = { ...entry('2021-01-04', { supersedes: early, void: true }), program: 'FES', item: 'FT-1' }
  appendMembership(columns, { ...undo, change: 'added' })
  expect(firstMemberDay(columns, { programs: ['FES'], knownAt: null })).toBe('2021-03-03')
})

test('the rows behind a count carry what stood then', () => {
  member('FT-1', '2021-01-04')
  status('FT-1', '2021-06-30', 'done', { resolution: 'quarter' })
  target('FT-1', '2021-04-16', parsePeriod('Q2 2021'))
  target('FT-1', '2021-07-01', null)
  expect(countedItems(columns, at('2021-06-30'))).toEqual([
    {
      id: 'FT-1',
      status: 'done',
      continuous: false,
      statusOn: '2021-06-30',
      statusResolution: 'quarter',
      targetEndOn: '2021-06-30',
    },
  ])
  expect(countedItems(columns, at('2021-01-04'))).toMatchObject([
    { status: 'accepted', statusOn: null, targetEndOn: null },
  ])
  expect(countedItems(columns, at('2021-07-01'))).toMatchObject([{ targetEndOn: null }])
})

test('entries come in the order of their seq', () => {
  member('FT-1', '2021-01-04')
  const late = { ...entry('2021-02-01'), item: 'FT-1', status: 'done' as const, effectiveResolution: 'day' as const }
  appendStatus(columns, late)
  expect(() => appendStatus(columns, late)).toThrow('was loaded after a later one')
  expect(() => appendStatus(columns, { ...late, seq: 99, item: 'FT-99' })).toThrow('was not registered')
})
