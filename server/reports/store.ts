import { and, asc, desc, eq, inArray, lte, ne, sql } from 'drizzle-orm'
import type { Read, Tx } from '../../db/open'
import { program, report, reportChoice, reportDraft, reportScope, reportVersion } from '../../db/schema'
import type { Day, Instant } from '../../domain/days'
import { NotFoundError, StaleError } from '../../domain/errors'
import type { Quarter } from '../../domain/periods'
import type { PreviousReport } from '../../domain/reports/facts'
import type { ReportModel } from '../../domain/reports/model'
import type { Recorded } from '../history/store'
import { idSlots, inIdSlots } from '../id-slots'
import { rememberReport } from '../search/documents'

export type ReportRow = typeof report.$inferSelect
export type DraftRow = typeof reportDraft.$inferSelect

/** The latest first. */
export const allReports = (read: Read): Promise<ReportRow[]> =>
  read
    .prepared('reports-all', (r) =>
      r
        .select()
        .from(report)
        .orderBy(sql`${report.periodEndOn} desc nulls last`, desc(report.createdAt), desc(report.id)),
    )
    .execute()

/** Throws NotFoundError that names the reports there are. */
export async function reportBySlug(read: Read, slug: string): Promise<ReportRow> {
  const [row] = await read
    .prepared('report-by-slug', (r) =>
      r
        .select()
        .from(report)
        .where(eq(report.slug, sql.placeholder('slug'))),
    )
    .execute({ slug })
  if (row) return row
  const known = (await allReports(read)).map((each) => each.slug)
  throw new NotFoundError(
    `There is no report ${slug}. ${known.length ? `There is ${known.slice(0, 12).join(', ')}.` : 'There are none yet.'}`,
  )
}

/** Throws NotFoundError. */
export async function reportById(read: Read, id: string): Promise<ReportRow> {
  const [row] = await read.select().from(report).where(eq(report.id, id))
  if (!row) throw new NotFoundError('This report does not exist here.')
  return row
}

/** The report as it was read by whoever wants to change it. Throws NotFoundError, StaleError. */
export async function reportToChange(tx: Tx, input: { reportId: string; version: number }): Promise<ReportRow> {
  const row = await reportById(tx, input.reportId)
  if (row.version !== input.version) {
    throw new StaleError(`“${row.title}” was changed meanwhile. Your change was not made; look at what stands now.`, {
      version: row.version,
      changedBy: null,
    })
  }
  return row
}

export async function lastDraft(read: Read, reportId: string): Promise<DraftRow | null> {
  const [row] = await read
    .prepared('report-last-draft', (r) =>
      r
        .select()
        .from(reportDraft)
        .where(eq(reportDraft.report, sql.placeholder('report')))
        .orderBy(desc(reportDraft.number))
        .limit(1),
    )
    .execute({ report: reportId })
  return row ?? null
}

export const draftsOf = (read: Read, reportId: string) =>
  read
    .select({
      number: reportDraft.number,
      savedAt: reportDraft.savedAt,
      author: reportDraft.author,
      length: sql<number>`length(${reportDraft.body})`.mapWith(Number),
    })
    .from(reportDraft)
    .where(eq(reportDraft.report, reportId))
    .orderBy(desc(reportDraft.number))
    .limit(200)

/** Throws NotFoundError. */
export async function draftOf(read: Read, reportId: string, number: number): Promise<DraftRow> {
  const [row] = await read
    .select()
    .from(reportDraft)
    .where(and(eq(reportDraft.report, reportId), eq(reportDraft.number, number)))
  if (!row) throw new NotFoundError(`There is no draft ${number} of this report.`)
  return row
}

/** The ids of its programs, in their order. */
export async function programsOfReport(read: Read, reportId: string): Promise<{ id: string; key: string }[]> {
  return read
    .prepared('report-programs', (r) =>
      r
        .select({ id: program.id, key: program.key })
        .from(reportScope)
        .innerJoin(program, eq(program.id, reportScope.program))
        .where(eq(reportScope.report, sql.placeholder('report')))
        .orderBy(asc(reportScope.position)),
    )
    .execute({ report: reportId })
}

/** The ids of the items that were chosen, in their order. Empty: nothing was chosen. */
export async function chosenItems(read: Read, reportId: string): Promise<string[]> {
  const rows = await read
    .prepared('report-choices', (r) =>
      r
        .select({ item: reportChoice.item })
        .from(reportChoice)
        .where(eq(reportChoice.report, sql.placeholder('report')))
        .orderBy(asc(reportChoice.position)),
    )
    .execute({ report: reportId })
  return rows.map((row) => row.item)
}

export type VersionRow = typeof reportVersion.$inferSelect

export const versionsOf = (read: Read, reportId: string): Promise<VersionRow[]> =>
  read.select().from(reportVersion).where(eq(reportVersion.report, reportId)).orderBy(desc(reportVersion.number))

/** The reports about any of these programs. */
export async function reportsAbout(read: Read, programs: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const part of inIdSlots(programs)) {
    const scoped = await read
      .prepared('reports-of-programs', (r) =>
        r.selectDistinct({ report: reportScope.report }).from(reportScope).where(inArray(reportScope.program, idSlots)),
      )
      .execute(part)
    for (const row of scoped) found.add(row.report)
  }
  return found
}

