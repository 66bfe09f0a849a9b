import type { ItemStatus } from '../vocabulary'

/** Each status belongs to one category; the categories of a total add up to it. */
export const categories = ['none', 'done', 'dropped', 'in_flight', 'not_started'] as const
export type Category = (typeof categories)[number]

/** Proposed items are candidates: counted nowhere. */
export function categoryOf(status: ItemStatus): Category {
  switch (status) {
    case 'proposed':
      return 'none'
    case 'accepted':
      return 'not_started'
    case 'in_progress':
    case 'blocked':
    case 'in_verification':
      return 'in_flight'
    case 'done':
      return 'done'
    case 'dropped':
      return 'dropped'
  }
}

export const isOpen = (status: ItemStatus): boolean => {
  const category = categoryOf(status)
  return category === 'in_flight' || category === 'not_started'
}

/**
 * A percentage that cannot flatter: rounded down, 100 only when all are done and 0 only when none is.
 * Null when there is nothing to divide, or fewer than five, where the fraction alone is said.
 */
export function percentDone(counts: { done: number; total: number }): number | null {
  if (counts.total < 5) return null
  if (counts.done === counts.total) return 100
  const floored = Math.floor((counts.done * 100) / counts.total)
  return counts.done > 0 && floored === 0 ? 1 : floored
}

/** `32 of 37`, with `(1 not pursued)` when any is; `no items yet` for an empty program. */
export function headline(counts: { done: number; total: number; dropped: number }): string {
  if (counts.total === 0) return 'no items yet'
  const dropped = counts.dropped > 0 ? ` (${counts.dropped} not pursued)` : ''
  return `${counts.done} of ${counts.total}${dropped}`
}

/** The headline as a sentence says it: `32 of 37 done (1 not pursued)`. */
export function headlineDone(counts: { done: number; total: number; dropped: number }): string {
  if (counts.total === 0) return 'no items yet'
  const dropped = counts.dropped > 0 ? ` (${counts.dropped} not pursued)` : ''
  return `${counts.done} of ${counts.total} done${dropped}`
}

/** `37 = 32 done + 0 not pursued + 2 in flight + 3 not started`: shown wherever a total is. */
export function identity(counts: {
  total: number
  done: number
  dropped: number
  inFlight: number
  notStarted: number
  blocked: number
}): string {
  const blocked = counts.blocked > 0 ? ` (${counts.blocked} blocked)` : ''
  return `${counts.total} = ${counts.done} done + ${counts.dropped} not pursued + ${counts.inFlight} in flight${blocked} + ${counts.notStarted} not started`
}
