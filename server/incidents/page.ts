import type { Read } from '../../db/open'
import {
  durationInWords,
  durationParts,
  type Elapsed,
  elapsedBetween,
  impactOf,
  incidentDay,
  type Timeline,
  timelineLines,
  whenInWords,
} from '../../domain/incidents'
import { wordsOfIncident } from '../../domain/reports/recap'
import { historyOf } from '../history/store'
import { namesOfPeople } from '../people/store'
import { type IncidentRow, programLinks, servicesOf, timelineOf } from './store'

const said = (elapsed: Elapsed | null) =>
  elapsed && { ...elapsed, parts: durationParts(elapsed), words: durationInWords(elapsed) }

/** The figures of an incident; null where a moment they need is not known. */
export function figuresOf(timeline: Timeline) {
  return {
    day: incidentDay(timeline),
    lasts: timeline.windows.at(-1)?.toAt === null,
    impact: said(impactOf(timeline)),
    detection: said(elapsedBetween(timeline, 'detected')),
    notice: said(elapsedBetween(timeline, 'first_public_notice')),
    resolution: said(elapsedBetween(timeline, 'resolved')),
  }
}

/** What a change touched, from the difference that its record holds. */
function touched(difference: Record<string, unknown>): string[] {
  const { after } = difference
  return typeof after === 'object' && after !== null ? Object.keys(after) : []
}

/** Everything one incident's page shows. */
export async function incidentPage(read: Read, row: IncidentRow) {
  const timeline = await timelineOf(read, row.id)
  const changes = await historyOf(read, 'incident', row.id)
  const fact = { ...row, timeline }
  const paragraphs = (words: string | null) => wordsOfIncident(fact, words)
  const names = await namesOfPeople(read, [...new Set(changes.map((change) => change.actor))])
  return {
    id: row.id,
    key: row.key,
    version: row.version,
    title: row.title,
    severity: row.severity,
    timeline,
    figures: figuresOf(timeline),
    when: whenInWords(timeline),
    lines: timelineLines(timeline),
    summaryInternal: row.summaryInternal,
    summaryPublic: row.summaryPublic,
    causeInternal: row.causeInternal,
    causePublic: row.causePublic,
    /** The public words as customers will read them, paragraph by paragraph. */
    read: { summary: paragraphs(row.summaryPublic), cause: paragraphs(row.causePublic) },
    services: await servicesOf(read, row.id),
    programs: (await programLinks(read))
      .filter((link) => link.incident === row.id)
      .map(({ id, key, title }) => ({ id, key, title })),
    changes: changes.map(({ seq, at, action, actor, difference }) => ({
      seq,
      at,
      did: action.replace('incident ', ''),
      touched: touched(difference),
      by: names.get(actor) ?? 'the system',
    })),
  }
}
