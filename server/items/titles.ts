import { inArray } from 'drizzle-orm'
import type { Read } from '../../db/open'
import { item } from '../../db/schema'
import { titleOf } from '../../domain/items'
import { idSlots, inIdSlots } from '../id-slots'

/** What rows are called, by id; as many as are asked for, at most a few hundred. */
export async function titlesByIds(read: Read, ids: readonly string[]) {
  const titles = new Map<string, { key: string; title: string; placeholder: boolean }>()
  for (const part of inIdSlots(ids)) {
    const rows = await read
      .prepared('items-titles', (r) =>
        r
          .select({ id: item.id, key: item.key, titleInternal: item.titleInternal, placeholder: item.placeholder })
          .from(item)
          .where(inArray(item.id, idSlots)),
      )
      .execute(part)
    for (const row of rows) titles.set(row.id, { key: row.key, title: titleOf(row), placeholder: row.placeholder })
  }
  return titles
}
