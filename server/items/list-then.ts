import { type CountedItem, countedItems, movedSince } from '../../domain/counting/count'
import type { Day } from '../../domain/days'
import { RuleError } from '../../domain/errors'
import { isOverdue, isUndated } from '../../domain/items'
import { effectivePeriod, type Quarter, quarterPeriod } from '../../domain/periods'
import { groupCounts, sectionOf, sections } from '../../domain/schedule'
import { itemStatuses } from '../../domain/vocabulary'
import type { Reading } from '../trpc'
import { badCursor, type Filters, type ListedItem, type Listing, namePrograms, rowsByIds, statusesOf } from './listed'
import { targetEntriesOf } from './store'

type Scope = readonly string[] | 'all'

/** Exactly the rows that a figure with these filters counts, in the order of their keys. */
export function matchingRows(
  reading: Reading,
  filters: Filters,
  programs: Scope,
  only: ReadonlySet<string> | undefined,
  firstMonth: number,
): CountedItem[] {
  const { columns, question, asOf } = reading
  const asked = question({ programs, only })
  const statuses = filters.status?.length ? statusesOf(filters.status) : null
  const moved = filters.movedSince ? new Set(movedSince(columns, asked, filters.movedSince).items) : null
  const doneBefore = filters.doneSince
    ? new Set(
        countedItems(columns, { ...asked, asOf: filters.doneSince })
          .filter((row) => row.status === 'done')
          .map((row) => row.id),
      )
    : null
  return countedItems(columns, asked).filter((row) => {
    if (statuses && !statuses.has(row.status)) return false
    if (filters.kind && (filters.kind === 'ongoing') !== row.continuous) return false
    if (moved && !moved.has(row.id)) return false
    if (doneBefore && (row.status !== 'done' || doneBefore.has(row.id))) return false
    if (filters.due && !isDue(row, filters.due, asOf, firstMonth)) return false
    return !filters.finished || isFinishedIn(row, filters.finished, firstMonth)
  })
}

function isDue(row: CountedItem, due: NonNullable<Filters['due']>, asOf: Day, firstMonth: number): boolean {
  if (due === 'overdue') return isOverdue(row, asOf)
  if (due === 'none') return isUndated(row)
  const period = quarterPeriod(due as Quarter, firstMonth)
  return row.targetEndOn !== null && row.targetEndOn >= period.fromOn && row.targetEndOn <= period.endOn
}

function isFinishedIn(row: CountedItem, finished: NonNullable<Filters['finished']>, firstMonth: number): boolean {
  if (row.status !== 'done' || row.statusOn === null) return false
  const when = effectivePeriod(row.statusOn, row.statusResolution)
  if (finished === 'unstated') return when === null
  const quarter = quarterPeriod(finished as Quarter, firstMonth)
  return when !== null && when.fromOn >= quarter.fromOn && when.endOn <= quarter.endOn
}

/** A page of the list as it stood on another day, or was known then. Pages by position: the past does not move. */
export async function pageThen(
  reading: Reading,
  listing: Listing,
  programs: Scope,
  only: () => Promise<ReadonlySet<string> | undefined>,
  firstMonth: number,
) {
  const { cursor, limit, sort, descending, ...filters } = listing
  const rows = await reading.remembered(JSON.stringify(['then', reading.asOf, filters, sort, descending]), async () =>
    sorted(matchingRows(reading, listing, programs, await only(), firstMonth), listing),
  )
  const start = cursor ? Number(cursor) : 0
  if (!Number.isInteger(start) || start < 0) throw badCursor()
  const items = await listedAsOf(reading, rows.slice(start, start + limit))
  await namePrograms(reading.read, items)
  const next = start + limit
  return {
    items,
    matching: rows.length,
    groups: sort === 'schedule' ? groupCounts(rows, firstMonth) : null,
    nextCursor: next < rows.length ? String(next) : null,
  }
}

export function sorted(rows: CountedItem[], listing: Pick<Listing, 'sort' | 'descending'>): CountedItem[] {
  const direction = listing.descending ? -1 : 1
  const order = (a: string | number | null, b: string | number | null) =>
    a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -direction : direction
  // Array sorts are stable, so among equals the order of the keys stays.
  switch (listing.sort) {
    case 'key':
      return listing.descending ? rows.reverse() : rows
    case 'target':
      return rows.sort((a, b) => order(a.targetEndOn, b.targetEndOn))
    case 'status':
      return rows.sort((a, b) => order(itemStatuses.indexOf(a.status), itemStatuses.indexOf(b.status)))
    case 'schedule':
      return rows.sort(bySchedule)
    case 'owner':
    case 'updated':
      throw new RuleError(
        'sort-needs-today',
        'A list about another day can be sorted by schedule, key, target or status.',
      )
  }
}

function bySchedule(a: CountedItem, b: CountedItem): number {
  const section = sectionOf(a)
  const bySection = sections.indexOf(section) - sections.indexOf(sectionOf(b))
  if (bySection !== 0) return bySection
  if (section === 'due') return compare(a.targetEndOn, b.targetEndOn)
  return section === 'finished' || section === 'finished-by' ? compare(b.statusOn, a.statusOn) : 0
}

const compare = (a: Day | null, b: Day | null) => (a === b ? 0 : (a ?? '') < (b ?? '') ? -1 : 1)

/** The rows with their names of today and their status and target of then. */
async function listedAsOf(reading: Reading, rows: readonly CountedItem[]): Promise<ListedItem[]> {
  const now = new Map(
    (
      await rowsByIds(
        reading.read,
        rows.map((row) => row.id),
      )
    ).map((row) => [row.id, row]),
  )
  const items: ListedItem[] = []
  for (const row of rows) {
    const names = now.get(row.id)
    if (!names) continue
    const { status, statusOn, statusResolution, targetEndOn } = row
    const then: ListedItem = {
      ...names,
      status,
      statusOn,
      statusResolution,
      targetEndOn,
      overdue: isOverdue(row, reading.asOf),
    }
    if (names.targetEndOn !== targetEndOn) Object.assign(then, await targetOfThen(reading, row))
    items.push(then)
  }
  return items
}

/** The columns hold the end of a target alone; how it was said is looked up where it has changed since. */
export async function targetOfThen(reading: Reading, row: CountedItem): Promise<Partial<ListedItem>> {
  if (row.targetEndOn === null) return { targetFromOn: null, targetResolution: null }
  const entries = await targetEntriesOf(reading.read, row.id)
  const said = entries.filter((entry) => entry.endOn === row.targetEndOn && entry.effectiveOn <= reading.asOf).at(-1)
  return { targetFromOn: said?.fromOn ?? row.targetEndOn, targetResolution: said?.targetResolution ?? 'day' }
}
