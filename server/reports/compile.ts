import type { Day } from '../../domain/days'
import { type Quarter, quarterAfter, quarterInWords } from '../../domain/periods'
import { compileReport } from '../../domain/reports/compile'
import type { ReportFacts } from '../../domain/reports/facts'
import { periodOfReport, titleOfReport } from '../../domain/reports/rules'
import { draftFrom } from '../../domain/reports/templates'
import type { ReportTemplate } from '../../domain/vocabulary'
import { allPrograms, programsByKeys } from '../programs/store'
import { type AskedReport, type Gathering, gatherFacts } from './facts'
import { chosenItems, draftOf, lastDraft, programsOfReport, type ReportRow } from './store'

/** A stored report as it is asked for: its scope and choices. */
export async function askedReport(read: Gathering['read'], row: ReportRow): Promise<AskedReport> {
  const programs = await programsOfReport(read, row.id)
  return {
    id: row.id,
    title: row.title,
    period: row.period as Quarter | null,
    programs: programs.map((each) => each.id),
    chosen: await chosenItems(read, row.id),
    previousReport: row.previousReport,
  }
}

/** The last draft of a report, or the one of that number, compiled over what the snapshot holds. Throws NotFoundError. */
export async function compileStored(gathering: Gathering, row: ReportRow, number?: number) {
  const facts = await gatherFacts(gathering, await askedReport(gathering.read, row))
  const { read } = gathering
  const draft = number ? await draftOf(read, row.id, number) : await lastDraft(read, row.id)
  const body = draft?.body ?? ''
  return { facts, body, number: draft?.number ?? 0, ...compileReport(body, facts) }
}

export interface BeginsWith {
  template: ReportTemplate
  period?: Quarter | undefined
  /** Keys; missing: all programs. */
  programs?: readonly string[] | undefined
  title?: string | undefined
}

/** What a new report begins with: its scope, its defaults, and the text its template makes of them. */
export async function beginning(
  gathering: Gathering,
  begins: BeginsWith,
  firstMonth: number,
): Promise<{ asked: AskedReport; facts: ReportFacts; body: string }> {
  const rows = begins.programs?.length
    ? await programsByKeys(gathering.read, begins.programs)
    : await allPrograms(gathering.read)
  const period = begins.period ?? periodOfReport(gathering.asOf, firstMonth)
  const asked: AskedReport = {
    id: null,
    title: begins.title?.trim() || titleOfReport(period),
    period,
    programs: rows.map((row) => row.id),
    chosen: [],
    previousReport: null,
  }
  const facts = await gatherFacts(gathering, asked)
  const next = quarterAfter(period)
  return {
    asked,
    facts,
    body: draftFrom(begins.template, { ...facts, nextPeriod: { quarter: next, words: quarterInWords(next) } }),
  }
}

/** The day a report stands at: its own, or today while it is a draft without one. */
export const asOfReport = (row: Pick<ReportRow, 'asOfOn'>, today: Day): Day => row.asOfOn ?? today
