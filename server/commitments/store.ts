import { asc, eq, inArray, sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import type { Read, Tx } from '../../db/open'
import {
  commitment,
  commitmentEvent,
  item,
  itemStatusEntry,
  itemTargetEntry,
  keySeries,
  report,
  reportVersion,
} from '../../db/schema'
import {
  type Commitment,
  type CommitmentEvent,
  type Finished,
  type ForwardStatement,
  isSettled,
  outcomeOf,
} from '../../domain/commitments'
import { type Day, earlierOf, type Instant } from '../../domain/days'
import { entriesAt } from '../../domain/entries'
import { NotFoundError } from '../../domain/errors'
import type { Period, Quarter } from '../../domain/periods'
import type { PromiseFact } from '../../domain/reports/facts'
import { publicPeriod } from '../../domain/targets'
import type { CommitmentOutcome, TargetResolution } from '../../domain/vocabulary'
import { type Recorder, record } from '../history/store'
import { idSlots, inIdSlots } from '../id-slots'

type CommitmentRow = typeof commitment.$inferSelect
type EventRow = typeof commitmentEvent.$inferSelect

/** A promise with where it was made and all that was said of it since. */
export interface PublicPromise {
  commitment: Commitment
  events: (CommitmentEvent & { seq: number; words: string | null; evidence: string | null; recordedAt: Instant })[]
  madeIn: { report: string; slug: string; title: string; publishedAt: Instant }
}

const periodOf = (row: {
  dueFromOn: Day | null
  dueEndOn: Day | null
  dueResolution: TargetResolution | null
}): Period | null =>
  row.dueFromOn && row.dueEndOn && row.dueResolution
    ? { fromOn: row.dueFromOn, endOn: row.dueEndOn, resolution: row.dueResolution }
    : null

const commitmentFrom = (row: CommitmentRow, madeOn: Day): Commitment => ({
  id: row.id,
  key: row.key,
  kind: row.kind,
  text: row.text,
  item: row.item,
  about: row.about as Quarter | null,
  due: periodOf(row),
  dueAssumed: row.dueAssumed,
  madeOn,
})

const eventFrom = (row: EventRow) => ({
  seq: row.seq,
  kind: row.kind,
  outcome: row.outcome,
  effectiveOn: row.effectiveOn,
  due: periodOf(row),
  words: row.words,
  evidence: row.evidence,
  recordedAt: row.recordedAt,
})

/** Every promise ever published, in the order of their keys. */
export async function allPromises(read: Read): Promise<PublicPromise[]> {
  const rows = await read
    .prepared('commitments-all', (r) =>
      r
        .select({
          commitment,
          madeOn: reportVersion.publishedOn,
          madeAt: reportVersion.publishedAt,
          report: report.id,
          slug: report.slug,
          title: report.title,
        })
        .from(commitment)
        .innerJoin(reportVersion, eq(reportVersion.id, commitment.madeIn))
        .innerJoin(report, eq(report.id, reportVersion.report))
        .orderBy(asc(commitment.keyNumber)),
    )
    .execute()
  const events = await read
    .prepared('commitment-events-all', (r) => r.select().from(commitmentEvent).orderBy(asc(commitmentEvent.seq)))
    .execute()
  const byCommitment = new Map<string, PublicPromise['events']>()
  for (const event of events) {
    const list = byCommitment.get(event.commitment) ?? []
    list.push(eventFrom(event))
    byCommitment.set(event.commitment, list)
  }
  return rows.map((row) => ({
    commitment: commitmentFrom(row.commitment, row.madeOn),
    events: byCommitment.get(row.commitment.id) ?? [],
    madeIn: { report: row.report, slug: row.slug, title: row.title, publishedAt: row.madeAt },
  }))
}

/** Of those, what was public at an instant (null: now): promises that were made by then, and what was said by then. */
export const knownPromises = (all: readonly PublicPromise[], knownAt: Instant | null): PublicPromise[] =>
  knownAt === null
    ? [...all]
    : all
        .filter((each) => each.madeIn.publishedAt <= knownAt)
        .map((each) => ({ ...each, events: each.events.filter((event) => event.recordedAt <= knownAt) }))

/** What was promised about one item, and in which report; oldest first. */
export const promisesOfItem = (read: Read, itemId: string) =>
  read
    .prepared('commitments-of-item', (r) =>
      r
        .select({ key: commitment.key, madeOn: reportVersion.publishedOn, slug: report.slug, title: report.title })
        .from(commitment)
        .innerJoin(reportVersion, eq(reportVersion.id, commitment.madeIn))
        .innerJoin(report, eq(report.id, reportVersion.report))
        .where(eq(commitment.item, sql.placeholder('item')))
        .orderBy(asc(commitment.keyNumber)),
    )
    .execute({ item: itemId })

/** Throws NotFoundError. */
export async function promiseById(read: Read, id: string): Promise<PublicPromise> {
  const found = (await allPromises(read)).find((each) => each.commitment.id === id)
  if (!found) throw new NotFoundError('This promise does not exist here.')
  return found
}

/** Where the subjects of promises stand at a day, as known then. */
export async function subjectsAt(
  read: Read,
  promises: readonly PublicPromise[],
  at: { asOf: Day; knownAt: Instant | null; firstMonth: number },
) {
  const items = [...new Set(promises.flatMap(({ commitment: { item: id } }) => id ?? []))]
  const statuses = new Map<string, (typeof itemStatusEntry.$inferSelect)[]>()
  const targets = new Map<string, (typeof itemTargetEntry.$inferSelect)[]>()
  for (const part of inIdSlots(items)) {
    const found = await read
      .prepared('promised-statuses', (r) =>
        r.select().from(itemStatusEntry).where(inArray(itemStatusEntry.item, idSlots)),
      )
      .execute(part)
    for (const entry of found) statuses.set(entry.item, [...(statuses.get(entry.item) ?? []), entry])
    const said = await read
      .prepared('promised-targets', (r) =>
        r.select().from(itemTargetEntry).where(inArray(itemTargetEntry.item, idSlots)),
      )
      .execute(part)
    for (const entry of said) targets.set(entry.item, [...(targets.get(entry.item) ?? []), entry])
  }
  const updates = await read
    .prepared('published-periods', (r) =>
      r
        .select({
          period: report.period,
          report: report.id,
          on: reportVersion.publishedOn,
          at: reportVersion.publishedAt,
        })
        .from(reportVersion)
        .innerJoin(report, eq(report.id, reportVersion.report))
        .orderBy(asc(reportVersion.publishedAt)),
    )
    .execute()

  const status = (id: string) => entriesAt(statuses.get(id) ?? [], at).at(-1) ?? null
  return {
    finished({ commitment: { kind, item: id, about } }: PublicPromise): Finished | null {
      if (id !== null) {
        const standing = status(id)
        return standing?.status === 'done'
          ? { on: standing.effectiveOn, resolution: standing.effectiveResolution }
          : null
      }
      if (kind !== 'next_update' || about === null) return null
      const update = updates.find(
        (each) => each.period === about && each.on <= at.asOf && (at.knownAt === null || each.at <= at.knownAt),
      )
      return update ? { on: update.on, resolution: 'day' } : null
    },
    status: (id: string) => status(id)?.status ?? null,
    target(id: string): Period | null {
      const standing = entriesAt(targets.get(id) ?? [], at).at(-1)
      if (!standing?.fromOn || !standing.endOn || !standing.targetResolution) return null
      const period = { fromOn: standing.fromOn, endOn: standing.endOn, resolution: standing.targetResolution }
      return publicPeriod(period, standing.publicResolution, at.firstMonth)
    },
  }
}

/**
 * The promises a report has to account for: made by others about its programs, and settled by none. What was published
 * counts from its publication on, whatever day the new report stands at; only where a subject stands is asked at as-of.
 */
export async function promisesToReconcile(
  read: Read,
  at: { asOf: Day; knownAt: Instant | null; firstMonth: number },
  isOfReport: (reportId: string) => boolean,
): Promise<PromiseFact[]> {
  const open = knownPromises(await allPromises(read), at.knownAt)
    .filter(({ madeIn }) => isOfReport(madeIn.report))
    .filter((each) => !isSettled(each.commitment, each.events))
    .map((each) => ({
      ...each,
      events: each.events.map((event) =>
        event.kind === 'closed' ? event : { ...event, effectiveOn: earlierOf(event.effectiveOn, at.asOf) },
      ),
    }))
  const subjects = await subjectsAt(read, open, at)
  return open.map((each): PromiseFact => {
    const { item: id } = each.commitment
    const status = id === null ? null : subjects.status(id)
    const finished = subjects.finished(each)
    return {
      commitment: each.commitment,
      events: each.events,
      outcome: outcomeOf(each.commitment, each.events, finished, at.asOf),
      finished,
      inVerification: status === 'in_verification',
      targetInside: id === null ? null : subjects.target(id),
      dropped: status === 'dropped',
    }
  })
}

/** The keys and titles of the items that promises are about. */
export async function itemsOfPromises(read: Read, ids: readonly string[]) {
  const found = new Map<string, { key: string; title: string }>()
  for (const part of inIdSlots(ids)) {
    const rows = await read
      .prepared('promised-items', (r) =>
        r.select({ id: item.id, key: item.key, title: item.titleInternal }).from(item).where(inArray(item.id, idSlots)),
      )
      .execute(part)
    for (const { id, key, title } of rows) found.set(id, { key, title })
  }
  return found
}

/** Writes a promise that a published version makes; its key is the next one. */
export async function makeCommitment(
  tx: Tx,
  recorder: Recorder,
  statement: Omit<ForwardStatement, 'promise'>,
  version: { id: string },
): Promise<CommitmentRow> {
  const [series] = await tx
    .insert(keySeries)
    .values({ prefix: 'P', last: 1 })
    .onConflictDoUpdate({ target: keySeries.prefix, set: { last: sql`${keySeries.last} + 1` } })
    .returning()
  const keyNumber = series?.last ?? 1
  const { kind, text, about, due, dueAssumed } = statement
  const row = {
    id: newId(),
    key: `P-${keyNumber}`,
    keyNumber,
    madeIn: version.id,
    kind,
    text,
    item: statement.item,
    about,
    dueFromOn: due?.fromOn ?? null,
    dueEndOn: due?.endOn ?? null,
    dueResolution: due?.resolution ?? null,
    dueAssumed,
  }
  await record(tx, recorder, {
    did: 'commitment make',
    subjectKind: 'commitment',
    subjectId: row.id,
    version: null,
    difference: { key: row.key, kind, text, item: row.item, about, due, dueAssumed, madeIn: version.id },
  })
  const [made] = await tx.insert(commitment).values(row).returning()
  if (!made) throw new Error('The promise was not stored')
  return made
}

export interface NewEvent {
  kind: EventRow['kind']
  effectiveOn: Day
  outcome?: CommitmentOutcome | null
  due?: Period | null
  words?: string | null
  evidence?: string | null
  reportVersion?: string | null
}

/** Appends what happened to a promise. */
export async function addCommitmentEvent(
  tx: Tx,
  recorder: Recorder,
  to: { id: string },
  event: NewEvent,
): Promise<void> {
  const {
    kind,
    effectiveOn,
    outcome = null,
    due = null,
    words = null,
    evidence = null,
    reportVersion: version = null,
  } = event
  const recorded = await record(tx, recorder, {
    did: `commitment ${kind}`,
    subjectKind: 'commitment',
    subjectId: to.id,
    version: null,
    reason: words,
    difference: { effectiveOn, outcome, due, evidence, reportVersion: version },
  })
  await tx
    .insert(commitmentEvent)
    .values({
      seq: recorded.seq,
      commitment: to.id,
      kind,
      reportVersion: version,
      outcome,
      words,
      evidence,
      effectiveOn,
      dueFromOn: due?.fromOn ?? null,
      dueEndOn: due?.endOn ?? null,
      dueResolution: due?.resolution ?? null,
      recordedAt: recorded.at,
      recordedBy: recorded.by,
    })
    .returning({ seq: commitmentEvent.seq })
}
