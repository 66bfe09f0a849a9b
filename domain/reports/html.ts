import type { Element, ElementContent, Nodes as HastNodes, Root as HastRoot } from 'hast'
import { defaultSchema, type Schema, sanitize } from 'hast-util-sanitize'
import { toHtml } from 'hast-util-to-html'
import type { Nodes, Root } from 'mdast'
import { toHast } from 'mdast-util-to-hast'
import type { ClaimNode, ReportModel } from './model'

/** Only what the report language can make. Raw HTML never gets this far; this holds for whatever would. */
const schema: Schema = {
  ...defaultSchema,
  tagNames: [
    'a',
    'blockquote',
    'br',
    'code',
    'del',
    'em',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'hr',
    'li',
    'ol',
    'p',
    'pre',
    'span',
    'strong',
    'table',
    'tbody',
    'td',
    'th',
    'thead',
    'tr',
    'ul',
  ],
  attributes: {
    a: ['href'],
    ol: ['start'],
    th: [['scope', 'col']],
    span: ['dataClaim', ['className', 'claim']],
    ul: ['dataClaim', ['className', 'summary']],
    table: ['dataClaim', ['className', 'promises']],
    p: [['className', 'meta', 'missing']],
    li: [['className', 'missing']],
    td: [['className', 'outcome', 'kept', 'kept-late', 'open', 'moved', 'missed', 'withdrawn', 'reworded']],
  },
  protocols: { href: ['http', 'https', 'mailto'] },
  clobberPrefix: '',
}

const outcomes = ['kept', 'kept-late', 'open', 'moved', 'missed', 'withdrawn', 'reworded']

/** Marks for the studio: which words are which claim. What customers get has none. */
export interface Marks {
  claims: boolean
}

/** The article as HTML: what stands between the frame's head and foot. */
export function htmlOf(model: ReportModel, { claims }: Marks = { claims: false }): string {
  const hast = toHast(dressed(model.tree, claims), {
    handlers: {
      claim: (state, node: ClaimNode): Element | ElementContent[] => {
        const children = state.all(node as never)
        if (!claims) return children as ElementContent[]
        return {
          type: 'element',
          tagName: 'span',
          properties: { className: ['claim'], dataClaim: node.id },
          children: children as Element['children'],
        }
      },
    },
  }) as HastRoot
  return toHtml(sanitize(headed(hast), schema) as HastRoot)
}

/** Roles become classes. */
function dressed(root: Root, claims: boolean): Root {
  const dress = <T extends Nodes>(node: T): T => {
    const copy = { ...node }
    const { role, claim } = node.data ?? {}
    if (role || claim) {
      const className = role ? (outcomes.includes(role) ? ['outcome', role] : [role]) : undefined
      copy.data = {
        hProperties: { ...(className ? { className } : {}), ...(claims && claim ? { dataClaim: claim } : {}) },
      } as never
    }
    if ('children' in node) (copy as { children: unknown }).children = (node.children as Nodes[]).map(dress)
    return copy
  }
  return dress(root)
}

/** Head cells say what they head. */
function headed(root: HastRoot): HastRoot {
  const walk = (node: HastNodes) => {
    if (node.type === 'element' && node.tagName === 'th') node.properties.scope = 'col'
    if ('children' in node) for (const child of node.children) walk(child)
  }
  walk(root)
  return root
}
