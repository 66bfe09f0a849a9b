import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { eq } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import type { Tx } from '../../db/open'
import { checkOverride, claim, publication, publicSettings, reportVersion } from '../../db/schema'
import { dueOf, promisesFrom } from '../../domain/commitments'
import type { Day, Instant } from '../../domain/days'
import type { PromiseFact, ReportFacts } from '../../domain/reports/facts'
import { formatReport } from '../../domain/reports/formats'
import type { ReportModel, StatedPromise } from '../../domain/reports/model'
import type { Override } from '../../domain/reports/rules'
import { publicationFormats } from '../../domain/vocabulary'
import { addCommitmentEvent, makeCommitment } from '../commitments/store'
import { type Recorder, record } from '../history/store'
import { type ReportRow, saveReport, versionsOf } from './store'

/** A report as it will stand: compiled and rendered before the write begins. */
export interface Rendered {
  facts: ReportFacts
  model: ReportModel
  body: string
  bytes: { format: (typeof publicationFormats)[number]; bytes: Buffer; sha256: string }[]
  contentSha256: string
}

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex')

/** SHA-256 of the text, of every figure's question, answer and rows, and of what is said of promises, without instants. */
export function contentHash(body: string, model: ReportModel): string {
  const claims = model.claims.map(({ directive, query, words, value, rows }) => ({
    directive,
    query,
    words,
    value,
    rows,
  }))
  return sha256(
    canonicalize({ body, title: model.title, locale: model.locale, asOf: model.asOf, claims, stated: model.stated }) ??
      '',
  )
}

export function rendered(facts: ReportFacts, body: string, model: ReportModel): Rendered {
  const bytes = publicationFormats.map((format) => {
    const made = Buffer.from(formatReport[format](model), 'utf8')
    return { format, bytes: made, sha256: sha256(made) }
  })
  return { facts, model, body, bytes, contentSha256: contentHash(body, model) }
}

const claimsAtOnce = 200

/**
 * Stores a published version: the model, its claims, the bytes of every format; makes the promises it makes and says
 * of earlier ones what it says. One transaction, nothing but database work.
 */
export async function storePublication(
  tx: Tx,
  recorder: Recorder,
  row: ReportRow,
  made: Rendered,
  overrides: readonly Override[],
  on: { today: Day; now: Instant },
): Promise<{ row: ReportRow; version: number }> {
  const { model, facts } = made
  const id = newId()
  const number = (await versionsOf(tx, row.id)).length + 1
  const knownAt = model.knownAt ?? on.now
  const recorded = await record(tx, recorder, {
    did: 'report publish',
    subjectKind: 'report',
    subjectId: row.id,
    version: row.version + 1,
    difference: {
      version: id,
      number,
      asOf: model.asOf,
      contentSha256: made.contentSha256,
      bytes: Object.fromEntries(made.bytes.map(({ format, sha256: hash }) => [format, hash])),
      overrides: [...overrides],
    },
  })
  const by = recorded.by
  const published = { publishedAt: recorded.at, publishedOn: on.today }
  await tx
    .insert(reportVersion)
    .values({
      id,
      report: row.id,
      number,
      state: 'published',
      body: made.body,
      model,
      contentSha256: made.contentSha256,
      asOfOn: model.asOf,
      knownAt,
      ...published,
      publishedBy: by,
    })
    .returning({ id: reportVersion.id })
  await tx
    .insert(publication)
    .values(
      made.bytes.map(({ format, bytes, sha256: hash }) => ({
        reportVersion: id,
        format,
        slug: row.slug,
        title: model.title,
        asOfOn: model.asOf,
        ...published,
        bytes,
        sha256: hash,
      })),
    )
    .returning({ format: publication.format })
  const claims = model.claims.map(({ id: place, directive, query, asOf, words, value, rows }) => ({
    reportVersion: id,
    place,
    directive,
    query,
    asOfOn: asOf,
    knownAt,
    words,
    value: value ?? null,
    rows,
    hash: sha256(canonicalize({ directive, query, asOf, words, value, rows }) ?? ''),
  }))
  // Building a statement costs more than storing its rows.
  for (let from = 0; from < claims.length; from += claimsAtOnce) {
    await tx
      .insert(claim)
      .values(claims.slice(from, from + claimsAtOnce))
      .returning({ place: claim.place })
  }
  for (const { code, subject, reason } of overrides) {
    await tx
      .insert(checkOverride)
      .values({ reportVersion: id, code, subject, reason, by })
      .returning({ code: checkOverride.code })
  }
  await reconcilePromises(tx, recorder, { id }, model, facts, on.today)
  await introduce(tx, facts.organization.name)
  const saved = await saveReport(tx, row, { state: 'published', asOfOn: model.asOf }, recorded)
  return { row: saved, version: number }
}

/** What the report says of earlier promises, then what it promises itself. */
async function reconcilePromises(
  tx: Tx,
  recorder: Recorder,
  version: { id: string },
  model: ReportModel,
  facts: ReportFacts,
  on: Day,
) {
  for (const said of model.stated) {
    const promise = facts.promises.find((each) => each.commitment.id === said.commitment)
    if (!promise) continue
    const base = { effectiveOn: on, words: said.words, reportVersion: version.id }
    if (said.by === 'reconcile' && (said.outcome === 'withdrawn' || said.outcome === 'reworded')) {
      await addCommitmentEvent(tx, recorder, promise.commitment, { ...base, kind: said.outcome })
    }
    if (movesNow(said, promise)) {
      await addCommitmentEvent(tx, recorder, promise.commitment, { ...base, kind: 'moved', due: promise.targetInside })
    }
    await addCommitmentEvent(tx, recorder, promise.commitment, { ...base, kind: 'reported', outcome: said.outcome })
  }
  const ended = model.stated.filter((each) => each.outcome === 'withdrawn' || each.outcome === 'reworded')
  const standing = facts.promises
    .filter((promise) => !ended.some((each) => each.commitment === promise.commitment.id))
    .map((promise) => {
      const isMoved = model.stated.some((each) => each.commitment === promise.commitment.id && movesNow(each, promise))
      // Moved in words just now: the list that shows its new date says nothing new.
      const moved = { kind: 'moved' as const, outcome: null, effectiveOn: on, due: promise.targetInside }
      return { ...promise, events: isMoved ? [...promise.events, moved] : promise.events }
    })
  for (const change of promisesFrom(model.forward, standing)) {
    if (change.do === 'make') await makeCommitment(tx, recorder, change.statement, version)
    else
      await addCommitmentEvent(tx, recorder, change.commitment, {
        kind: 'moved',
        effectiveOn: on,
        due: change.due,
        reportVersion: version.id,
      })
  }
}

/** The report announces a later date than the one that stands: a move, once. */
function movesNow(said: StatedPromise, { commitment, events, targetInside }: PromiseFact): boolean {
  if (said.by !== 'reconcile' || said.outcome !== 'moved' || targetInside === null) return false
  const { standing } = dueOf(commitment, events)
  return standing === null || targetInside.endOn > standing.endOn
}

/** What public pages may say of the company: they know nothing else of it. */
async function introduce(tx: Tx, name: string) {
  const changed = await tx
    .update(publicSettings)
    .set({ name })
    .where(eq(publicSettings.id, 1))
    .returning({ id: publicSettings.id })
  if (changed.length === 0) await tx.insert(publicSettings).values({ id: 1, name }).returning({ id: publicSettings.id })
}
