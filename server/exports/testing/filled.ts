import type { ColumnEntry } from '../../../db/catalogue'
import type { Database, Tx } from '../../../db/open'
import { archivedTables } from '../archive-lines'

/**
 * Puts a row or two into every table that has none, made from what the schema says of it: so that an archive in a test
 * holds all there is, and a new table is in it without anybody thinking of it.
 */
export function fillTables(db: Database): Promise<void> {
  return db.write(async (tx) => {
    for (const { name, table, columns } of archivedTables()) {
      // The example's claims hold no JSON that is hard to keep.
      if (name !== 'claim' && (await tx.$count(table)) > 0) continue
      const rows = name === 'publicSettings' ? [0] : [0, 1]
      for (const n of rows) {
        const row: Record<string, unknown> = {}
        // The second one says as little as it may.
        for (const column of columns) row[column.name] = n > 0 && !column.notNull ? null : await cellOf(tx, column, n)
        await tx
          .insert(table)
          .values(row as never)
          .returning()
      }
    }
  })
}

async function cellOf(tx: Tx, { name, kind, words, refersTo }: ColumnEntry, n: number): Promise<unknown> {
  if (refersTo) {
    const target = archivedTables().find((each) => each.name === refersTo.table)
    const rows: Record<string, unknown>[] = target ? await tx.select().from(target.table).limit(2) : []
    return (rows[n] ?? rows[0])?.[refersTo.column]
  }
  if (words) return words[n % words.length]
  const values = {
    text: `${name} ${n}: "ü", \\ and\n\u2028 😀 =1+1`,
    day: `2021-07-2${n}`,
    instant: `2021-07-2${n}T17:00:00.000Z`,
    int: n + 1,
    bool: n === 0,
    json: { zone: 'B', ä: [1.5, 1e21, null, true, 'é'], a: { '😀': 2, b: [] } },
    bytes: Buffer.from(Array.from({ length: 256 }, (_, at) => at)),
  } satisfies Record<ColumnEntry['kind'], unknown>
  return values[kind]
}
