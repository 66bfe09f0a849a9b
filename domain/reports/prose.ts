import type { Nodes, Root } from 'mdast'
import type { Alignment } from './alignment'
import type { Place } from './model'

/** Stands for what is not typed words: a figure of the record, a piece of code. Checks read over it. */
export const FIGURE = '\u25c6'
export const CODE = '\u25c7'

/** The typed words of one paragraph, heading, cell or the like, and where each of them stands in the draft. */
export interface Prose {
  text: string
  /** Runs of typed text: where it begins in `text`, and in the draft. */
  runs: { at: number; line: number; column: number; from: number; value: string; alignment: Alignment | null }[]
}

const blocks = ['paragraph', 'heading', 'tableCell']

/** Everything that was typed as words, block by block. What directives bring in is not among it. */
export function proseOf(root: Root | Nodes): Prose[] {
  const found: Prose[] = []
  const walk = (node: Nodes) => {
    if (blocks.includes(node.type)) {
      const prose: Prose = { text: '', runs: [] }
      gather(node, prose)
      if (prose.text.trim() !== '') found.push(prose)
      return
    }
    if (node.type === 'leafDirective') return
    if ('children' in node) for (const child of node.children as Nodes[]) walk(child)
  }
  walk(root)
  return found
}

function gather(node: Nodes, prose: Prose) {
  switch (node.type) {
    case 'text': {
      const start = node.position?.start
      prose.runs.push({
        at: prose.text.length,
        line: start?.line ?? 1,
        column: start?.column ?? 1,
        from: start?.offset ?? 0,
        value: node.value,
        alignment: node.data?.alignment ?? null,
      })
      prose.text += node.value
      return
    }
    case 'textDirective':
    case 'claim':
      prose.text += FIGURE
      return
    case 'inlineCode':
    case 'html':
      prose.text += CODE
      return
    case 'break':
      prose.text += ' '
      return
    default:
      if ('children' in node) for (const child of node.children as Nodes[]) gather(child, prose)
  }
}

/** The place of a stretch of the prose in the draft. */
export function placeIn(prose: Prose, at: number, length: number): Place | null {
  const run = prose.runs.findLast((each) => each.at <= at)
  if (!run) return null
  const index = at - run.at
  const startOf = (each: number) => run.alignment?.starts[each] ?? each
  const endOf = (each: number) => run.alignment?.ends[each] ?? each + 1
  const before = run.value.slice(0, index)
  const from = startOf(index)
  const newline = before.lastIndexOf('\n')
  return {
    line: run.line + before.split('\n').length - 1,
    column: newline >= 0 ? from - endOf(newline) + 1 : run.column + from,
    from: run.from + from,
    to: run.from + (length > 0 ? endOf(index + length - 1) : from),
  }
}

/** A sentence's parts, as far as a status word and a number in it belong together. */
export function clausesOf(text: string): { at: number; text: string }[] {
  const found: { at: number; text: string }[] = []
  let at = 0
  // A point inside a number or a version ends nothing.
  const ends = /[.!?;:](?=\s|$)|\n|,\s+(?=(?:and|but|while|which|of which|so)\b)|\s[–—-]\s|\s(?:but|while|whereas)\s/g
  for (const end of text.matchAll(ends)) {
    found.push({ at, text: text.slice(at, end.index) })
    at = end.index + end[0].length
  }
  found.push({ at, text: text.slice(at) })
  return found.filter((clause) => clause.text.trim() !== '')
}
