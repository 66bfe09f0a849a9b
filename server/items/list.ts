import { type Counts, count } from '../../domain/counting/count'
import type { Day } from '../../domain/days'
import type { GroupCount } from '../../domain/schedule'
import { programsByKeys } from '../programs/store'
import type { Reading } from '../trpc'
import { pageNow } from './list-now'
import { pageThen } from './list-then'
import { type Filters, idsByAttributes, type ListedItem, type Listing } from './listed'

export interface Page {
  items: ListedItem[]
  /** How many rows match, over all pages. */
  matching: number
  /** Heads of the groups over all pages; only when the list is in the order of the schedule. */
  groups: GroupCount[] | null
  /** The counts of the scope (programs, owner, team, service, words), before status and dates were filtered. */
  counts: Counts
  nextCursor: string | null
}

/** Filters that only the record can answer: another day, another knowledge, or what changed between two days. */
export const asksTheRecord = (filters: Filters, today: Day) =>
  (filters.asOf !== undefined && filters.asOf !== today) ||
  filters.knownAt !== undefined ||
  filters.movedSince !== undefined ||
  filters.doneSince !== undefined ||
  filters.kind !== undefined

/**
 * The list. At today's values it is read by index from the projections; about another day, from the columns. Both
 * give the same rows where they meet (held by a test), and the counts are the counting function's in both.
 */
export async function listItems(
  reading: Reading,
  listing: Listing,
  context: { today: Day; firstMonth: number },
): Promise<Page> {
  const { read, columns, question } = reading
  const chosen = listing.program?.length ? await programsByKeys(read, listing.program) : null
  const programs = chosen ? chosen.map((each) => each.id) : ('all' as const)
  const only = () => idsByAttributes(read, listing)
  const { owner, team, service, text } = listing
  const scope = JSON.stringify(['counts', programs, reading.asOf, reading.knownAt, owner, team, service, text])
  const counts = await reading.remembered(scope, async () => count(columns, question({ programs, only: await only() })))

  if (asksTheRecord(listing, context.today)) {
    return { ...(await pageThen(reading, listing, programs, only, context.firstMonth)), counts }
  }
  const programIds = chosen?.map((each) => each.id) ?? null
  return { ...(await pageNow(reading, listing, { ...context, programIds })), counts }
}