/**
 * What a report follows: the one that was named, or the latest published about any of the same programs whose figures
 * do not stand later than its own, in this product or elsewhere. Null: it is the first.
 */
export async function previousOf(
  read: Read,
  of: {
    id: string | null
    previousReport: string | null
    /** The reports it may follow: see `reportsAbout`. */
    about: ReadonlySet<string>
    asOf: Day
    knownAt: Instant | null
  },
): Promise<PreviousReport | null> {
  const { id, asOf: by, knownAt, previousReport } = of
  const asked = [
    id === null ? '' : ' not-this',
    knownAt === null ? '' : ' known-at',
    previousReport === null ? '' : ' named',
  ]
  // Without the models, of which one is wanted: each of them is as large as its report.
  const rows = await read
    .prepared(`reports-before${asked.join('')}`, (r) =>
      r
        .select({
          version: reportVersion.id,
          report: report.id,
          slug: report.slug,
          title: report.title,
          period: report.period,
          publishedOn: reportVersion.publishedOn,
          asOf: reportVersion.asOfOn,
        })
        .from(reportVersion)
        .innerJoin(report, eq(report.id, reportVersion.report))
        .where(
          and(
            previousReport === null
              ? lte(sql`coalesce(${reportVersion.asOfOn}, ${reportVersion.publishedOn})`, sql.placeholder('by'))
              : undefined,
            id === null ? undefined : ne(report.id, sql.placeholder('id')),
            knownAt === null ? undefined : lte(reportVersion.publishedAt, sql.placeholder('knownAt')),
            previousReport === null ? undefined : eq(report.id, sql.placeholder('previousReport')),
          ),
        )
        .orderBy(desc(reportVersion.publishedOn), desc(reportVersion.publishedAt), desc(reportVersion.number)),
    )
    .execute({ by, id, knownAt, previousReport })
  const found = rows.find((row) => previousReport !== null || of.about.has(row.report))
  if (!found) return null
  const { slug, title, publishedOn, asOf } = found
  return {
    slug,
    title,
    publishedOn,
    asOf,
    period: found.period as Quarter | null,
    ...(await said(read, found.version)),
  }
}

/** What a published version showed, and what it gave as causes. A post published elsewhere has no model of ours. */
async function said(read: Read, version: string): Promise<Pick<PreviousReport, 'shown' | 'causes'>> {
  const [row] = await read
    .prepared('report-version-model', (r) =>
      r
        .select({ model: reportVersion.model })
        .from(reportVersion)
        .where(eq(reportVersion.id, sql.placeholder('id'))),
    )
    .execute({ id: version })
  const model = (row?.model ?? {}) as Partial<ReportModel>
  return {
    shown: (model.printed ?? []).map(({ item, words, state }) => ({ item, words, state })),
    causes: model.causes ?? {},
  }
}

// ── Writing ────────────────────────────────────────────────────────────────────────────────────────────

export async function insertReport(
  tx: Tx,
  row: Omit<typeof report.$inferInsert, 'createdAt' | 'updatedAt' | 'createdBy' | 'version'>,
  programs: readonly string[],
  recorded: Recorded,
): Promise<ReportRow> {
  const [inserted] = await tx
    .insert(report)
    .values({ ...row, createdAt: recorded.at, createdBy: recorded.by, updatedAt: recorded.at })
    .returning()
  if (!inserted) throw new Error('The report was not stored')
  await replaceScope(tx, inserted.id, programs)
  await rememberReport(tx, inserted, null)
  return inserted
}

export async function replaceScope(tx: Tx, reportId: string, programs: readonly string[]): Promise<void> {
  await tx.delete(reportScope).where(eq(reportScope.report, reportId)).returning()
  for (const [position, id] of programs.entries())
    await tx.insert(reportScope).values({ report: reportId, program: id, position }).returning()
}

export async function replaceChoice(tx: Tx, reportId: string, items: readonly string[]): Promise<void> {
  await tx.delete(reportChoice).where(eq(reportChoice.report, reportId)).returning()
  for (const [position, id] of items.entries())
    await tx.insert(reportChoice).values({ report: reportId, item: id, position }).returning()
}

/** Keeps a text as it was typed. Nothing is ever written over. */
export async function appendDraft(
  tx: Tx,
  of: Pick<ReportRow, 'id' | 'slug' | 'title'>,
  number: number,
  body: string,
  recorded: Recorded,
): Promise<void> {
  await tx
    .insert(reportDraft)
    .values({ report: of.id, number, body, author: recorded.by, savedAt: recorded.at })
    .returning({ number: reportDraft.number })
  await rememberReport(tx, of, body)
}

export async function saveReport(
  tx: Tx,
  row: ReportRow,
  set: Partial<typeof report.$inferInsert>,
  recorded: Recorded,
): Promise<ReportRow> {
  const [saved] = await tx
    .update(report)
    .set({ ...set, updatedAt: recorded.at, version: row.version + 1 })
    .where(eq(report.id, row.id))
    .returning()
  if (!saved) throw new Error(`“${row.title}” was not stored`)
  if (saved.title !== row.title) await rememberReport(tx, saved, (await lastDraft(tx, row.id))?.body ?? null)
  return saved
}
