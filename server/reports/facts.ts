import { asc, inArray } from 'drizzle-orm'
import type { Read } from '../../db/open'
import {
  evidence,
  item,
  itemStatusEntry,
  itemTargetEntry,
  membershipEntry,
  organization,
  person,
} from '../../db/schema'
import type { Columns } from '../../domain/counting/columns'
import { type CountedItem, countedItems, type Question } from '../../domain/counting/count'
import type { Day, Instant } from '../../domain/days'
import { entriesAt } from '../../domain/entries'
import type { Quarter } from '../../domain/periods'
import type { IncidentFact, Internal, ItemFact, ProgramFact, ReportFacts } from '../../domain/reports/facts'
import { figuresOver } from '../../domain/reports/figures'
import { publicPeriod } from '../../domain/targets'
import { promisesToReconcile } from '../commitments/store'
import { idSlots, inIdSlots } from '../id-slots'
import { allIncidents, incidentsOfPrograms, timelinesOf } from '../incidents/store'
import { allPrograms, type ProgramRow } from '../programs/store'
import { previousOf, reportsAbout } from './store'

/** What facts are gathered from: one snapshot and the columns as it sees them. A write that counts brings its own. */
export interface Gathering {
  read: Read
  columns: Columns
  question(over: Pick<Question, 'programs'> & Partial<Question>): Question
  asOf: Day
  knownAt: Instant | null
  /** The day on which it would be published. */
  today: Day
  remembered<T>(key: string, make: () => T | Promise<T>): Promise<T>
}

/** The report that is compiled: a stored one, or one that only a template and a day make. */
export interface AskedReport {
  id: string | null
  title: string
  period: Quarter | null
  /** Ids in their order. */
  programs: readonly string[]
  chosen: readonly string[]
  previousReport: string | null
}

/** All that a report may print or must not print, from one snapshot. */
export async function gatherFacts(gathering: Gathering, asked: AskedReport): Promise<ReportFacts> {
  const { read, columns, asOf, knownAt, today } = gathering
  const [settings] = await read.prepared('organization', (r) => r.select().from(organization)).execute()
  const firstMonth = settings?.fiscalFirstMonth ?? 1
  const rows = await allPrograms(read)
  const scope = asked.programs.flatMap((id) => rows.find((row) => row.id === id) ?? [])
  const { programs, incidents } = await scopeFacts(read, scope)
  const at = gathering.question({ programs: scope.map((row) => row.id) })
  const about = await reportsAbout(read, asked.programs)
  const idByKey = new Map(scope.map((row) => [row.key, row.id]))
  const items = await gathering.remembered(JSON.stringify(['report-items', at.programs, asOf, knownAt]), () =>
    itemFacts(read, columns, at, scope, firstMonth),
  )
  return {
    title: asked.title,
    asOf,
    knownAt,
    publishedOn: today,
    period: asked.period,
    firstMonth,
    longTermDays: settings?.longTermDays ?? 180,
    organization: {
      name: settings?.name ?? '',
      zone: settings?.zone ?? 'UTC',
      ethos: settings?.ethos ?? null,
      closing: settings?.closing ?? null,
      publicDomains: [],
    },
    programs,
    incidents,
    items,
    chosen: asked.chosen,
    previous: await previousOf(read, { ...asked, about, asOf, knownAt }),
    promises: await promisesToReconcile(read, { asOf, knownAt, firstMonth }, (id) => id !== asked.id && about.has(id)),
    figures: figuresOver(columns, at, (key) => idByKey.get(key) ?? '', firstMonth),
    internal: await gathering.remembered('report-internal', () => internalTexts(read, settings ?? null, rows)),
  }
}

/** What a program without public words is called in a report. */
const untitled = {
  remediation: 'Improvements',
  organization: 'Across our other services',
  initiatives: 'Longer-term initiatives',
} satisfies Record<ProgramRow['kind'], string>

async function scopeFacts(
  read: Read,
  scope: readonly ProgramRow[],
): Promise<{ programs: ProgramFact[]; incidents: IncidentFact[] }> {
  const found = await incidentsOfPrograms(
    read,
    scope.map((row) => row.id),
  )
  const timelines = await timelinesOf(read, found)
  const programs = scope.map(
    (row): ProgramFact => ({
      id: row.id,
      key: row.key,
      kind: row.kind,
      // An internal title is nobody's to read outside.
      title: row.titlePublic ?? untitled[row.kind],
      notePublic: row.notePublic,
      baselineOn: row.baselineOn,
    }),
  )
  const incidents = found.flatMap((row): IncidentFact[] => {
    const timeline = timelines.get(row.id)
    return timeline
      ? [
          {
            id: row.id,
            key: row.key,
            title: row.title,
            timeline: { ...timeline, milestones: timeline.milestones.filter((milestone) => milestone.public) },
            summaryPublic: row.summaryPublic,
            causePublic: row.causePublic,
          },
        ]
      : []
  })
  return { programs, incidents }
}

