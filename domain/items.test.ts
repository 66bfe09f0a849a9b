import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isOpen } from './counting/definitions'
import type { Day } from './days'
import {
  accept,
  block,
  cleanTitle,
  complete,
  correctStatusDay,
  drop,
  type ItemVerb,
  isOverdue,
  isUndated,
  itemVerbs,
  possibleVerbs,
  reopen,
  type StandingItem,
  type StatusChange,
  start,
  statusInWords,
  submitForVerification,
  titleOf,
  unblock,
} from './items'
import { type ItemStatus, itemStatuses } from './vocabulary'

const today: Day = '2021-07-20'

const standing = (over: Partial<StandingItem> = {}): StandingItem => ({
  id: 'id-7',
  key: 'FT-7',
  kind: 'improvement',
  continuous: false,
  placeholder: false,
  tier: 'improvement',
  status: 'in_progress',
  statusOn: '2021-04-06',
  statusResolution: 'day',
  statusSeq: 12,
  hasEvidence: false,
  ...over,
})

const reason = 'a good one'
const verbs: Record<ItemVerb, (item: StandingItem, on: Day) => StatusChange> = {
  accept: (item, on) => accept(item, { on }, today),
  start: (item, on) => start(item, { on }, today),
  block: (item, on) => block(item, { on }, reason, today),
  unblock: (item, on) => unblock(item, { on }, today),
  submitForVerification: (item, on) => submitForVerification(item, { on }, today),
  complete: (item, on) => complete(item, { on }, { evidence: true }, today),
  reopen: (item, on) => reopen(item, { on }, reason, today),
  drop: (item, on) => drop(item, { on }, { kind: 'wont_do', reason, approvedBy: 'person' }, today),
}

/** What each verb makes of each status; a dash where it is refused. */
const machine: Record<ItemStatus, Record<ItemVerb, ItemStatus | '-'>> = {
  proposed: row('accepted', '-', '-', '-', '-', '-', '-', '-'),
  accepted: row('-', 'in_progress', 'blocked', '-', 'in_verification', 'done', '-', 'dropped'),
  in_progress: row('-', '-', 'blocked', '-', 'in_verification', 'done', '-', 'dropped'),
  blocked: row('-', '-', '-', 'in_progress', 'in_verification', 'done', '-', 'dropped'),
  in_verification: row('-', '-', 'blocked', '-', '-', 'done', '-', 'dropped'),
  done: row('-', '-', '-', '-', '-', '-', 'in_progress', '-'),
  dropped: row('-', '-', '-', '-', '-', '-', 'in_progress', '-'),
}

function row(...results: (ItemStatus | '-')[]) {
  return Object.fromEntries(itemVerbs.map((verb, at) => [verb, results[at]])) as Record<ItemVerb, ItemStatus | '-'>
}

describe('the status machine', () => {
  const cases = itemStatuses.flatMap((status) =>
    itemVerbs.map((verb) => [status, verb, machine[status][verb]] as const),
  )

  test.each(cases)('%s, %s: %s', (status, verb, expected) => {
    const item = standing({ status })
    if (expected === '-') {
      expect(() => verbs[verb](item, today)).toThrow(/^FT-7 is .* and cannot be .* from there\. Nothing was changed\.$/)
    } else {
      expect(verbs[verb](item, today)).toMatchObject({
        status: expected,
        effectiveOn: today,
        effectiveResolution: 'day',
      })
    }
  })

  test('the verbs that are offered are those that are allowed', () => {
    for (const status of itemStatuses) {
      const allowed = itemVerbs.filter((verb) => machine[status][verb] !== '-')
      expect([...possibleVerbs({ status, continuous: false })].sort()).toEqual([...allowed].sort())
      const ofContinuous = allowed.filter((verb) => verb !== 'complete' && verb !== 'submitForVerification')
      expect([...possibleVerbs({ status, continuous: true })].sort()).toEqual([...ofContinuous].sort())
    }
  })

  test('nothing happens tomorrow, nor before what stands', () => {
    for (const status of itemStatuses) {
      for (const verb of itemVerbs.filter((each) => machine[status][each] !== '-')) {
        expect(() => verbs[verb](standing({ status }), '2021-07-21')).toThrow('2021-07-21 has not happened yet.')
        // Accepting from before the proposal is the one thing that may reach back.
        if (verb === 'accept') continue
        expect(() => verbs[verb](standing({ status }), '2021-04-05')).toThrow('so it cannot have been')
        expect(verbs[verb](standing({ status }), '2021-04-06').effectiveOn).toBe('2021-04-06')
      }
    }
  })
})

test('accepting from before the proposal takes the proposal out of the record', () => {
  const proposed = standing({ status: 'proposed', statusOn: '2021-05-01', statusSeq: 3 })
  expect(accept(proposed, { on: '2021-03-03' }, today)).toEqual({
    status: 'accepted',
    effectiveOn: '2021-03-03',
    effectiveResolution: 'day',
    supersedes: 3,
  })
  expect(accept(proposed, { on: '2021-05-01' }, today)).not.toHaveProperty('supersedes')
})

