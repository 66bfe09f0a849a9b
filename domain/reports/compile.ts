import type { Nodes, PhrasingContent, Root, RootContent } from 'mdast'
import type { ContainerDirective, LeafDirective, TextDirective } from 'mdast-util-directive'
import { isOpen } from '../counting/definitions'
import { dayInWords } from '../days'
import { type CommitmentOutcome, commitmentOutcomes } from '../vocabulary'
import { checkLeaks } from './checks/leak'
import { checkNumbers } from './checks/numbers'
import { checkPlaceholders } from './checks/placeholders'
import { checkCoverage, checkPromises } from './checks/record'
import { checkTimes } from './checks/times'
import { underscored } from './directives'
import type { ReportFacts } from './facts'
import { inlineFigure } from './inline'
import { changesBlock, headlineBlock, itemsBlock, notItemisedBlock } from './listing'
import type { Compiled, ProgramCoverage } from './model'
import { nestedTooDeeply, parseReport } from './parse'
import { commitmentBlock, nextUpdateBlock, promisedBlock, reconcileBlock } from './promises'
import {
  Args,
  type DirectiveNode,
  paragraph,
  plainText,
  Resolving,
  sourceOf,
  specOf,
  text,
  Unresolved,
} from './resolving'

/**
 * Compiles a draft over facts: one tree without directives, every figure a claim, everything worth a second look a
 * check. The same text over the same facts gives the same answer.
 */
