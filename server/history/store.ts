import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { asc, desc, eq, gt, sql } from 'drizzle-orm'
import type { Read, Tx } from '../../db/open'
import { history } from '../../db/schema'
import type { Instant } from '../../domain/days'

/** Who is recording, and by which clock. The clock is real, except for a story and an archive, which bring theirs. */
export interface Recorder {
  actor: { id: string; kind: 'person' | 'token' | 'story' | 'system' }
  requestId: string | null
  now: () => Date
}

/** One thing that was done. `difference` holds ids of people, never their names. */
export interface Deed {
  did: string
  subjectKind:
    | 'item'
    | 'program'
    | 'incident'
    | 'report'
    | 'commitment'
    | 'organization'
    | 'person'
    | 'service'
    | 'team'
  subjectId: string
  version: number | null
  reason?: string | null
  difference: Record<string, unknown>
}

/** The number of a record, and when it was made. Entries written with it carry both. */
export interface Recorded {
  seq: number
  at: Instant
  by: string
}

const tag = 'followthrough-history-1'
export const emptyHash = createHash('sha256').update(tag).digest('hex')

type Row = typeof history.$inferSelect

/** SHA-256 over the tag, the hash before, and the canonical JSON (RFC 8785) of all other columns. */
export function hashOf(row: Omit<Row, 'hash'>): string {
  const { previousHash, ...columns } = row
  return createHash('sha256')
    .update(`${tag}\n${previousHash}\n${canonicalize(columns)}`)
    .digest('hex')
}

/** Appends a record in the change's own transaction. The one writer makes `seq` gapless and `at` never falling. */
export async function record(tx: Tx, who: Recorder, deed: Deed): Promise<Recorded> {
  const [last] = await tx
    .prepared('history-last', (r) =>
      r
        .select({ seq: history.seq, hash: history.hash, at: history.at })
        .from(history)
        .orderBy(desc(history.seq))
        .limit(1),
    )
    .execute()
  const now = who.now().toISOString()
  const row = {
    seq: (last?.seq ?? 0) + 1,
    at: last && last.at > now ? last.at : now,
    actor: who.actor.id,
    actorKind: who.actor.kind,
    requestId: who.requestId,
    action: deed.did,
    subjectKind: deed.subjectKind,
    subjectId: deed.subjectId,
    version: deed.version,
    reason: deed.reason ?? null,
    difference: deed.difference,
    previousHash: last?.hash ?? emptyHash,
  }
  await tx
    .prepared('history-append', (t) =>
      t
        .insert(history)
        .values({
          seq: sql.placeholder('seq'),
          at: sql.placeholder('at'),
          actor: sql.placeholder('actor'),
          actorKind: sql.placeholder('actorKind'),
          requestId: sql.placeholder('requestId'),
          action: sql.placeholder('action'),
          subjectKind: sql.placeholder('subjectKind'),
          subjectId: sql.placeholder('subjectId'),
          version: sql.placeholder('version'),
          reason: sql.placeholder('reason'),
          difference: sql.placeholder('difference'),
          previousHash: sql.placeholder('previousHash'),
          hash: sql.placeholder('hash'),
        })
        .returning({ seq: history.seq }),
    )
    .execute({ ...row, hash: hashOf(row) })
  return { seq: row.seq, at: row.at, by: row.actor }
}

/** The number of the last record; 0 before the first. */
export async function lastSeqOf(read: Read): Promise<number> {
  const [last] = await read
    .prepared('history-last-seq', (r) =>
      r.select({ seq: history.seq }).from(history).orderBy(desc(history.seq)).limit(1),
    )
    .execute()
  return last?.seq ?? 0
}

/** The records about one subject, the latest first. */
export async function historyOf(read: Read, subjectKind: Deed['subjectKind'], subjectId: string): Promise<Row[]> {
  return read
    .select()
    .from(history)
    .where(sql`${history.subjectKind} = ${subjectKind} and ${history.subjectId} = ${subjectId}`)
    .orderBy(desc(history.seq))
    .limit(200)
}

/** The chain as it is walked, record by record from the first. */
export class Chain {
  #hash = emptyHash
  #at = ''
  /** How many records held so far. */
  records = 0

  /** Null when the record continues the chain; otherwise a sentence that says why it does not. */
  follow({ hash, ...row }: Row): string | null {
    const at = `Record ${row.seq} of the history`
    if (row.seq !== this.records + 1) return `${at} follows record ${this.records}: records are missing.`
    if (row.previousHash !== this.#hash) return `${at} does not continue the one before it.`
    if (hashOf(row) !== hash) return `${at} was altered after it was written.`
    if (row.at < this.#at) return `${at} is dated before the one before it.`
    this.#hash = hash
    this.#at = row.at
    this.records = row.seq
    return null
  }
}

/** Walks the whole chain. Null when it holds; otherwise a sentence that names the first record that does not. */
export async function brokenLink(read: Read): Promise<{ records: number; broken: string | null }> {
  const chain = new Chain()
  for (;;) {
    const { records } = chain
    const rows = await read
      .select()
      .from(history)
      .where(gt(history.seq, records))
      .orderBy(asc(history.seq))
      .limit(1_000)
    if (rows.length === 0) return { records, broken: null }
    for (const row of rows) {
      const broken = chain.follow(row)
      if (broken) return { records: chain.records, broken }
    }
  }
}

/** When a record was made; null when there is none of that number. */
export async function recordedAt(read: Read, seq: number): Promise<Instant | null> {
  const [row] = await read.select({ at: history.at }).from(history).where(eq(history.seq, seq))
  return row?.at ?? null
}