async function itemFacts(
  read: Read,
  columns: Columns,
  at: Question,
  scope: readonly ProgramRow[],
  firstMonth: number,
): Promise<ItemFact[]> {
  const counted = countedItems(columns, at)
  const ids = counted.map((row) => row.id)
  const rows = new Map(
    (
      await inParts(read, ids, 'report-items', (r) =>
        r
          .select({
            id: item.id,
            key: item.key,
            keyNumber: item.keyNumber,
            placeholder: item.placeholder,
            kind: item.kind,
            tier: item.tier,
            titlePublic: item.titlePublic,
            wordingState: item.wordingState,
          })
          .from(item)
          .where(inArray(item.id, idSlots)),
      )
    ).map((row) => [row.id, row]),
  )
  const memberOf = new Map<string, string[]>()
  for (const { id, key } of scope) {
    for (const row of countedItems(columns, { ...at, programs: [id] }))
      memberOf.set(row.id, [...(memberOf.get(row.id) ?? []), key])
  }
  const known = <T extends Parameters<typeof entriesAt>[0][number]>(entries: readonly T[]) => entriesAt(entries, at)
  const openIds = counted.filter((row) => row.status !== 'done' && row.status !== 'dropped').map((row) => row.id)
  const targets = grouped(
    await inParts(read, openIds, 'report-targets', (r) =>
      r.select().from(itemTargetEntry).where(inArray(itemTargetEntry.item, idSlots)),
    ),
  )
  const joined = grouped(
    await inParts(read, openIds, 'report-joined', (r) =>
      r.select().from(membershipEntry).where(inArray(membershipEntry.item, idSlots)),
    ),
  )
  const provable = counted
    .filter((row) => row.status === 'done' && rows.get(row.id)?.tier === 'priority_action')
    .map((row) => row.id)
  const proofs = grouped(
    await inParts(read, provable, 'report-evidence', (r) =>
      r.select().from(evidence).where(inArray(evidence.item, idSlots)),
    ),
  )
  const excuses = grouped(
    await inParts(read, provable, 'report-excuses', (r) =>
      // All of them: a completion may have been taken back by an entry of another status.
      r.select().from(itemStatusEntry).where(inArray(itemStatusEntry.item, idSlots)),
    ),
  )
  const facts = counted.flatMap((row: CountedItem): ItemFact[] => {
    const stored = rows.get(row.id)
    if (!stored) return []
    const target = known(targets.get(row.id) ?? []).at(-1)
    const period =
      target?.fromOn && target.endOn && target.targetResolution
        ? { fromOn: target.fromOn, endOn: target.endOn, resolution: target.targetResolution }
        : null
    const evidenceOf = proofs.get(row.id) ?? []
    return [
      {
        id: row.id,
        key: stored.key,
        keyNumber: stored.keyNumber,
        programs: memberOf.get(row.id) ?? [],
        status: row.status,
        statusOn: row.statusOn,
        statusResolution: row.statusResolution,
        continuous: row.continuous,
        placeholder: stored.placeholder,
        kind: stored.kind,
        tier: stored.tier,
        acceptedOn: known(joined.get(row.id) ?? [])[0]?.effectiveOn ?? null,
        target: period && publicPeriod(period, target?.publicResolution ?? null, firstMonth),
        titlePublic: stored.titlePublic,
        wordingState: stored.wordingState,
        evidence:
          evidenceOf.length === 0
            ? 'none'
            : evidenceOf.some((each) => each.checkedAt !== null)
              ? 'checked'
              : 'unchecked',
        evidenceExcused: known(excuses.get(row.id) ?? []).at(-1)?.noEvidenceReason != null,
      },
    ]
  })
  return facts.sort((a, b) => a.keyNumber - b.keyNumber || (a.id < b.id ? -1 : 1))
}

/** Asks for the rows of any number of ids with one statement that is built once. */
async function inParts<T>(
  read: Read,
  ids: readonly string[],
  name: string,
  build: (read: Read) => { prepare(name: string): { execute(values?: Record<string, unknown>): Promise<T[]> } },
): Promise<T[]> {
  const found: T[] = []
  for (const part of inIdSlots(ids)) for (const row of await read.prepared(name, build).execute(part)) found.push(row)
  return found
}

function grouped<T extends { item: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(row.item)
    if (group) group.push(row)
    else groups.set(row.item, [row])
  }
  return groups
}

const said = (...texts: (string | null | undefined)[]): string[] =>
  texts.flatMap((text) => (text?.trim() ? [text] : []))

/** What people inside wrote, over the whole workspace: a leak is one whatever program it is about. */
async function internalTexts(
  read: Read,
  settings: typeof organization.$inferSelect | null,
  programs: readonly ProgramRow[],
): Promise<Internal> {
  const items = await read
    .prepared('report-wordings', (r) =>
      r
        .select({
          titleInternal: item.titleInternal,
          descriptionInternal: item.descriptionInternal,
          titlePublic: item.titlePublic,
          notePublic: item.notePublic,
          wordingState: item.wordingState,
        })
        .from(item)
        .orderBy(asc(item.keyNumber)),
    )
    .execute()
  const incidents = await allIncidents(read)
  const people = await read
    .prepared('report-people', (r) =>
      r.select({ name: person.name, email: person.email, publicName: person.publicName }).from(person),
    )
    .execute()
  return {
    texts: [
      ...items.flatMap((row) =>
        said(row.titleInternal, row.descriptionInternal, row.wordingState === 'embargoed' ? row.titlePublic : null),
      ),
      ...incidents.flatMap((row) => said(row.title, row.summaryInternal, row.causeInternal)),
      ...programs.flatMap((row) => said(row.titleInternal)),
    ],
    approved: [
      ...items.flatMap((row) => (row.wordingState === 'approved' ? said(row.titlePublic, row.notePublic) : [])),
      ...incidents.flatMap((row) => said(row.summaryPublic, row.causePublic)),
      ...programs.flatMap((row) => said(row.titlePublic, row.notePublic)),
      ...said(settings?.ethos, settings?.closing),
    ],
    keyPrefixes: [...new Set([settings?.keyPrefix ?? 'FT', 'INC'])],
    people: people.map((row) => ({ name: row.name, email: row.email, isPublic: row.publicName !== null })),
  }
}
