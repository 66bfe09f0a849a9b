import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, type Day } from '../days'
import { parsePeriod } from '../periods'
import { appendStatus, lastSeq } from './columns'
import {
  type Counts,
  count,
  countedItems,
  dateFigures,
  doneByPeriod,
  doneWithin,
  movedSince,
  type Question,
} from './count'
import { naiveCount } from './naive'
import { series } from './series'
import { appendTo, columnsAtOnce, membershipsIn, RandomHistories, statusesIn } from './testing/random-histories'

/** Every property holds for whatever history there is: fast-check picks the seeds, and names the one that fails. */
const anySize = fc.record({
  seed: fc.integer({ min: 0, max: 0xffffffff }),
  programs: fc.integer({ min: 1, max: 4 }),
  items: fc.integer({ min: 1, max: 12 }),
  entries: fc.integer({ min: 0, max: 150 }),
})

const forEveryHistory = (property: (histories: RandomHistories) => void, numRuns = 300) =>
  fc.assert(
    fc.property(anySize, (size) => property(new RandomHistories(size))),
    { numRuns },
  )

/** A question at random, in the middle of what happened. */
function someQuestion(histories: RandomHistories): Question {
  const chosen = histories.programs.filter(() => histories.random() < 0.5)
  const programs = histories.random() < 0.3 ? ('all' as const) : chosen
  return { programs, asOf: histories.someDay(), knownAt: histories.someInstant() }
}

const recordOf = ({ items, entries }: Pick<RandomHistories, 'items' | 'entries'>) => ({
  status: statusesIn(entries),
  membership: membershipsIn(entries),
  continuous: new Set(items.flatMap((item) => (item.continuous ? [item.id] : []))),
})

test('the counting function agrees with the naive fold', () => {
  forEveryHistory((histories) => {
    const columns = columnsAtOnce(histories.items, histories.entries)
    const record = recordOf(histories)
    for (let n = 0; n < 8; n++) {
      const question = someQuestion(histories)
      expect(count(columns, question)).toEqual(naiveCount(record, question))
    }
  }, 500)
})

test('what is appended entry by entry counts as what is loaded at once', () => {
  forEveryHistory((histories) => {
    const { items, entries } = histories
    const half = Math.floor(entries.length / 2)
    const appended = appendTo(columnsAtOnce(items, entries.slice(0, half)), items, entries.slice(half))
    const fromNothing = appendTo(columnsAtOnce([], []), items, entries)
    const loaded = columnsAtOnce(items, entries)
    for (let n = 0; n < 6; n++) {
      const question = someQuestion(histories)
      const since = addDays(question.asOf, -100)
      for (const columns of [appended, fromNothing]) {
        expect(countedItems(columns, question)).toEqual(countedItems(loaded, question))
        expect(movedSince(columns, question, since)).toEqual(movedSince(loaded, question, since))
      }
    }
  })
})

test('columns that hold more than a snapshot answer it as if they did not', () => {
  forEveryHistory((histories) => {
    const { items, entries } = histories
    const shown = entries.slice(0, Math.floor(histories.random() * (entries.length + 1)))
    const less = columnsAtOnce(items, shown)
    const more = columnsAtOnce(items, entries)
    for (let n = 0; n < 4; n++) {
      const question = someQuestion(histories)
      expect(count(more, { ...question, upTo: lastSeq(less) })).toEqual(count(less, question))
    }
  })
})

test('a series is the count, point for point', () => {
  forEveryHistory((histories) => {
    const columns = columnsAtOnce(histories.items, histories.entries)
    const { asOf: _, ...question } = someQuestion(histories)
    const days = [...new Set(Array.from({ length: 12 }, () => histories.someDay()))].sort()
    const told = series(columns, question, days)
    for (const [at, asOf] of days.entries()) {
      const { total, done, dropped, inFlight, notStarted } = count(columns, { ...question, asOf })
      expect({
        total: told.total[at],
        done: told.done[at],
        dropped: told.dropped[at],
        inFlight: told.inFlight[at],
        notStarted: told.notStarted[at],
      }).toEqual({ total, done, dropped, inFlight, notStarted })
    }
  })
})

