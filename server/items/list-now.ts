import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Read } from '../../db/open'
import { item, itemService, person, programItem } from '../../db/schema'
import { isOpen } from '../../domain/counting/definitions'
import type { Day } from '../../domain/days'
import { type Quarter, quarterPeriod } from '../../domain/periods'
import { groupCounts, type Section, sectionOf, sections } from '../../domain/schedule'
import { type ItemStatus, itemStatuses } from '../../domain/vocabulary'
import { saysInHead } from '../search/store'
import type { Reading } from '../trpc'
import {
  badCursor,
  type Filters,
  type Listing,
  listedFrom,
  namePrograms,
  type SelectedRow,
  selectListed,
  statusesOf,
} from './listed'

interface Now {
  today: Day
  firstMonth: number
  programIds: readonly string[] | null
}

/** A page of the list as it stands today, read by index from the projections. */
export async function pageNow(reading: Reading, listing: Listing, context: Now) {
  const { read } = reading
  const filtered = conditionsNow(listing, context)
  const { rows, nextCursor } =
    listing.sort === 'schedule'
      ? await scheduledRows(read, listing, filtered)
      : await sortedRows(read, { ...listing, sort: listing.sort }, filtered)
  const items = rows.map((row) => listedFrom(row, context.today))
  await namePrograms(read, items)
  const scope = JSON.stringify([filtered.shape, filtered.values])
  return {
    items,
    matching: await reading.remembered(`matching ${scope}`, () => countRows(read, filtered)),
    groups:
      listing.sort === 'schedule'
        ? await reading.remembered(`groups ${scope}`, () => groupsNow(read, filtered, context.firstMonth))
        : null,
    nextCursor,
  }
}

async function countRows(read: Read, { shape, values, conditions }: Filtered): Promise<number> {
  const [total] = await read
    .prepared(`items-count-${shape}`, (r) =>
      r
        .select({ n: sql<number>`count(*)`.mapWith(Number) })
        .from(item)
        .where(and(...conditions())),
    )
    .execute(values)
  return total?.n ?? 0
}

// ── Sorted by one column ───────────────────────────────────────────────────────────────────────────────

type Sort = Exclude<Listing['sort'], 'schedule'>
type Sorted = Omit<Listing, 'sort'> & { sort: Sort }

async function sortedRows(read: Read, listing: Sorted, { shape, values, conditions }: Filtered) {
  const cursor = listing.cursor ? readCursor(listing.cursor) : null
  const after = cursor && keysetAfter(listing, cursor.value)
  const page = cursor ? (cursor.value === null ? '-after-null' : '-after') : ''
  const rows = await read
    .prepared(`items-${shape}-${listing.sort}${listing.descending ? '-down' : ''}${page}`, (r) =>
      selectListed(r)
        .where(and(...conditions(), after?.()))
        .orderBy(...orderOf(listing))
        .limit(sql.placeholder('limit')),
    )
    .execute({
      ...values,
      limit: listing.limit + 1,
      after: cursor?.value ?? null,
      afterId: cursor?.id ?? null,
      afterNumber: cursor?.keyNumber ?? null,
    })
  const last = rows[listing.limit - 1]
  return {
    rows: rows.slice(0, listing.limit),
    nextCursor: rows.length > listing.limit && last ? writeCursor(cursorValue(listing.sort, last), last) : null,
  }
}

// ── In the order of the schedule ───────────────────────────────────────────────────────────────────────

const openStatuses = itemStatuses.filter(isOpen)

interface SectionQuery {
  statuses: readonly ItemStatus[]
  where: () => SQL | undefined
  by: typeof item.targetEndOn | typeof item.doneOn | null
  down: boolean
}

