import { eq, sql } from 'drizzle-orm'
import type { Database, Read, Tx } from '../../db/open'
import { changeCounter, organization } from '../../db/schema'
import { type Day, dayInZone } from '../../domain/days'
import { ResidentColumns } from '../counting/resident'

export type Organization = typeof organization.$inferSelect

/** Where a workspace stands at the moment of a request. */
export interface Standing {
  /** How many changes were committed so far: the key of every cached answer. */
  counter: number
  /** Null until the workspace was set up. */
  organization: Organization | null
  /**
   * The workspace's day: the default as-of and effective day. An example's stands where its story stands; the real
   * one is the calendar day in the organisation's zone.
   */
  today: Day
}

/** Rows, and figures as one row each. */
const mostRemembered = 300_000

/** One workspace that is being served: its database, its columns, its clock. */
export class Workspace {
  readonly counting: ResidentColumns
  #known: { counter: number; organization: Organization | null } | null = null

  constructor(
    readonly name: string,
    readonly db: Database,
    /** The real clock: for what is recorded, sessions and jobs. */
    readonly now: () => Date = () => new Date(),
  ) {
    this.counting = new ResidentColumns(db)
  }

  /** The slug of the story, or null for the real workspace. */
  get story(): string | null {
    return this.name === 'main' ? null : this.name
  }

  #memory = new Map<string, unknown>()
  #memoryOf = -1
  #memoryWeight = 0

  /** Keeps what `make` gives until a later record is seen. For figures that are costly and asked again and again. */
  async remembered<T>(upTo: number, key: string, make: () => T | Promise<T>): Promise<T> {
    if (upTo > this.#memoryOf) this.#forget(upTo)
    // A snapshot that began before the last change must not be answered from after it.
    if (upTo < this.#memoryOf) return make()
    if (this.#memory.has(key)) return this.#memory.get(key) as T
    const made = await make()
    if (upTo !== this.#memoryOf) return made
    // Lists of rows are what weighs: a hundred thousand of them are some 20 MB.
    const weight = Array.isArray(made) ? made.length : 1
    if (this.#memoryWeight + weight > mostRemembered) this.#forget(upTo)
    if (weight <= mostRemembered) {
      this.#memory.set(key, made)
      this.#memoryWeight += weight
    }
    return made
  }

  #forget(upTo: number) {
    this.#memory.clear()
    this.#memoryWeight = 0
    this.#memoryOf = upTo
  }

  /** The counter is read before anything else, so that an answer is never newer than its key. */
  async standing(): Promise<Standing> {
    const known = await this.db.snapshot(async (read) => {
      const counter = await counterOf(read)
      if (this.#known?.counter === counter) return this.#known
      const [row] = await read.prepared('organization', (r) => r.select().from(organization)).execute()
      return { counter, organization: row ?? null }
    })
    this.#known = known
    return { ...known, today: todayOf(known.organization, this.now()) }
  }
}

export function todayOf(settings: Pick<Organization, 'todayOn' | 'zone'> | null, now: Date): Day {
  if (settings?.todayOn) return settings.todayOn
  return dayInZone(now, settings?.zone ?? 'UTC')
}

/** How many changes were committed so far, as the snapshot sees it. */
export async function counterOf(read: Read): Promise<number> {
  const [row] = await read
    .prepared('change-counter', (r) => r.select({ n: changeCounter.n }).from(changeCounter))
    .execute()
  return row?.n ?? 0
}

/** Every change of work moves the counter, in its own transaction. */
export async function moveCounter(tx: Tx): Promise<void> {
  const moved = await tx
    .prepared('change-counter-move', (t) =>
      t
        .update(changeCounter)
        .set({ n: sql`${changeCounter.n} + 1` })
        .where(eq(changeCounter.id, 1))
        .returning({ n: changeCounter.n }),
    )
    .execute()
  if (moved.length === 0) await tx.insert(changeCounter).values({ id: 1, n: 1 }).returning()
}
