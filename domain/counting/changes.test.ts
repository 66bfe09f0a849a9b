import { expect, test } from 'vitest'
import type { Day } from '../days'
import { type CountedItem, changesSince, count, countEach, countedItems, openTargets } from './count'
import { columnsAtOnce, RandomHistories } from './testing/random-histories'

/** Some hundred random questions about one random record. */
function* questions() {
  for (let seed = 1; seed <= 12; seed++) {
    const histories = new RandomHistories({ seed, programs: 6, items: 40, entries: 500 })
    const columns = columnsAtOnce(histories.items, histories.entries)
    for (let asked = 0; asked < 25; asked++) {
      const chance = histories.random()
      const programs =
        chance < 0.4
          ? ('all' as const)
          : histories.programs.filter(() => histories.random() < (chance < 0.7 ? 0.15 : 0.6))
      const question = { programs, asOf: histories.someDay(), knownAt: histories.someInstant() }
      yield { columns, question, since: histories.someDay(), all: histories.programs }
    }
  }
}

const byId = (rows: readonly CountedItem[]) => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))

test('what changed between two days is what the rows of both days say', () => {
  for (const { columns, question, since } of questions()) {
    const rowsAt = (asOf: Day) => countedItems(columns, { ...question, asOf }).filter((row) => !row.continuous)
    const before = new Map(rowsAt(since).map((row) => [row.id, row]))
    const after = new Map(rowsAt(question.asOf).map((row) => [row.id, row]))
    const became = (status: string) =>
      [...after.values()].filter((row) => row.status === status && before.get(row.id)?.status !== status)
    const changes = changesSince(columns, question, since)
    expect(byId(changes.done)).toEqual(byId(became('done')))
    expect(byId(changes.dropped)).toEqual(byId(became('dropped')))
    expect(byId(changes.added)).toEqual(byId([...after.values()].filter((row) => !before.has(row.id))))
    expect(byId(changes.removed)).toEqual(byId([...before.values()].filter((row) => !after.has(row.id))))
    expect(byId(changes.reopened)).toEqual(
      byId([...after.values()].filter((row) => row.status !== 'done' && before.get(row.id)?.status === 'done')),
    )
  }
})

test('counted for each program in one walk, every program counts as it does alone', () => {
  for (const { columns, question, all } of questions()) {
    const countOf = countEach(columns, question)
    for (const program of all) expect(countOf(program)).toEqual(count(columns, { ...question, programs: [program] }))
    expect(countOf('no such program').total).toBe(0)
  }
})

test('the open targets are those of the open rows', () => {
  for (const { columns, question } of questions()) {
    const expected = countedItems(columns, question).flatMap((row) =>
      row.continuous || row.targetEndOn === null || row.status === 'done' || row.status === 'dropped'
        ? []
        : [row.targetEndOn],
    )
    expect(openTargets(columns, question).sort()).toEqual(expected.sort())
  }
})
