import { and, asc, count, eq, inArray, sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import type { Read, Tx } from '../../db/open'
import {
  incident,
  incidentMilestone,
  incidentService,
  incidentWindow,
  keySeries,
  program,
  programIncident,
  service,
} from '../../db/schema'
import type { Instant } from '../../domain/days'
import { NotFoundError, RuleError, StaleError } from '../../domain/errors'
import { checkIncident, incidentKey, incidentPrefix, type Milestone, type Timeline } from '../../domain/incidents'
import { cleanTitle } from '../../domain/items'
import type { Severity } from '../../domain/vocabulary'
import { type Recorded, type Recorder, record } from '../history/store'
import { idSlots, inIdSlots } from '../id-slots'
import { programById } from '../programs/store'
import { rememberIncident } from '../search/documents'

export type IncidentRow = typeof incident.$inferSelect

/** A service that was hit, and what its customers noticed. */
export interface Hit {
  service: string
  effectPublic: string | null
}

/** What is written down of an incident besides its id and key. */
export interface NewIncident extends Timeline {
  title: string
  severity: Severity
  services: readonly Hit[]
  /** Ids of the programs that follow from it. */
  programs: readonly string[]
  summaryInternal?: string | null | undefined
  summaryPublic?: string | null | undefined
  causeInternal?: string | null | undefined
  causePublic?: string | null | undefined
}

// ── Reading ────────────────────────────────────────────────────────────────────────────────────────────

/** In the order of their keys. */
export const allIncidents = (read: Read): Promise<IncidentRow[]> =>
  read.prepared('incidents-all', (r) => r.select().from(incident).orderBy(asc(incident.keyNumber))).execute()

export async function incidentCount(read: Read): Promise<number> {
  const [row] = await read.prepared('incidents-count', (r) => r.select({ n: count() }).from(incident)).execute()
  return row?.n ?? 0
}

/** Throws NotFoundError. */
export async function incidentById(read: Read, id: string): Promise<IncidentRow> {
  const [row] = await read
    .prepared('incident-by-id', (r) =>
      r
        .select()
        .from(incident)
        .where(eq(incident.id, sql.placeholder('id'))),
    )
    .execute({ id })
  if (!row) throw new NotFoundError('This incident does not exist here.')
  return row
}

const mostNamed = 12

/** Throws NotFoundError that names the latest incidents there are. */
export async function incidentByKey(read: Read, key: string): Promise<IncidentRow> {
  const [row] = await read
    .prepared('incident-by-key', (r) =>
      r
        .select()
        .from(incident)
        .where(eq(incident.key, sql.placeholder('key'))),
    )
    .execute({ key: key.toUpperCase() })
  if (row) return row
  const keys = (await allIncidents(read)).map((each) => each.key)
  const named = keys.slice(-mostNamed).join(', ')
  const known =
    keys.length === 0
      ? 'There are no incidents yet.'
      : keys.length > mostNamed
        ? `The latest are ${named}.`
        : keys.length === 1
          ? `There is ${named}.`
          : `There are ${named}.`
  throw new NotFoundError(`There is no incident ${key}. ${known}`)
}

/** The incidents that any of these programs follows from, each once, in the order of their keys. */
export async function incidentsOfPrograms(read: Read, programIds: readonly string[]): Promise<IncidentRow[]> {
  const found = new Map<string, IncidentRow>()
  for (const part of inIdSlots(programIds)) {
    const rows = await read
      .prepared('incidents-of-programs', (r) =>
        r
          .select({ incident })
          .from(programIncident)
          .innerJoin(incident, eq(incident.id, programIncident.incident))
          .where(inArray(programIncident.program, idSlots)),
      )
      .execute(part)
    for (const row of rows) found.set(row.incident.id, row.incident)
  }
  return [...found.values()].sort((a, b) => a.keyNumber - b.keyNumber)
}

/** The timelines of these incidents, by id. */
export async function timelinesOf(
  read: Read,
  rows: readonly Pick<IncidentRow, 'id' | 'zone'>[],
): Promise<ReadonlyMap<string, Timeline>> {
  const windows = new Map<string, Timeline['windows'][number][]>()
  const milestones = new Map<string, Milestone[]>()
  for (const part of inIdSlots(rows.map((row) => row.id))) {
    const stretches = await read
      .prepared('incident-windows', (r) =>
        r
          .select()
          .from(incidentWindow)
          .where(inArray(incidentWindow.incident, idSlots))
          .orderBy(asc(incidentWindow.incident), asc(incidentWindow.position)),
      )
      .execute(part)
    for (const { incident: id, fromAt, toAt } of stretches) {
      windows.set(id, [...(windows.get(id) ?? []), { fromAt, toAt }])
    }
    const moments = await read
      .prepared('incident-milestones', (r) =>
        r
          .select()
          .from(incidentMilestone)
          .where(inArray(incidentMilestone.incident, idSlots))
          .orderBy(asc(incidentMilestone.incident), asc(incidentMilestone.position)),
      )
      .execute(part)
    for (const { incident: id, position: _, ...milestone } of moments) {
      milestones.set(id, [...(milestones.get(id) ?? []), milestone])
    }
  }
  return new Map(
    rows.map(({ id, zone }) => [
      id,
      { zone, windows: windows.get(id) ?? [], milestones: milestones.get(id) ?? [] } satisfies Timeline,
    ]),
  )
}

/** Throws NotFoundError. */
export async function timelineOf(read: Read, incidentId: string): Promise<Timeline> {
  const row = await incidentById(read, incidentId)
  const timeline = (await timelinesOf(read, [row])).get(row.id)
  if (!timeline) throw new Error(`${row.key} has no timeline`)
  return timeline
}

/** The services that were hit, by name. */
export const servicesOf = (read: Read, incidentId: string) =>
  read
    .prepared('incident-services', (r) =>
      r
        .select({
          id: service.id,
          key: service.key,
          name: service.name,
          publicName: service.publicName,
          effectPublic: incidentService.effectPublic,
        })
        .from(incidentService)
        .innerJoin(service, eq(service.id, incidentService.service))
        .where(eq(incidentService.incident, sql.placeholder('incident')))
        .orderBy(asc(service.name)),
    )
    .execute({ incident: incidentId })

/** Which program follows from which incident, the programs in their own order. */
export const programLinks = (read: Read) =>
  read
    .prepared('incident-program-links', (r) =>
      r
        .select({ incident: programIncident.incident, id: program.id, key: program.key, title: program.titleInternal })
        .from(programIncident)
        .innerJoin(program, eq(program.id, programIncident.program))
        .orderBy(asc(program.position), asc(program.key)),
    )
    .execute()

/** The incident as it was read by whoever wants to change it. Throws NotFoundError, StaleError. */
export async function incidentToChange(tx: Tx, input: { incidentId: string; version: number }): Promise<IncidentRow> {
  const row = await incidentById(tx, input.incidentId)
  if (row.version !== input.version) {
    throw new StaleError(`${row.key} was changed meanwhile. Your change was not made; look at what stands now.`, {
      version: row.version,
      changedBy: null,
    })
  }
  return row
}

// ── Writing ────────────────────────────────────────────────────────────────────────────────────────────

/** After the highest, never one twice. */
async function nextKey(tx: Tx): Promise<{ key: string; keyNumber: number }> {
  const [series] = await tx
    .insert(keySeries)
    .values({ prefix: incidentPrefix, last: 1 })
    .onConflictDoUpdate({ target: keySeries.prefix, set: { last: sql`${keySeries.last} + 1` } })
    .returning()
  const keyNumber = series?.last ?? 1
  return { key: incidentKey(keyNumber), keyNumber }
}

/** Words as they are kept: without space around them, and nothing rather than emptiness. */
export const cleanWords = (text: string | null | undefined): string | null => text?.trim() || null

export const cleanMilestones = (milestones: readonly Milestone[]): Milestone[] =>
  milestones.map(({ kind, at, qualifier, saidAs, public: isPublic }) => ({
    kind,
    at,
    qualifier,
    saidAs: cleanWords(saidAs),
    public: isPublic,
  }))

export const cleanHits = (hits: readonly Hit[]): Hit[] =>
  hits.map(({ service: id, effectPublic }) => ({ service: id, effectPublic: cleanWords(effectPublic) }))

/**
 * Writes an incident down under the next key, with its windows, milestones, services and programs, and records it.
 * Nothing in it may be later than `now`, which is the recorder's own clock unless said.
 * Throws RuleError for what contradicts itself (`checkIncident`), `no-title`, `service-twice`; NotFoundError.
 */
export async function insertIncident(
  tx: Tx,
  recorder: Recorder,
  written: NewIncident,
  now: Instant = recorder.now().toISOString(),
): Promise<IncidentRow> {
  const title = cleanTitle(written.title, 'title')
  checkIncident(written, now)
  const { severity, zone } = written
  const windows = written.windows.map(({ fromAt, toAt }) => ({ fromAt, toAt }))
  const milestones = cleanMilestones(written.milestones)
  const services = cleanHits(written.services)
  const words = {
    summaryInternal: cleanWords(written.summaryInternal),
    summaryPublic: cleanWords(written.summaryPublic),
    causeInternal: cleanWords(written.causeInternal),
    causePublic: cleanWords(written.causePublic),
  }
  const programs = [...new Set(written.programs)]
  const { key, keyNumber } = await nextKey(tx)
  const id = newId()
  const recorded = await record(tx, recorder, {
    did: 'incident create',
    subjectKind: 'incident',
    subjectId: id,
    version: 1,
    difference: { key, title, severity, zone, windows, milestones, services, programs, ...words },
  })
  const [inserted] = await tx
    .insert(incident)
    .values({ id, key, keyNumber, title, severity, zone, ...words, createdAt: recorded.at, updatedAt: recorded.at })
    .returning()
  if (!inserted) throw new Error('The incident was not stored')
  await insertWindows(tx, id, windows)
  await insertMilestones(tx, id, milestones)
  await insertHits(tx, id, services)
  for (const each of programs) await linkProgram(tx, id, (await programById(tx, each)).id)
  await rememberIncident(tx, inserted)
  return inserted
}

async function insertWindows(tx: Tx, id: string, windows: Timeline['windows']) {
  for (const [position, { fromAt, toAt }] of windows.entries()) {
    await tx.insert(incidentWindow).values({ incident: id, position, fromAt, toAt }).returning()
  }
}

async function insertMilestones(tx: Tx, id: string, milestones: readonly Milestone[]) {
  for (const [position, milestone] of milestones.entries()) {
    await tx
      .insert(incidentMilestone)
      .values({ incident: id, position, ...milestone })
      .returning()
  }
}

async function insertHits(tx: Tx, id: string, hits: readonly Hit[]) {
  const ids = hits.map((hit) => hit.service)
  const twice = ids.findIndex((each, index) => ids.indexOf(each) !== index)
  if (twice >= 0) {
    throw new RuleError('service-twice', 'This service is listed already.', `services.${twice}.service`)
  }
  const known = ids.length ? await tx.select({ id: service.id }).from(service).where(inArray(service.id, ids)) : []
  for (const [index, hit] of hits.entries()) {
    if (!known.some((each) => each.id === hit.service)) {
      throw new RuleError('no-such-service', 'This service does not exist here.', `services.${index}.service`)
    }
    await tx
      .insert(incidentService)
      .values({ incident: id, ...hit })
      .returning()
  }
}

/** The parts of an incident that are rows of their own; those given are written in place of what stood. */
export interface IncidentParts {
  windows?: Timeline['windows'] | undefined
  milestones?: readonly Milestone[] | undefined
  services?: readonly Hit[] | undefined
}

/** Raises the version. */
export async function saveIncident(
  tx: Tx,
  row: IncidentRow,
  set: Partial<typeof incident.$inferInsert>,
  recorded: Recorded,
  parts: IncidentParts = {},
): Promise<IncidentRow> {
  const [saved] = await tx
    .update(incident)
    .set({ ...set, updatedAt: recorded.at, version: row.version + 1 })
    .where(eq(incident.id, row.id))
    .returning()
  if (!saved) throw new Error(`${row.key} was not stored`)
  if (parts.windows) {
    await tx.delete(incidentWindow).where(eq(incidentWindow.incident, row.id)).returning()
    await insertWindows(tx, row.id, parts.windows)
  }
  if (parts.milestones) {
    await tx.delete(incidentMilestone).where(eq(incidentMilestone.incident, row.id)).returning()
    await insertMilestones(tx, row.id, parts.milestones)
  }
  if (parts.services) {
    await tx.delete(incidentService).where(eq(incidentService.incident, row.id)).returning()
    await insertHits(tx, row.id, parts.services)
  }
  await rememberIncident(tx, saved)
  return saved
}

const pair = (incidentId: string, programId: string) =>
  and(eq(programIncident.incident, incidentId), eq(programIncident.program, programId))

export async function isLinked(read: Read, incidentId: string, programId: string): Promise<boolean> {
  const rows = await read.select().from(programIncident).where(pair(incidentId, programId))
  return rows.length > 0
}

export const linkProgram = (tx: Tx, incidentId: string, programId: string) =>
  tx.insert(programIncident).values({ program: programId, incident: incidentId }).returning()

export const unlinkProgram = (tx: Tx, incidentId: string, programId: string) =>
  tx.delete(programIncident).where(pair(incidentId, programId)).returning()