export function compileReport(source: string, facts: ReportFacts): Compiled {
  const resolving = new Resolving(facts)
  const tooDeep = nestedTooDeeply(source)
  const draft: Root = tooDeep ? { type: 'root', children: [] } : parseReport(source)
  if (tooDeep) resolving.check('unresolved', 'error', 'nesting', tooDeep.sentence, tooDeep.place)
  const said = outcomesSaid(draft)
  const children: RootContent[] = []
  for (const block of draft.children) {
    children.push(...resolveBlock(block, resolving, said, source))
  }
  // What is named is known when everything else is resolved.
  const tree: Root = { type: 'root', children: [...masthead(facts), ...filled(children, resolving)] }
  numberClaims(tree, resolving)
  closeChips(resolving, source)

  const { claims, printed, forward, stated, causes } = resolving
  const coverage = coverageOf(resolving)
  checkPlaceholders(draft, resolving)
  checkTimes(resolving)
  checkNumbers(draft, resolving)
  checkLeaks(tree, draft, resolving)
  checkPromises(resolving)
  checkCoverage(coverage, resolving)
  const levels = ['error', 'warning', 'quiet']
  const checks = resolving.checks.sort(
    (a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || (a.place?.from ?? 0) - (b.place?.from ?? 0),
  )
  const { title, period, asOf, knownAt } = facts
  return {
    model: {
      format: 1,
      title,
      locale: 'en-US',
      period,
      asOf,
      knownAt,
      tree,
      claims,
      printed,
      forward,
      stated,
      coverage,
      causes,
    },
    checks,
    chips: resolving.chips.sort((a, b) => a.from - b.from),
  }
}

/** Puts the not-itemised lines in their places. */
function filled(nodes: readonly RootContent[], resolving: Resolving): RootContent[] {
  return nodes.flatMap((node): RootContent[] => {
    if (node.type === 'leafDirective') return guarded(node, resolving, () => notItemisedBlock(node, resolving))
    if (!('children' in node)) return [node]
    return [{ ...node, children: filled(node.children as RootContent[], resolving) } as RootContent]
  })
}

/** Every report says at which day it stands. */
const masthead = (facts: ReportFacts): RootContent[] => [
  { type: 'heading', depth: 1, children: [text(facts.title)] },
  { type: 'paragraph', data: { role: 'meta' }, children: [text(`Figures as of ${dayInWords(facts.asOf)}.`)] },
]

/** What the author says became of a promise, wherever it stands: the table above it must say the same. */
function outcomesSaid(node: Nodes, found = new Map<string, CommitmentOutcome>()) {
  if (node.type === 'containerDirective' && node.name === 'reconcile') {
    const { promise, as } = node.attributes ?? {}
    const outcome = commitmentOutcomes.find((each) => each === underscored(as ?? ''))
    if (promise && outcome) found.set(promise.toUpperCase(), outcome)
  }
  if ('children' in node) for (const child of node.children as Nodes[]) outcomesSaid(child, found)
  return found
}

/** What cannot be answered is said at its place, in the text and among the checks. */
function guarded(node: DirectiveNode, resolving: Resolving, resolve: () => RootContent[]): RootContent[] {
  try {
    return resolve()
  } catch (error) {
    if (!(error instanceof Unresolved)) throw error
    resolving.unresolved(node, error.message)
    return [{ ...paragraph(text(`[${sourceOf(node)} cannot be answered]`)), data: { role: 'missing' } }]
  }
}

function resolveBlock(
  node: RootContent,
  resolving: Resolving,
  said: ReadonlyMap<string, CommitmentOutcome>,
  source: string,
): RootContent[] {
  const inner = (children: readonly Nodes[]) =>
    children.flatMap((child) => resolveBlock(child as RootContent, resolving, said, source))
  switch (node.type) {
    case 'heading':
      // A new section: what a recap bound ends here.
      if (node.depth <= 2 && resolving.within === null) resolving.incidentOfText = null
      return [{ ...bare(node), children: resolvePhrasing(node.children, resolving) }]
    case 'paragraph': {
      bindParagraph(node, resolving)
      const children = resolvePhrasing(node.children, resolving)
      return children.length ? [{ ...bare(node), children }] : []
    }
    case 'blockquote':
    case 'list':
    case 'listItem':
      return [{ ...bare(node), children: inner(node.children) } as RootContent]
    case 'table':
      return [
        {
          ...bare(node),
          children: node.children.map((row) => ({
            ...bare(row),
            children: row.children.map((cell) => ({
              ...bare(cell),
              children: resolvePhrasing(cell.children, resolving),
            })),
          })),
        },
      ]
    case 'leafDirective':
      // Kept as it is until the end, at whatever depth it stands.
      return node.name === 'not-itemised' ? [node] : guarded(node, resolving, () => resolveLeaf(node, resolving, said))
    case 'containerDirective':
      return guarded(node, resolving, () => {
        refuseUnclosed(node, resolving, source)
        return resolveContainer(node, resolving, inner(node.children))
      })
    case 'code':
      // What stands after the fence reaches some formats and not others, and no check reads it.
      return [{ type: 'code', value: node.value }]
    case 'html':
    case 'definition':
    case 'footnoteDefinition':
    case 'yaml':
      refuse(
        node,
        resolving,
        node.type === 'html'
          ? 'HTML is not part of a report and is not printed.'
          : 'References and footnotes are not part of a report yet. Write the link where it belongs.',
      )
      return []
    default:
      return [bare(node)]
  }
}

/** Positions are the draft's business, not the reader's. */
function bare<T extends Nodes>(node: T): T {
  const { position, ...rest } = node
  void position
  return rest as T
}

function refuse(node: Nodes, resolving: Resolving, sentence: string) {
  const place = resolving.placeOf(node)
  const where = place ? `Line ${place.line}, column ${place.column}: ` : ''
  resolving.check('unresolved', 'error', `${node.type}@${place?.from ?? 0}`, `${where}${sentence}`, place)
}

function resolveLeaf(
  node: LeafDirective,
  resolving: Resolving,
  said: ReadonlyMap<string, CommitmentOutcome>,
): RootContent[] {
  specOf(node)
  switch (node.name) {
    case 'headline':
      return headlineBlock(node, resolving)
    case 'items':
      return itemsBlock(node, resolving)
    case 'promised':
      return promisedBlock(node, resolving, said)
    case 'changes':
      return changesBlock(node, resolving)
    case 'recap':
      return recap(node, resolving)
    default:
      throw new Unresolved(`There is no directive ${sourceOf(node)}.`)
  }
}

/** The grammar closes at the end of the text what its author left open, and takes everything in between into it. */
function refuseUnclosed(node: ContainerDirective, resolving: Resolving, source: string) {
  const end = node.position?.end.offset
  if (end === undefined || resolving.within !== null) return
  const lastLine = source.slice(source.lastIndexOf('\n', end - 1) + 1, end)
  if (/^[\s>]*:{3,}\s*$/.test(lastLine)) return
  throw new Unresolved(`${sourceOf(node)} is not closed. End it with ::: on a line of its own.`)
}

function resolveContainer(node: ContainerDirective, resolving: Resolving, words: RootContent[]): RootContent[] {
  specOf(node)
  switch (node.name) {
    case 'commitment':
      return commitmentBlock(node, resolving, words)
    case 'reconcile':
      return reconcileBlock(node, resolving, words)
    case 'next-update':
      return nextUpdateBlock(node, resolving, words)
    default:
      throw new Unresolved(`There is no directive ${sourceOf(node)}.`)
  }
}

/** The public summary of an incident, whose own inline directives are resolved for it. */
function recap(node: LeafDirective, resolving: Resolving): RootContent[] {
  const incident = new Args(node, resolving).incident()
  if (!incident.summaryPublic?.trim())
    throw new Unresolved(`${incident.key} has no public summary yet. Write it on its page.`)
  const place = resolving.placeOf(node)
  resolving.incidentOfText = incident
  if (incident.causePublic) resolving.causes[incident.key] = incident.causePublic
  resolving.chip(node, incident.title)
  const before = resolving.within
  resolving.within = place
  try {
    return parseReport(incident.summaryPublic).children.flatMap((block) => {
      if (block.type === 'leafDirective' || block.type === 'containerDirective')
        throw new Unresolved('A recap holds text and figures, no blocks.')
      return resolveBlock(block, resolving, new Map(), incident.summaryPublic ?? '')
    })
  } finally {
    resolving.within = before
  }
}

const ofIncident = ['window', 'elapsed']
/** Words that mean the incident, where the report knows but one. */
const meansIncident = /\b(?:the|this|that|our) (?:[\w-]+ )?(?:outage|disruption|incident)\b/i

/** A paragraph that quotes the timeline, or stands in the section of a recap, is held against that timeline. */
function bindParagraph(node: Extract<RootContent, { type: 'paragraph' }>, resolving: Resolving) {
  const named = node.children.find(
    (child): child is TextDirective =>
      child.type === 'textDirective' && (ofIncident.includes(child.name) || child.attributes?.of === 'incident'),
  )
  const { incidents } = resolving.facts
  const key = named?.attributes?.incident?.toUpperCase()
  const only = incidents.length === 1 && meansIncident.test(plainText(node)) ? incidents[0] : undefined
  const incident =
    (named && (incidents.find((each) => each.key === key) ?? (incidents.length === 1 ? incidents[0] : undefined))) ??
    resolving.incidentOfText ??
    only
  if (incident) resolving.bound.push({ node, incident, place: resolving.within })
}

const schemes = /^(https?:|mailto:)/i

function resolvePhrasing(nodes: readonly PhrasingContent[], resolving: Resolving): PhrasingContent[] {
  return nodes.flatMap((node): PhrasingContent[] => {
    switch (node.type) {
      case 'textDirective':
        try {
          specOf(node)
          return [inlineFigure(node, resolving)]
        } catch (error) {
          if (!(error instanceof Unresolved)) throw error
          resolving.unresolved(node, error.message)
          return [text(`[${sourceOf(node)} cannot be answered]`)]
        }
      case 'html':
        refuse(node, resolving, 'HTML is not part of a report and is not printed.')
        return []
      case 'image':
      case 'imageReference':
        refuse(node, resolving, 'Pictures are not part of a report yet.')
        return []
      case 'linkReference':
      case 'footnoteReference':
        refuse(
          node,
          resolving,
          'References and footnotes are not part of a report yet. Write the link where it belongs.',
        )
        return 'children' in node ? resolvePhrasing(node.children, resolving) : []
      case 'link':
        if (!schemes.test(node.url)) {
          refuse(node, resolving, `A link leads to http, https or mailto, not to “${node.url}”.`)
          return resolvePhrasing(node.children, resolving)
        }
        // Without its title: some formats would print it, and no check reads it.
        return [{ type: 'link', url: node.url, children: resolvePhrasing(node.children, resolving) }]
      case 'emphasis':
      case 'strong':
      case 'delete':
        return [{ ...bare(node), children: resolvePhrasing(node.children, resolving) }]
      default:
        return [bare(node)]
    }
  })
}

/** `c1`, `c2` … in the order in which a reader meets them; claims nobody meets are dropped. */
function numberClaims(tree: Root, resolving: Resolving) {
  const names = new Map<string, string>()
  const met = (id: string) => {
    const known = names.get(id)
    if (known) return known
    const name = `c${names.size + 1}`
    names.set(id, name)
    return name
  }
  const walk = (node: Nodes) => {
    if (node.data?.claim) node.data = { ...node.data, claim: met(node.data.claim) }
    if (node.type === 'claim') node.id = met(node.id)
    if ('children' in node) for (const child of node.children as Nodes[]) walk(child)
  }
  walk(tree)
  const numbered = resolving.claims.filter((claim) => names.has(claim.id))
  for (const claim of numbered) claim.id = names.get(claim.id) ?? claim.id
  numbered.sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))
  resolving.claims.splice(0, resolving.claims.length, ...numbered)
}

/** The chip of a container is its opening line; the words inside stay words. */
function closeChips(resolving: Resolving, source: string) {
  for (const chip of resolving.chips) {
    if (chip.shape !== 'container') continue
    const end = source.indexOf('\n', chip.from)
    if (end > 0 && end < chip.to) chip.to = end
  }
}

function coverageOf(resolving: Resolving): ProgramCoverage[] {
  const { facts, printed, restSaid } = resolving
  const named = new Set(printed.map((each) => each.item))
  return facts.programs.map((program) => {
    const members = facts.items.filter((item) => !item.continuous && item.programs.includes(program.key))
    const shown = members.filter((item) => named.has(item.id))
    const { total, done, open } = facts.figures.counts([program.key])
    return {
      key: program.key,
      title: program.title,
      total,
      done,
      open,
      named: shown.length,
      namedDone: shown.filter((item) => item.status === 'done').length,
      namedOpen: shown.filter((item) => isOpen(item.status)).length,
      restIsSaid: restSaid.has(program.key),
    }
  })
}
