import { and, asc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Read } from '../../db/open'
import { item, itemService, person, program, programItem } from '../../db/schema'
import { categoryOf, isOpen } from '../../domain/counting/definitions'
import type { Day } from '../../domain/days'
import { RuleError } from '../../domain/errors'
import { isOverdue, titleOf } from '../../domain/items'
import type { ItemFilters, ListItems, statusGroups } from '../../domain/items.input'
import { type ItemStatus, itemStatuses } from '../../domain/vocabulary'
import { idSlots, inIdSlots } from '../id-slots'
import { saysInHead } from '../search/store'

export type Filters = z.output<typeof ItemFilters>
export type Listing = z.output<typeof ListItems>

/** One row of a list, as of the question's day. */
export interface ListedItem {
  id: string
  key: string
  title: string
  placeholder: boolean
  continuous: boolean
  kind: (typeof item.$inferSelect)['kind']
  status: ItemStatus
  statusOn: Day | null
  statusResolution: (typeof item.$inferSelect)['doneResolution']
  owner: { id: string; name: string } | null
  targetFromOn: Day | null
  targetEndOn: Day | null
  targetResolution: (typeof item.$inferSelect)['targetResolution']
  overdue: boolean
  moves: number
  version: number
  programs: string[]
}

/** The statuses a filter word stands for. */
export function statusesOf(words: readonly (ItemStatus | (typeof statusGroups)[number])[]): Set<ItemStatus> {
  const chosen = new Set<ItemStatus>()
  for (const word of words) {
    for (const status of itemStatuses) {
      if (status === word || categoryOf(status) === word || (word === 'open' && isOpen(status))) chosen.add(status)
    }
  }
  return chosen
}

export const listedColumns = {
  id: item.id,
  key: item.key,
  keyNumber: item.keyNumber,
  titleInternal: item.titleInternal,
  placeholder: item.placeholder,
  continuous: item.continuous,
  kind: item.kind,
  status: item.status,
  statusOn: item.statusOn,
  doneResolution: item.doneResolution,
  ownerId: item.owner,
  ownerName: person.name,
  targetFromOn: item.targetFromOn,
  targetEndOn: item.targetEndOn,
  targetResolution: item.targetResolution,
  moves: item.moves,
  version: item.version,
  doneOn: item.doneOn,
  updatedAt: item.updatedAt,
}

export const selectListed = (read: Read) =>
  read.select(listedColumns).from(item).leftJoin(person, eq(person.id, item.owner))

export type SelectedRow = Awaited<ReturnType<typeof selectListed>>[number]

export const listedFrom = (row: SelectedRow, asOf: Day): ListedItem => ({
  id: row.id,
  key: row.key,
  title: titleOf(row),
  placeholder: row.placeholder,
  continuous: row.continuous,
  kind: row.kind,
  status: row.status,
  statusOn: row.statusOn,
  statusResolution: row.doneResolution,
  owner: row.ownerId && row.ownerName ? { id: row.ownerId, name: row.ownerName } : null,
  targetFromOn: row.targetFromOn,
  targetEndOn: row.targetEndOn,
  targetResolution: row.targetResolution,
  overdue: isOverdue(row, asOf),
  moves: row.moves,
  version: row.version,
  programs: [],
})

export async function rowsByIds(read: Read, ids: readonly string[]): Promise<ListedItem[]> {
  const found: ListedItem[] = []
  for (const part of inIdSlots(ids)) {
    const rows = await read
      .prepared('items-listed', (r) => selectListed(r).where(inArray(item.id, idSlots)))
      .execute(part)
    for (const row of rows) found.push(listedFrom(row, '0000-01-01'))
  }
  return found
}

/** The keys of the programs each row is in now. */
export async function namePrograms(read: Read, items: ListedItem[]) {
  const byId = new Map(items.map((row) => [row.id, row]))
  for (const part of inIdSlots([...byId.keys()])) {
    const rows = await read
      .prepared('items-programs', (r) =>
        r
          .select({ item: programItem.item, key: program.key })
          .from(programItem)
          .innerJoin(program, eq(program.id, programItem.program))
          .where(inArray(programItem.item, idSlots))
          .orderBy(asc(program.position)),
      )
      .execute(part)
    for (const row of rows) byId.get(row.item)?.programs.push(row.key)
  }
}

/** The ids of the items whose values of today match; undefined when nothing was asked of them. */
export async function idsByAttributes(
  read: Read,
  filters: Pick<Filters, 'owner' | 'team' | 'service' | 'text'>,
): Promise<ReadonlySet<string> | undefined> {
  const conditions = attributeConditions(filters)
  if (conditions.length === 0) return undefined
  const rows = await read
    .select({ id: item.id })
    .from(item)
    .where(and(...conditions))
  return new Set(rows.map((row) => row.id))
}

function attributeConditions(filters: Pick<Filters, 'owner' | 'team' | 'service' | 'text'>): SQL[] {
  const conditions: SQL[] = []
  if (filters.owner) conditions.push(filters.owner === 'nobody' ? isNull(item.owner) : eq(item.owner, filters.owner))
  if (filters.team) conditions.push(eq(item.team, filters.team))
  if (filters.service) {
    conditions.push(
      sql`exists (select 1 from ${itemService} where ${itemService.item} = ${item.id} and ${itemService.service} = ${filters.service})`,
    )
  }
  if (filters.text) {
    const said = saysInHead('item', item.id, filters.text)
    conditions.push(said.condition((name) => sql`${said.values[name]}`))
  }
  return conditions
}

export const badCursor = () =>
  new RuleError('bad-cursor', 'This page of the list does not exist. Start from the first one.')
