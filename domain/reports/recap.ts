import type { Nodes } from 'mdast'
import { emptyColumns } from '../counting/columns'
import { compileReport } from './compile'
import type { IncidentFact } from './facts'
import { figuresOver } from './figures'
import { plainText } from './resolving'

/** A stretch of public words: as it was typed, or a figure that follows the record. */
export interface WordsPart {
  text: string
  figure: boolean
}

/**
 * The public words of an incident as a report will print them, paragraph by paragraph. Only what the incident itself
 * can answer is answered; what cannot be says so in its place.
 */
export function wordsOfIncident(incident: IncidentFact, words: string | null): WordsPart[][] {
  if (!words?.trim()) return []
  const asOf = '9999-12-31'
  const { model } = compileReport('::recap', {
    title: '',
    asOf,
    knownAt: null,
    publishedOn: asOf,
    period: null,
    firstMonth: 1,
    longTermDays: 0,
    organization: { name: '', zone: incident.timeline.zone, ethos: null, closing: null, publicDomains: [] },
    programs: [],
    incidents: [{ ...incident, summaryPublic: words }],
    items: [],
    chosen: [],
    previous: null,
    promises: [],
    figures: figuresOver(emptyColumns(), { asOf, knownAt: null }, () => '', 1),
    internal: { texts: [], approved: [], keyPrefixes: [], people: [] },
  })
  // After the title and the day, which every report begins with.
  return model.tree.children.slice(2).map((block) => partsOf(block))
}

function partsOf(node: Nodes): WordsPart[] {
  if (node.type === 'claim') return [{ text: plainText(node), figure: true }]
  if ('value' in node) return [{ text: node.value, figure: false }]
  return 'children' in node ? (node.children as Nodes[]).flatMap(partsOf) : []
}
