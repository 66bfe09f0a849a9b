import type { Nodes, Parents, Root, RootContent } from 'mdast'
import remarkDirective from 'remark-directive'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { visit } from 'unist-util-visit'
import { aligned } from './alignment'
import { isDirectiveName } from './directives'
import type { Place } from './model'

const processor = unified().use(remarkParse).use(remarkGfm).use(remarkDirective).freeze()

/**
 * A draft as a tree. What the grammar takes for a directive and nobody meant as one (`5:00am`, `3:1`, `note:this`) is
 * put back as text; positions are those of the whole draft.
 */
export function parseReport(text: string): Root {
  const children: RootContent[] = []
  for (const section of sectionsOf(text)) children.push(...sectionTree(section))
  return { type: 'root', children }
}

const deepest = 20
const longestRun = 200

/**
 * Text that would take the parser minutes or overflow its stack: nobody means it, and everybody else would wait. Null
 * for what can be parsed.
 */
export function nestedTooDeeply(text: string): { sentence: string; place: Place } | null {
  let depth = 0
  let offset = 0
  for (const [at, line] of text.split('\n').entries()) {
    const quotes = /^(?:\s|>|[*+-]\s)*/.exec(line)?.[0].replaceAll(/\s/g, '').length ?? 0
    if (/^\s*:{3,}\s*[A-Za-z]/.test(line)) depth++
    else if (/^\s*:{3,}\s*$/.test(line) && depth > 0) depth--
    const run = /[*_~`[\]]{200,}/.exec(line)
    if (quotes > deepest || depth > deepest || run) {
      const what = run ? `holds more than ${longestRun} marks in a row` : `is nested more than ${deepest} deep`
      const column = (run?.index ?? 0) + 1
      const sentence = `Line ${at + 1}, column ${column}: the text ${what}, so nothing of it is shown. Take the marks out.`
      return { sentence, place: { line: at + 1, column, from: offset, to: offset + line.length } }
    }
    offset += line.length + 1
  }
  return null
}

interface Section {
  text: string
  line: number
  offset: number
}

/**
 * A draft is parsed in sections, cut where a heading begins a line outside fences and containers: such a heading ends
 * whatever came before it. Each section is remembered by its text, so that editing one leaves the others parsed.
 * Definitions reach across sections, and HTML blocks hold what looks like a heading: those drafts are parsed whole.
 */
function sectionsOf(text: string): Section[] {
  if (/^\s{0,3}\[[^\]]+\]:/m.test(text) || /^\s{0,3}</m.test(text)) return [{ text, line: 0, offset: 0 }]
  const sections: Section[] = []
  let fence: string | null = null
  let depth = 0
  let [start, startLine, offset, line] = [0, 0, 0, 0]
  for (const each of text.split('\n')) {
    const mark = /^\s*(`{3,}|~{3,}|:{3,})/.exec(each)?.[1]
    if (mark?.startsWith(':')) {
      if (fence === null) depth += /^\s*:{3,}\s*$/.test(each) ? -1 : 1
    } else if (mark && fence === null) fence = mark
    else if (mark && fence !== null && mark.startsWith(fence) && each.trim() === mark) fence = null
    if (fence === null && depth <= 0 && offset > start && /^#{1,6}(\s|$)/.test(each)) {
      sections.push({ text: text.slice(start, offset), line: startLine, offset: start })
      start = offset
      startLine = line
      depth = 0
    }
    offset += each.length + 1
    line++
  }
  sections.push({ text: text.slice(start), line: startLine, offset: start })
  return sections
}

const parsed = new Map<string, RootContent[]>()
/** A tree is some fifty times as large as its text. */
const mostCharacters = 1_000_000
let characters = 0

function sectionTree({ text, line, offset }: Section): RootContent[] {
  const known = parsed.get(text)
  const tree = known ?? parseSection(text)
  if (!known) {
    if (characters + text.length > mostCharacters) {
      parsed.clear()
      characters = 0
    }
    if (text.length <= mostCharacters) {
      parsed.set(text, tree)
      characters += text.length
    }
  }
  return offset === 0 ? tree : tree.map((node) => shifted(node, line, offset))
}

function parseSection(text: string): RootContent[] {
  const root = processor.parse(text)
  visit(root, 'textDirective', (node, index, parent) => {
    if (parent === undefined || index === undefined) return
    const from = node.position?.start.offset ?? 0
    const to = node.position?.end.offset ?? from
    const braces = Object.keys(node.attributes ?? {}).length > 0 || text.slice(from, to).includes('{')
    const isMeant = isDirectiveName(node.name) && !/[\p{L}\p{N}]$/u.test(text.slice(0, from))
    if (braces || node.children.length > 0 || isMeant) return
    const source = {
      type: 'text' as const,
      value: text.slice(from, to),
      ...(node.position ? { position: node.position } : {}),
    }
    ;(parent as Parents).children.splice(index, 1, source as never)
  })
  joinTexts(root)
  visit(root, 'text', (node) => {
    const source = text.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0)
    if (node.position && source !== node.value) node.data = { ...node.data, alignment: aligned(node.value, source) }
  })
  return root.children
}

/** `5` and `:00am` were cut in two; checks read them as one. */
function joinTexts(node: Nodes) {
  if (!('children' in node)) return
  const joined: Nodes[] = []
  for (const child of node.children as Nodes[]) {
    joinTexts(child)
    const last = joined.at(-1)
    const follows = last?.position?.end.offset === child.position?.start.offset
    if (child.type === 'text' && last?.type === 'text' && follows) {
      last.value += child.value
      if (last.position && child.position) last.position = { start: last.position.start, end: child.position.end }
    } else joined.push(child)
  }
  node.children = joined as never
}

function shifted<T extends Nodes>(node: T, line: number, offset: number): T {
  const copy = { ...node }
  if (node.position) {
    const { start, end } = node.position
    copy.position = {
      start: { ...start, line: start.line + line, offset: (start.offset ?? 0) + offset },
      end: { ...end, line: end.line + line, offset: (end.offset ?? 0) + offset },
    }
  }
  if ('children' in node) {
    ;(copy as { children: unknown }).children = (node.children as Nodes[]).map((child) => shifted(child, line, offset))
  }
  return copy
}

export function placeOf(node: Nodes): Place | null {
  const { position } = node
  if (!position) return null
  return {
    line: position.start.line,
    column: position.start.column,
    from: position.start.offset ?? 0,
    to: position.end.offset ?? 0,
  }
}
