import { isOpen } from './counting/definitions'
import { type Day, dayInWords } from './days'
import { type FiscalFirstMonth, type Quarter, quarterInWords, quarterOf } from './periods'
import type { EffectiveResolution, ItemStatus } from './vocabulary'

/**
 * The order in which a list tells the schedule: what is due and when, what has no date, what never ends, what was
 * finished (the latest first), what is not pursued, what is only proposed.
 */
export const sections = ['due', 'undated', 'ongoing', 'finished', 'finished-by', 'dropped', 'proposed'] as const
export type Section = (typeof sections)[number]

/** A group of rows under one head: a section, and for what has a quarter, the quarter. */
export type Group = Section | `due:${Quarter}` | `finished:${Quarter}`

interface ScheduledItem {
  status: ItemStatus
  continuous: boolean
  targetEndOn: Day | null
  statusOn: Day | null
  statusResolution: EffectiveResolution | null
}

export function sectionOf(row: ScheduledItem): Section {
  if (row.status === 'proposed') return 'proposed'
  if (row.status === 'dropped') return 'dropped'
  if (row.status === 'done') return row.statusResolution === 'by' ? 'finished-by' : 'finished'
  if (isOpen(row.status) && row.continuous) return 'ongoing'
  return row.targetEndOn === null ? 'undated' : 'due'
}

export function groupOf(row: ScheduledItem, firstMonth: FiscalFirstMonth): Group {
  const section = sectionOf(row)
  if (section === 'due' && row.targetEndOn) return `due:${quarterOf(row.targetEndOn, firstMonth)}`
  if (section === 'finished' && row.statusOn) return `finished:${quarterOf(row.statusOn, firstMonth)}`
  return section
}

/** What a group's head says. `lastOn` is the latest day among the items that were finished by a day. */
export function groupTitle(group: Group, lastOn: Day | null): string {
  const [section, quarter] = group.split(':') as [Section, Quarter | undefined]
  switch (section) {
    case 'due':
      return quarter ? `Due ${quarterInWords(quarter)}` : 'Due'
    case 'undated':
      return 'No date'
    case 'ongoing':
      return 'Ongoing, without an end'
    case 'finished':
      return quarter ? `Finished in ${quarterInWords(quarter)}` : 'Finished'
    case 'finished-by':
      return lastOn ? `Finished by ${dayInWords(lastOn)}, quarter not known` : 'Finished, quarter not known'
    case 'dropped':
      return 'Not pursued'
    case 'proposed':
      return 'Proposed, counted nowhere yet'
  }
}

/** How many rows a group has over all pages; for a quarter that is due, how many of what was promised for it are done. */
export interface GroupCount {
  group: Group
  items: number
  lastOn: Day | null
  promised: { done: number; total: number } | null
}

/** The heads of a list, in its order, from rows (or from rows that stand for `times` equal ones). */
export function groupCounts(
  rows: Iterable<ScheduledItem & { times?: number }>,
  firstMonth: FiscalFirstMonth,
): GroupCount[] {
  const found = new Map<Group, GroupCount>()
  const promised = new Map<Quarter, { done: number; total: number }>()
  for (const row of rows) {
    const times = row.times ?? 1
    const group = groupOf(row, firstMonth)
    const count = found.get(group) ?? { group, items: 0, lastOn: null, promised: null }
    count.items += times
    if (group === 'finished-by' && row.statusOn && (count.lastOn === null || row.statusOn > count.lastOn))
      count.lastOn = row.statusOn
    found.set(group, count)
    if (row.targetEndOn && !row.continuous && row.status !== 'proposed') {
      const quarter = quarterOf(row.targetEndOn, firstMonth)
      const sum = promised.get(quarter) ?? { done: 0, total: 0 }
      sum.total += times
      if (row.status === 'done') sum.done += times
      promised.set(quarter, sum)
    }
  }
  for (const count of found.values()) {
    const [section, quarter] = count.group.split(':') as [Section, Quarter | undefined]
    if (section === 'due' && quarter) count.promised = promised.get(quarter) ?? null
  }
  return [...found.values()].sort((a, b) => compareGroups(a.group, b.group))
}

function compareGroups(a: Group, b: Group): number {
  const [sectionA, quarterA] = a.split(':') as [Section, string | undefined]
  const [sectionB, quarterB] = b.split(':') as [Section, string | undefined]
  const bySection = sections.indexOf(sectionA) - sections.indexOf(sectionB)
  if (bySection !== 0) return bySection
  const byQuarter = (quarterA ?? '') < (quarterB ?? '') ? -1 : 1
  return sectionA === 'finished' ? -byQuarter : byQuarter
}
