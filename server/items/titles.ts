import { inArray } from 'drizzle-orm'
import type { Read } from '../../db/open'
import { item } from '../../db/schema'
import { titleOf } from '../../domain/items'

/** What rows are called, by id; as many as are asked for, at most a few hundred. */
export async function titlesByIds(read: Read, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, { key: string; title: string; placeholder: boolean }>()
  const rows = await read
    .select({ id: item.id, key: item.key, titleInternal: item.titleInternal, placeholder: item.placeholder })
    .from(item)
    .where(inArray(item.id, [...ids]))
  return new Map(rows.map((row) => [row.id, { key: row.key, title: titleOf(row), placeholder: row.placeholder }]))
}