/** Each section is a query by index of its own; a page walks through them until it is full. */
const sectionQueries: Record<Section, SectionQuery> = {
  due: {
    statuses: openStatuses,
    where: () => and(eq(item.continuous, false), sql`${item.targetEndOn} is not null`),
    by: item.targetEndOn,
    down: false,
  },
  undated: {
    statuses: openStatuses,
    where: () => and(eq(item.continuous, false), isNull(item.targetEndOn)),
    by: null,
    down: false,
  },
  ongoing: { statuses: openStatuses, where: () => eq(item.continuous, true), by: null, down: false },
  finished: { statuses: ['done'], where: () => ne(item.doneResolution, 'by'), by: item.doneOn, down: true },
  'finished-by': { statuses: ['done'], where: () => eq(item.doneResolution, 'by'), by: item.doneOn, down: true },
  dropped: { statuses: ['dropped'], where: () => undefined, by: null, down: false },
  proposed: { statuses: ['proposed'], where: () => undefined, by: null, down: false },
}

async function scheduledRows(read: Read, listing: Listing, filtered: Filtered) {
  const cursor = listing.cursor ? readCursor(listing.cursor) : null
  const from = cursor ? sections.indexOf(String(cursor.section) as Section) : 0
  if (from < 0) throw badCursor()
  const rows: SelectedRow[] = []
  for (const section of sections.slice(from)) {
    const begun = cursor?.section === section ? cursor : null
    for (const row of await rowsOfSection(read, listing, filtered, section, begun, listing.limit + 1 - rows.length)) {
      if (rows.length === listing.limit) {
        const last = rows.at(-1) as SelectedRow
        return { rows, nextCursor: scheduleCursor(last) }
      }
      rows.push(row)
    }
  }
  return { rows, nextCursor: null }
}

async function rowsOfSection(
  read: Read,
  listing: Listing,
  { shape, values, conditions }: Filtered,
  section: Section,
  begun: Cursor | null,
  limit: number,
): Promise<SelectedRow[]> {
  const { statuses, where, by, down } = sectionQueries[section]
  const rowsWith = (name: string, hasStatus: () => SQL | undefined, given: Record<string, unknown>) =>
    read
      .prepared(`items-${shape}-in-${section}${name}${begun ? '-after' : ''}`, (r) => {
        const after = sql.placeholder('after')
        const pastKey = gt(item.keyNumber, sql.placeholder('afterNumber'))
        // The first condition says nothing new; it is what an index can begin at.
        const past = by
          ? and((down ? lte : gte)(by, after), or((down ? lt : gt)(by, after), and(eq(by, after), pastKey)))
          : pastKey
        return selectListed(r)
          .where(and(...conditions(), hasStatus(), where(), begun ? past : undefined))
          .orderBy(...(by ? [down ? desc(by) : asc(by)] : []), asc(item.keyNumber))
          .limit(sql.placeholder('limit'))
      })
      .execute({ ...values, ...given, limit, after: begun?.value ?? null, afterNumber: begun?.keyNumber ?? null })

  // An owner's items are few and have an index of their own.
  if (statuses.length === 1 || listing.owner) return rowsWith('', () => inArray(item.status, [...statuses]), {})
  // The index begins with the status: each status comes in order by itself, all at once would have to be sorted.
  const found: SelectedRow[] = []
  for (const standing of statuses) {
    found.push(...(await rowsWith('-by-status', () => eq(item.status, sql.placeholder('standing')), { standing })))
  }
  const order = (row: SelectedRow) => (by === null ? '' : (row.targetEndOn ?? ''))
  found.sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : a.keyNumber - b.keyNumber))
  return found.slice(0, limit)
}

function scheduleCursor(last: SelectedRow): string {
  const section = sectionOf({ ...last, statusResolution: last.doneResolution })
  const { by } = sectionQueries[section]
  return writeCursor(by === null ? null : section === 'due' ? last.targetEndOn : last.doneOn, last, section)
}