test('the identity holds, and the rows behind a count are as many as it says', () => {
  forEveryHistory((histories) => {
    const columns = columnsAtOnce(histories.items, histories.entries)
    for (let n = 0; n < 4; n++) {
      const question = someQuestion(histories)
      const counts = count(columns, question)
      expectIdentity(counts)
      const rows = countedItems(columns, question)
      expect(rows).toHaveLength(counts.total + counts.ongoing)
      expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
      const ratio = rows.filter((row) => !row.continuous)
      expect(ratio.filter((row) => row.status === 'done')).toHaveLength(counts.done)
      expect(ratio.filter((row) => row.status === 'blocked')).toHaveLength(counts.blocked)

      const dates = dateFigures(columns, question, parsePeriod('2021'))
      expect(dates.dated + dates.undated).toBe(counts.open)
      expect(dates.overdue).toBeLessThanOrEqual(dates.dated)
      const years = ['2019', '2020', '2021', '2022', '2023'].map((year) => parsePeriod(year))
      const { inside, dateNotStated } = doneByPeriod(columns, question, years)
      expect(inside.reduce((sum, each) => sum + each, dateNotStated)).toBeLessThanOrEqual(counts.done)
      // Each of those figures and its rows.
      for (const [at, year] of years.entries()) {
        const within = doneWithin(columns, question, year)
        expect(within.items).toHaveLength(inside[at] ?? Number.NaN)
        expect(within.dateNotStated).toBe(dateNotStated)
        const done = new Set(ratio.filter((row) => row.status === 'done').map((row) => row.id))
        expect(within.items.every((id) => done.has(id))).toBe(true)
      }
    }
  })
})

function expectIdentity(counts: Counts) {
  expect(counts.done + counts.dropped + counts.inFlight + counts.notStarted).toBe(counts.total)
  expect(counts.inFlight + counts.notStarted).toBe(counts.open)
  expect(counts.blocked).toBeLessThanOrEqual(counts.inFlight)
}

test('dropping an item never changes a total: what was promised stays promised', () => {
  forEveryHistory((histories) => {
    const columns = columnsAtOnce(histories.items, histories.entries)
    const question: Question = { ...someQuestion(histories), knownAt: null }
    const before = count(columns, question)
    const open = countedItems(columns, question).filter((row) => !row.continuous && row.status !== 'dropped')
    const [chosen] = open.length ? [histories.oneOf(open)] : []
    if (!chosen) return
    appendStatus(columns, {
      seq: lastSeq(columns) + 1,
      item: chosen.id,
      status: 'dropped',
      effectiveOn: question.asOf,
      effectiveResolution: 'day',
      recordedAt: '2099-01-01T00:00:00.000Z',
      supersedes: null,
      void: false,
    })
    const after = count(columns, question)
    expect(after.total).toBe(before.total)
    expect(after.dropped).toBe(before.dropped + 1)
    expectIdentity(after)
    // And the day before nothing had happened.
    const eve: Day = addDays(question.asOf, -1)
    const untouched = columnsAtOnce(histories.items, histories.entries)
    expect(count(columns, { ...question, asOf: eve })).toEqual(count(untouched, { ...question, asOf: eve }))
  })
})

test('only some items: as if the others were in no program', () => {
  forEveryHistory((histories) => {
    const columns = columnsAtOnce(histories.items, histories.entries)
    const question = someQuestion(histories)
    const only = new Set(histories.items.filter(() => histories.random() < 0.5).map((item) => item.id))
    const rows = countedItems(columns, question).filter((row) => only.has(row.id))
    expect(countedItems(columns, { ...question, only })).toEqual(rows)
    const days = [addDays(question.asOf, -30), question.asOf]
    const told = series(columns, { ...question, only }, days)
    expect(told.total[1]).toBe(rows.filter((row) => !row.continuous).length)
  }, 150)
})