describe('completing', () => {
  test('keeps how exactly the day is known', () => {
    const when = { on: '2021-06-30' as Day, resolution: 'quarter' as const }
    expect(complete(standing(), when, { evidence: false }, today)).toEqual({
      status: 'done',
      effectiveOn: '2021-06-30',
      effectiveResolution: 'quarter',
    })
  })

  test('a priority action needs evidence, or the reason for none', () => {
    const item = standing({ tier: 'priority_action' })
    const on = { on: today }
    expect(() => complete(item, on, { evidence: false }, today)).toThrow('FT-7 is a priority action. Add a link')
    expect(() => complete(item, on, { evidence: false, noEvidenceReason: '  ' }, today)).toThrow('priority action')
    expect(complete(item, on, { evidence: true }, today).status).toBe('done')
    expect(complete({ ...item, hasEvidence: true }, on, { evidence: false }, today).status).toBe('done')
    expect(complete(item, on, { evidence: false, noEvidenceReason: ' not recorded ' }, today)).toMatchObject({
      noEvidenceReason: 'not recorded',
    })
  })

  test('work that never ends is neither completed nor verified', () => {
    const item = standing({ continuous: true })
    expect(() => verbs.complete(item, today)).toThrow('FT-7 is continuous work: it is reviewed, never completed.')
    expect(() => verbs.submitForVerification(item, today)).toThrow('never verified')
    expect(verbs.drop(item, today).status).toBe('dropped')
  })
})

describe('dropping', () => {
  const why = { kind: 'wont_do' as const, reason, approvedBy: 'person' }

  test('is never silent', () => {
    expect(() => drop(standing(), { on: today }, { ...why, reason: ' ' }, today)).toThrow(
      'Say why FT-7 is not pursued.',
    )
    expect(drop(standing(), { on: today }, why, today)).toMatchObject({
      dropKind: 'wont_do',
      reason,
      approvedBy: 'person',
    })
  })

  test('what is superseded names its replacement, which is another item', () => {
    const superseded = { ...why, kind: 'superseded' as const }
    expect(() => drop(standing(), { on: today }, superseded, today)).toThrow('Name the item that replaces FT-7.')
    expect(() => drop(standing(), { on: today }, { ...superseded, replacementItem: 'id-7' }, today)).toThrow(
      'FT-7 cannot replace itself.',
    )
    expect(drop(standing(), { on: today }, { ...superseded, replacementItem: 'id-8' }, today)).toMatchObject({
      replacementItem: 'id-8',
    })
  })
})

test('blocking and reopening say why', () => {
  expect(() => block(standing(), { on: today }, '', today)).toThrow('Say what blocks FT-7.')
  expect(() => reopen(standing({ status: 'done' }), { on: today }, ' ', today)).toThrow('Say why FT-7 is open again.')
})

describe('correcting the day of a status', () => {
  const done: StatusChange = { status: 'done', effectiveOn: '2021-06-30', effectiveResolution: 'quarter', reason }
  const item = standing({ status: 'done', statusOn: '2021-06-30', statusSeq: 20 })

  test('puts the right entry in the place of the wrong one', () => {
    expect(correctStatusDay(item, done, { on: '2021-06-12' }, '2021-04-06', today)).toEqual({
      ...done,
      effectiveOn: '2021-06-12',
      effectiveResolution: 'day',
      supersedes: 20,
    })
  })

  test('neither into the future nor before what came earlier', () => {
    expect(() => correctStatusDay(item, done, { on: '2021-07-21' }, null, today)).toThrow('has not happened yet')
    expect(() => correctStatusDay(item, done, { on: '2021-04-05' }, '2021-04-06', today)).toThrow(
      'has an earlier status',
    )
  })
})

test('overdue and undated are about open work that can end', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...itemStatuses),
      fc.boolean(),
      fc.constantFrom<Day | null>(null, '2021-09-29', '2021-09-30', '2021-10-01'),
      (status, continuous, targetEndOn) => {
        const item = { status, continuous, targetEndOn }
        const open = isOpen(status) && !continuous
        expect(isOverdue(item, '2021-09-30')).toBe(open && targetEndOn === '2021-09-29')
        expect(isUndated(item)).toBe(open && targetEndOn === null)
      },
    ),
  )
})

test('titles', () => {
  expect(cleanTitle('  Fail over\n without\ta person ')).toBe('Fail over without a person')
  expect(() => cleanTitle(' \n ')).toThrow('Give it a title.')
  expect(() => cleanTitle('x'.repeat(301))).toThrow('A title has at most 300 characters; this one has 301.')
  expect(titleOf({ placeholder: true, titleInternal: 'Improvement 9 of 37' })).toBe('Not described in the update')
  expect(titleOf({ placeholder: false, titleInternal: 'Fail over' })).toBe('Fail over')
})

test('a status with its day', () => {
  expect(statusInWords('done', '2021-04-16', 'by')).toBe('Done, by April 16, 2021')
  expect(statusInWords('done', '2021-06-30', 'quarter')).toBe('Done, Q2 2021')
  expect(statusInWords('dropped', '2021-06-12', 'day')).toBe('Not pursued, June 12, 2021')
})