/** The heads over all pages, from one grouped query; months are folded into quarters here, since years may be fiscal. */
async function groupsNow(read: Read, { conditions, values, shape }: Filtered, firstMonth: number) {
  const month = (column: typeof item.targetEndOn | typeof item.doneOn) => sql<string | null>`substr(${column}, 1, 7)`
  const rows = await read
    .prepared(`items-groups-${shape}`, (r) =>
      r
        .select({
          status: item.status,
          continuous: item.continuous,
          byDay: sql<number>`case when ${item.doneResolution} = 'by' then 1 else 0 end`.mapWith(Number),
          targetMonth: month(item.targetEndOn),
          doneMonth: month(item.doneOn),
          lastOn: sql<Day | null>`max(${item.doneOn})`,
          times: sql<number>`count(*)`.mapWith(Number),
        })
        .from(item)
        .where(and(...conditions()))
        // By position: PostgreSQL does not see that two placeholders of a repeated expression are the same one.
        .groupBy(sql`1`, sql`2`, sql`3`, sql`4`, sql`5`),
    )
    .execute(values)
  return groupCounts(
    rows.map((row) => ({
      status: row.status,
      continuous: row.continuous,
      targetEndOn: row.targetMonth ? (`${row.targetMonth}-15` as Day) : null,
      statusOn: row.lastOn,
      statusResolution: row.byDay ? ('by' as const) : ('day' as const),
      times: row.times,
    })),
    firstMonth,
  )
}

// ── Filters ────────────────────────────────────────────────────────────────────────────────────────────

interface Filtered {
  shape: string
  values: Record<string, unknown>
  conditions: () => (SQL | undefined)[]
}

/**
 * The conditions of the filters with placeholders for their values, and a name for their shape: drizzle builds one
 * statement per shape and connection, and from then on only values change.
 */
export function conditionsNow(filters: Filters, context: Now): Filtered {
  const values: Record<string, unknown> = {}
  const parts: (() => SQL | undefined)[] = []
  const shape: string[] = []
  const use = (word: string, condition: () => SQL | undefined, given: Record<string, unknown> = {}) => {
    shape.push(word)
    parts.push(condition)
    Object.assign(values, given)
  }
  const { programIds } = context
  if (programIds) {
    const names = programIds.map((_, at) => `program${at}`)
    use(
      `p${names.length}`,
      () =>
        sql`exists (select 1 from ${programItem} where ${programItem.item} = ${item.id} and ${programItem.program} in (${sql.join(
          names.map((name) => sql`${sql.placeholder(name)}`),
          sql`, `,
        )}))`,
      Object.fromEntries(names.map((name, at) => [name, programIds[at]])),
    )
  }
  if (filters.status?.length) {
    // The words come from a closed list, so their combination is part of the shape.
    const statuses = itemStatuses.filter((status) => statusesOf(filters.status ?? []).has(status))
    use(`s${statuses.map((status) => itemStatuses.indexOf(status)).join('')}`, () =>
      statuses.length === 1 && statuses[0] ? eq(item.status, statuses[0]) : inArray(item.status, statuses),
    )
  }
  if (filters.owner === 'nobody') use('o0', () => isNull(item.owner))
  else if (filters.owner) use('o', () => eq(item.owner, sql.placeholder('owner')), { owner: filters.owner })
  if (filters.team) use('t', () => eq(item.team, sql.placeholder('team')), { team: filters.team })
  if (filters.service) {
    use(
      'v',
      () =>
        sql`exists (select 1 from ${itemService} where ${itemService.item} = ${item.id} and ${itemService.service} = ${sql.placeholder('service')})`,
      { service: filters.service },
    )
  }
  if (filters.text) {
    const said = saysInHead('item', item.id, filters.text)
    use(said.shape, () => said.condition(sql.placeholder), said.values)
  }
  const open = () => inArray(item.status, itemStatuses.filter(isOpen))
  if (filters.due === 'none') use('d0', () => and(open(), isNull(item.targetEndOn), eq(item.continuous, false)))
  else if (filters.due === 'overdue') {
    use('d1', () => and(open(), lt(item.targetEndOn, sql.placeholder('today')), eq(item.continuous, false)), {
      today: context.today,
    })
  } else if (filters.due) {
    const { fromOn, endOn } = quarterPeriod(filters.due as Quarter, context.firstMonth)
    use('dq', () => sql`${item.targetEndOn} between ${sql.placeholder('dueFrom')} and ${sql.placeholder('dueEnd')}`, {
      dueFrom: fromOn,
      dueEnd: endOn,
    })
  }
  if (filters.finished === 'unstated') use('f0', () => and(eq(item.status, 'done'), eq(item.doneResolution, 'by')))
  else if (filters.finished) {
    const { fromOn, endOn } = quarterPeriod(filters.finished as Quarter, context.firstMonth)
    // A completion known to a month or a quarter stores its last day, so the last day inside is the whole inside,
    // but for ranges that straddle a fiscal boundary; those the columns would refuse too.
    use(
      'fq',
      () =>
        sql`${item.status} = 'done' and ${item.doneResolution} <> 'by' and ${item.doneOn} between ${sql.placeholder('doneFrom')} and ${sql.placeholder('doneEnd')}`,
      { doneFrom: fromOn, doneEnd: endOn },
    )
  }
  return { values, shape: shape.join('-') || 'all', conditions: () => parts.map((part) => part()) }
}

