import type { Nodes, Paragraph, Parent, PhrasingContent, RootContent } from 'mdast'
import type { ContainerDirective, LeafDirective, TextDirective } from 'mdast-util-directive'
import type { ForwardStatement } from '../commitments'
import { dayInWords } from '../days'
import { RuleError } from '../errors'
import { incidentDay } from '../incidents'
import { isQuarter, type Period, parsePeriod, type Quarter } from '../periods'
import type { CheckCode, CheckLevel } from '../vocabulary'
import { type Directive, type DirectiveName, directiveOf, isDirectiveName } from './directives'
import type { IncidentFact, ItemFact, ProgramFact, PromiseFact, ReportFacts } from './facts'
import type { Check, Chip, Claim, ClaimNode, Place, PrintedItem, StatedPromise } from './model'
import { placeOf } from './parse'

export type DirectiveNode = TextDirective | LeafDirective | ContainerDirective

/** Something in a directive that cannot be answered: becomes `unresolved`, with its place. Never printed silently. */
export class Unresolved extends Error {}

/** What one compilation gathers on its way through the draft. */
export class Resolving {
  readonly claims: Claim[] = []
  readonly checks: Check[] = []
  /** Of each check: what makes another one the same finding. */
  readonly #found = new Set<string>()
  readonly chips: Chip[] = []
  readonly printed: PrintedItem[] = []
  readonly forward: ForwardStatement[] = []
  readonly stated: StatedPromise[] = []
  readonly causes: Record<string, string> = {}
  /** Keys of programs whose rest a not-itemised line accounts for. */
  readonly restSaid = new Set<string>()
  /** Blocks whose text is about one incident: its clock times and durations are held against the timeline. */
  readonly bound: { node: Nodes; incident: IncidentFact; place: Place | null }[] = []
  /** Until the draft ends, a recap binds what follows it in its section. */
  incidentOfText: IncidentFact | null = null
  /** Set while a text that a directive brought in is resolved: its places are not those of the draft. */
  within: Place | null = null

  #itemsById: ReadonlyMap<string, ItemFact> | null = null

  constructor(readonly facts: ReportFacts) {}

  /** An item of the report's programs; undefined: it is of none of them. */
  item(id: string): ItemFact | undefined {
    this.#itemsById ??= new Map(this.facts.items.map((item) => [item.id, item]))
    return this.#itemsById.get(id)
  }

  placeOf(node: Nodes): Place | null {
    return this.within ?? placeOf(node)
  }

  check(
    code: CheckCode,
    level: CheckLevel,
    subject: string,
    sentence: string,
    place: Place | null,
    excerpt: string | null = null,
  ) {
    const same = `${code} ${subject}`
    if (this.#found.has(same)) return
    this.#found.add(same)
    this.checks.push({ code, level, subject, sentence, place, excerpt })
  }

  /** Words in a sentence that answer a question; the claim is numbered when the whole text stands. */
  claim(
    node: DirectiveNode,
    query: Record<string, unknown>,
    words: string,
    value: unknown,
    rows: readonly string[] = [],
  ): ClaimNode {
    const id = this.newClaim(node, query, words, value, rows)
    return { type: 'claim', id, children: [{ type: 'text', value: words }] }
  }

  newClaim(
    node: DirectiveNode,
    query: Record<string, unknown>,
    words: string,
    value: unknown,
    rows: readonly string[] = [],
  ): string {
    const { asOf, knownAt } = this.facts
    const id = `#${this.claims.length + 1}`
    this.claims.push({
      id,
      place: this.placeOf(node),
      directive: node.name,
      query,
      asOf,
      knownAt,
      words,
      value,
      rows: [...rows],
    })
    return id
  }

  chip(node: DirectiveNode, shows: string, trouble = false) {
    const place = placeOf(node)
    if (this.within || !place) return
    const shape = node.type === 'textDirective' ? 'text' : node.type === 'leafDirective' ? 'leaf' : 'container'
    this.chips.push({ from: place.from, to: place.to, name: node.name, shape, shows, trouble })
  }

  unresolved(node: DirectiveNode, sentence: string) {
    const place = this.placeOf(node)
    const where = place ? `Line ${place.line}, column ${place.column}: ` : ''
    this.check('unresolved', 'error', `${node.name}@${place?.from ?? 0}`, `${where}${sentence}`, place, sourceOf(node))
    this.chip(node, sentence, true)
  }
}

export const sourceOf = (node: DirectiveNode): string =>
  `${node.type === 'textDirective' ? ':' : node.type === 'leafDirective' ? '::' : ':::'}${node.name}`

/** The arguments of a directive, read and checked against what it takes. */
export class Args {
  private readonly given: Record<string, string>

  /** Throws Unresolved for a directive or an argument that does not exist, and for a value that cannot be read. */
  constructor(
    node: DirectiveNode,
    private readonly resolving: Resolving,
  ) {
    const spec = specOf(node)
    this.given = Object.fromEntries(Object.entries(node.attributes ?? {}).map(([name, value]) => [name, value ?? '']))
    for (const [name, value] of Object.entries(this.given)) {
      const takes = spec.takes[name]
      if (!takes) {
        const known = Object.keys(spec.takes)
        throw new Unresolved(
          `${sourceOf(node)} does not take “${name}”. ${known.length ? `It takes ${known.join(', ')}.` : 'It takes nothing.'}`,
        )
      }
      if (takes.takes === 'word' && !takes.words.includes(value)) {
        throw new Unresolved(
          `${name}=${value} is not understood. ${sourceOf(node)} takes ${name}= ${takes.words.join(', ')}.`,
        )
      }
    }
    for (const [name, takes] of Object.entries(spec.takes)) {
      if (takes.required && !this.given[name]) throw new Unresolved(`${sourceOf(node)} needs ${name}=: ${takes.says}.`)
    }
  }

