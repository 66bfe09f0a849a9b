import type { Nodes, RootContent } from 'mdast'
import type { ReportModel } from './model'
import { plainText } from './resolving'

const width = 76

/** The report as plain text: headings underlined, lists dashed, tables line by line, links with their address. */
export function textOf(model: ReportModel): string {
  return `${model.tree.children.flatMap((node) => block(node, '')).join('\n\n')}\n`
}

function block(node: RootContent, indent: string): string[] {
  switch (node.type) {
    case 'heading': {
      const words = phrase(node)
      return node.depth > 2
        ? [words]
        : [`${words}\n${(node.depth === 1 ? '=' : '-').repeat(Math.min(width, words.length))}`]
    }
    case 'paragraph':
      return [wrapped(phrase(node), indent)]
    case 'list':
      return [
        node.children
          .map((item, at) => {
            const mark = node.ordered ? `${(node.start ?? 1) + at}. ` : '- '
            const inner = item.children.flatMap((child) => block(child, `${indent}${' '.repeat(mark.length)}`))
            return `${indent}${mark}${inner.join('\n').trimStart()}`
          })
          .join('\n'),
      ]
    case 'table': {
      const rows = node.children.map((row) => row.children.map((cell) => phrase(cell)))
      const [head = [], ...body] = rows
      return [body.map((cells) => cells.map((cell, at) => `${head[at] ?? ''}: ${cell}`).join('\n')).join('\n\n')]
    }
    case 'blockquote':
      return [
        node.children
          .flatMap((child) => block(child, ''))
          .join('\n\n')
          .replaceAll(/^/gm, '> '),
      ]
    case 'code':
      return [node.value]
    case 'thematicBreak':
      return ['-'.repeat(3)]
    default:
      return []
  }
}

function phrase(node: Nodes): string {
  if (node.type === 'link') {
    const words = plainText(node)
    return words === node.url ? words : `${words} (${node.url})`
  }
  if (node.type === 'break') return '\n'
  if ('value' in node) return node.value
  return 'children' in node ? (node.children as Nodes[]).map(phrase).join('') : ''
}

function wrapped(text: string, indent: string): string {
  return text
    .split('\n')
    .map((part) => {
      const lines: string[] = []
      let line = ''
      for (const word of part.split(/\s+/).filter(Boolean)) {
        if (line && `${indent}${line} ${word}`.length > width) {
          lines.push(indent + line)
          line = word
        } else line = line ? `${line} ${word}` : word
      }
      lines.push(indent + line)
      return lines.join('\n')
    })
    .join('\n')
}