// ── Order and pages ────────────────────────────────────────────────────────────────────────────────────

export function orderOf(listing: Pick<Sorted, 'sort' | 'descending'>): SQL[] {
  const direction = listing.descending ? desc : asc
  // Ties are broken by id in the same direction, so that one index serves order and page.
  switch (listing.sort) {
    case 'key':
      return [direction(item.keyNumber), direction(item.id)]
    case 'updated':
      return [direction(item.updatedAt), direction(item.id)]
    case 'status':
      return [direction(item.status), direction(item.id)]
    case 'owner':
      return [sql`${person.name} ${sql.raw(listing.descending ? 'desc' : 'asc')} nulls last`, asc(item.id)]
    case 'target':
      return [sql`${item.targetEndOn} ${sql.raw(listing.descending ? 'desc' : 'asc')} nulls last`, asc(item.id)]
  }
}

interface Cursor {
  value: string | number | null
  id: string
  keyNumber: number
  section: Section | null
}

const cursorValue = (sort: Sort, row: SelectedRow): Cursor['value'] =>
  ({ key: row.keyNumber, updated: row.updatedAt, status: row.status, owner: row.ownerName, target: row.targetEndOn })[
    sort
  ]

const writeCursor = (value: Cursor['value'], row: SelectedRow, section: Section | null = null): string =>
  Buffer.from(JSON.stringify([value, row.id, row.keyNumber, section])).toString('base64url')

function readCursor(text: string): Cursor {
  try {
    const [value, id, keyNumber, section] = JSON.parse(Buffer.from(text, 'base64url').toString())
    const good =
      (value === null || typeof value === 'string' || typeof value === 'number') &&
      typeof id === 'string' &&
      Number.isInteger(keyNumber)
    if (good) return { value, id, keyNumber, section }
  } catch {
    // Falls through to the same sentence: a cursor is ours or it is not.
  }
  throw badCursor()
}

/** What comes after a row in the order of `orderOf`. Nulls come last in both directions. */
function keysetAfter(listing: Sorted, value: Cursor['value']): () => SQL | undefined {
  const past = listing.descending ? lt : gt
  const id = sql.placeholder('afterId')
  const after = sql.placeholder('after')
  switch (listing.sort) {
    case 'key':
      return () =>
        or(
          past(item.keyNumber, sql.placeholder('afterNumber')),
          and(eq(item.keyNumber, sql.placeholder('afterNumber')), past(item.id, id)),
        )
    case 'updated':
      return () => or(past(item.updatedAt, after), and(eq(item.updatedAt, after), past(item.id, id)))
    case 'status':
      return () => or(past(item.status, after), and(eq(item.status, after), past(item.id, id)))
    case 'owner':
      if (value === null) return () => and(isNull(person.name), gt(item.id, id))
      return () => or(past(person.name, after), isNull(person.name), and(eq(person.name, after), gt(item.id, id)))
    case 'target':
      if (value === null) return () => and(isNull(item.targetEndOn), gt(item.id, id))
      return () =>
        or(past(item.targetEndOn, after), isNull(item.targetEndOn), and(eq(item.targetEndOn, after), gt(item.id, id)))
  }
}