  word<T extends string>(name: string): T | undefined {
    return this.given[name] as T | undefined
  }

  has(name: string): boolean {
    return this.given[name] !== undefined
  }

  quarter(name: string): Quarter | undefined {
    const text = this.given[name]
    if (text === undefined) return undefined
    if (isQuarter(text)) return text
    throw new Unresolved(`${name}=${text} is not a quarter. Write 2021-Q2.`)
  }

  period(name: string): Period | undefined {
    const text = this.given[name]
    if (text === undefined) return undefined
    try {
      return parsePeriod(text, this.resolving.facts.firstMonth)
    } catch (error) {
      if (error instanceof RuleError) throw new Unresolved(error.message)
      throw error
    }
  }

  whole(name: string): number | undefined {
    const text = this.given[name]
    if (text === undefined) return undefined
    if (/^-?\d{1,3}$/.test(text)) return Number(text)
    throw new Unresolved(`${name}=${text} is not a whole number.`)
  }

  programs(name = 'program'): ProgramFact[] {
    const all = this.resolving.facts.programs
    const text = this.given[name]
    if (text === undefined) {
      if (all.length === 0) throw new Unresolved('The report has no program yet. Choose what it is about.')
      return [...all]
    }
    return text.split(',').map((part) => {
      const found = all.find((each) => each.key === part.trim().toUpperCase())
      if (found) return found
      const known = all.length ? `It is about ${all.map((each) => each.key).join(', ')}.` : 'It has no program yet.'
      throw new Unresolved(`${name}=${part.trim()} is no program of this report. ${known}`)
    })
  }

  /** Throws Unresolved also for one that had not happened on the report's day. */
  incident(): IncidentFact {
    const incident = this.incidentMeant()
    const day = incidentDay(incident.timeline)
    const { asOf } = this.resolving.facts
    if (day !== null && day > asOf) {
      throw new Unresolved(
        `${incident.key} happened on ${dayInWords(day)}, after ${dayInWords(asOf)}, the day of this report’s figures.`,
      )
    }
    return incident
  }

  private incidentMeant(): IncidentFact {
    const { incidents } = this.resolving.facts
    const text = this.given.incident
    if (text !== undefined) {
      const found = incidents.find((each) => each.key === text.toUpperCase())
      if (found) return found
      throw new Unresolved(
        `incident=${text} is no incident of this report. ${incidents.length ? `There is ${incidents.map((each) => each.key).join(', ')}.` : 'Link one to its program.'}`,
      )
    }
    const bound = this.resolving.incidentOfText ?? (incidents.length === 1 ? incidents[0] : undefined)
    if (bound) return bound
    throw new Unresolved(
      incidents.length === 0
        ? 'The report has no incident. Link one to its program.'
        : 'Name the incident: incident=INC-1.',
    )
  }

  promise(): PromiseFact {
    const text = this.given.promise ?? ''
    const found = this.resolving.facts.promises.find((each) => each.commitment.key === text.toUpperCase())
    if (found) return found
    const known = this.resolving.facts.promises.map((each) => each.commitment.key)
    throw new Unresolved(
      `promise=${text} is no open promise. ${known.length ? `Open are ${known.join(', ')}.` : 'There is none to reconcile.'}`,
    )
  }

  since(): NonNullable<ReportFacts['previous']> & { asOf: NonNullable<NonNullable<ReportFacts['previous']>['asOf']> } {
    const { previous } = this.resolving.facts
    if (!previous) throw new Unresolved('There is no previous report to compare with. Choose one, or leave this out.')
    const asOf = previous.asOf ?? previous.publishedOn
    return { ...previous, asOf }
  }
}

export function specOf(node: DirectiveNode): Directive {
  if (!isDirectiveName(node.name)) throw new Unresolved(`There is no directive ${sourceOf(node)}.`)
  const spec = directiveOf(node.name as DirectiveName)
  const shape = `${spec.shape}Directive`
  if (node.type !== shape) {
    const colons =
      spec.shape === 'text'
        ? 'one colon'
        : spec.shape === 'leaf'
          ? 'two colons, on a line of its own'
          : 'three colons, around its words'
    throw new Unresolved(`${node.name} is written with ${colons}.`)
  }
  return spec
}

export const text = (value: string): PhrasingContent => ({ type: 'text', value })
export const strong = (...children: PhrasingContent[]): PhrasingContent => ({ type: 'strong', children })
export const paragraph = (...children: PhrasingContent[]): Paragraph => ({ type: 'paragraph', children })
export const subheading = (...children: PhrasingContent[]): RootContent => ({ type: 'heading', depth: 3, children })
export const bullets = (rows: readonly PhrasingContent[][]): Extract<RootContent, { type: 'list' }> => ({
  type: 'list',
  ordered: false,
  spread: false,
  children: rows.map((children) => ({ type: 'listItem', spread: false, children: [paragraph(...children)] })),
})

/** What the text of a node says, claims included. */
export function plainText(node: Nodes | Parent): string {
  if ('value' in node && typeof node.value === 'string') return node.type === 'html' ? '' : node.value
  if (node.type === 'break') return ' '
  return 'children' in node ? (node.children as Nodes[]).map(plainText).join('') : ''
}

/** Placeholders of titles never reach a reader: an item without approved wording is named by its key, in the draft alone. */
export const isWorded = (item: ItemFact): boolean => item.titlePublic !== null && item.wordingState === 'approved'
