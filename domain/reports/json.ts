import type { Nodes, RootContent } from 'mdast'
import type { ReportModel } from './model'
import { plainText } from './resolving'

/** A block of the published report as data. */
export type JsonBlock =
  | { type: 'heading'; depth: number; text: string }
  | { type: 'paragraph' | 'quote' | 'code'; text: string }
  | { type: 'list'; ordered: boolean; items: string[] }
  | { type: 'table'; head: string[]; rows: string[][] }

/** The published report as data: no key, no id and no question that means something only inside. */
export interface JsonReport {
  format: 'followthrough-report'
  version: 1
  title: string
  locale: string
  period: string | null
  asOf: string
  figures: { words: string; kind: string; value: unknown; of?: string; source?: string }[]
  promises: {
    text: string
    kind: string
    dueFrom: string | null
    dueEnd: string | null
    dueResolution: string | null
    about: string | null
  }[]
  blocks: JsonBlock[]
}

export function jsonReport(model: ReportModel): JsonReport {
  const { title, locale, period, asOf } = model
  return {
    format: 'followthrough-report',
    version: 1,
    title,
    locale,
    period,
    asOf,
    figures: model.claims.map(({ words, directive, query, value }) => ({
      words,
      kind: directive,
      value,
      ...(typeof query.of === 'string' ? { of: query.of } : {}),
      ...(directive === 'stated' && typeof query.source === 'string' ? { source: query.source } : {}),
    })),
    promises: model.forward.map(({ text, kind, due, dueAssumed, about }) => {
      // A date nobody said is not handed out as one.
      const said = dueAssumed ? null : due
      return {
        text,
        kind,
        dueFrom: said?.fromOn ?? null,
        dueEnd: said?.endOn ?? null,
        dueResolution: said?.resolution ?? null,
        about,
      }
    }),
    blocks: model.tree.children.flatMap(blocksOf),
  }
}

export const jsonOf = (model: ReportModel): string => `${JSON.stringify(jsonReport(model), null, 2)}\n`

const words = (node: Nodes): string => plainText(node).replaceAll(/\s+/g, ' ').trim()

function blocksOf(node: RootContent): JsonBlock[] {
  switch (node.type) {
    case 'heading':
      return [{ type: 'heading', depth: node.depth, text: words(node) }]
    case 'paragraph':
      return [{ type: 'paragraph', text: words(node) }]
    case 'blockquote':
      return [{ type: 'quote', text: node.children.map(words).join(' ') }]
    case 'code':
      return [{ type: 'code', text: node.value }]
    case 'list':
      return [
        {
          type: 'list',
          ordered: node.ordered ?? false,
          items: node.children.map((item) => item.children.map(words).join(' ')),
        },
      ]
    case 'table': {
      const [head = [], ...rows] = node.children.map((row) => row.children.map(words))
      return [{ type: 'table', head, rows }]
    }
    default:
      return []
  }
}
