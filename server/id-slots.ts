import { sql } from 'drizzle-orm'

const size = 50

/** The ids of a list as placeholders, so that a statement about any number of them is built once. */
export const idSlots = Array.from({ length: size }, (_, at) => sql.placeholder(`id${at}`))

/** The values of the slots, one part of the list after another. Slots that are left over hold null and match nothing. */
export function* inIdSlots(ids: readonly string[]): Generator<Record<string, string | null>> {
  for (let from = 0; from < ids.length; from += size) {
    const values: Record<string, string | null> = {}
    for (let at = 0; at < size; at++) values[`id${at}`] = ids[from + at] ?? null
    yield values
  }
}
