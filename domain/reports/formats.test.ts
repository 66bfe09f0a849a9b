import fc from 'fast-check'
import type { Nodes, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, test } from 'vitest'
import { compileReport } from './compile'
import { formatReport } from './formats'
import { htmlOf } from './html'
import { type JsonReport, jsonReport } from './json'
import type { ReportModel } from './model'
import { plainText } from './resolving'
import { draftFrom } from './templates'
import { factsOf, foundingItems, promiseOf } from './testing/facts'

/** What each format says, block by block, taken from its bytes alone. */
const squeezed = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

function saidByMarkdown(bytes: string): string[] {
  const found: string[] = []
  const walk = (node: Nodes) => {
    if (['heading', 'paragraph', 'tableCell', 'code'].includes(node.type)) found.push(squeezed(plainText(node)))
    else if ('children' in node) for (const child of node.children as Nodes[]) walk(child)
  }
  walk(unified().use(remarkParse).use(remarkGfm).parse(bytes) as Root)
  return found
}

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#x26': '&',
  '#x3C': '<',
  '#x3E': '>',
  '#x22': '"',
  '#x27': "'",
}

function saidByHtml(bytes: string): string[] {
  const inner = [...bytes.matchAll(/<(h\d|p|li|th|td|pre)(?:\s[^>]*)?>([\s\S]*?)<\/\1>/g)].map(
    ([, , words = '']) => words,
  )
  return inner.map((words) =>
    squeezed(
      words
        .replaceAll(/<br>/g, ' ')
        .replaceAll(/<[^>]+>/g, '')
        .replaceAll(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole),
    ),
  )
}

const saidByJson = (bytes: string): string[] =>
  (JSON.parse(bytes) as JsonReport).blocks.flatMap((block) => {
    switch (block.type) {
      case 'list':
        return block.items
      case 'table':
        return [...block.head, ...block.rows.flat()]
      default:
        return [squeezed(block.text)]
    }
  })

/** In plain text a cell stands after the name of its column, and a link before its address. */
function textFrom(model: ReportModel): string {
  return jsonReport(model)
    .blocks.flatMap((block) => {
      switch (block.type) {
        case 'list':
          return block.items
        case 'table':
          return block.rows.flatMap((row) => row.map((cell, at) => `${block.head[at]}: ${cell}`))
        default:
          return [block.text]
      }
    })
    .map(squeezed)
    .join(' ')
}

const saidByText = (bytes: string): string =>
  squeezed(
    bytes
      .split('\n')
      .filter((line, at, lines) => !(/^(=+|-+)$/.test(line) && at > 0 && lines[at - 1]?.trim()))
      .map((line) => line.replace(/^\s*(?:- |\d+\. )/, '').replace(/^> /, ''))
      .join(' ')
      .replaceAll(/ \(https?:[^)]*\)/g, ''),
  )

function expectAgreement(model: ReportModel) {
  const json = saidByJson(formatReport.json(model))
  expect(saidByMarkdown(formatReport.md(model))).toEqual(json)
  expect(saidByHtml(formatReport.html(model))).toEqual(json)
  expect(saidByText(formatReport.txt(model))).toBe(textFrom(model))
}

const facts = factsOf(foundingItems(), {
  promises: [promiseOf('id-FT-4', { outcome: 'kept', finished: { on: '2021-06-30', resolution: 'quarter' } })],
  organization: {
    name: 'Example company',
    zone: 'UTC',
    ethos: 'We *say* what is **open**.',
    closing: 'Sorry, & thank you.',
    publicDomains: [],
  },
})

describe('every format says the same', () => {
  test('of the shipped template', () => {
    const { model } = compileReport(
      draftFrom('quarterly', { ...facts, nextPeriod: { quarter: '2021-Q3', words: 'Q3 2021' } }),
      facts,
    )
    expectAgreement(model)
    expect(formatReport.md(model)).toContain('29 of the 37 are not described here: 26 completed, 3 open.')
  })

  test('of everything Markdown can hold here', () => {
    const source = `# Heading with *emphasis* & <angles>

A [link](https://example.com/a?b=c&d=e), \`code\`, ~~struck~~ and **:ratio** with 5 < 6 | 7.

1. First
2. Second of :count{of=total}

> A quote of **somebody**.

| A | B |
| - | - |
| x & y | :period |

\`\`\`
code & <more>
\`\`\`

::headline

::items{state=open}
`
    expectAgreement(compileReport(source, facts).model)
  })

  test('of whatever people type', () => {
    // Words with the characters that one of the formats has a use for.
    const word = fc.stringMatching(/^[a-zA-Zäß0-9*_~`<>&|"'()!#+.:-]{1,9}$/)
    fc.assert(
      fc.property(
        fc.array(fc.array(word, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 }),
        (paragraphs) => {
          const { model } = compileReport(
            `${paragraphs.map((words) => `Words ${words.join(' ')} end`).join('\n\n')}\n`,
            facts,
          )
          const json = saidByJson(formatReport.json(model))
          expect(saidByMarkdown(formatReport.md(model))).toEqual(json)
          expect(saidByHtml(formatReport.html(model))).toEqual(json)
        },
      ),
      { numRuns: 300 },
    )
  })
})

test('what customers get carries no mark, no script and no key; the preview marks each figure', () => {
  const { model } = compileReport(
    'We did :ratio.\n\n::items{state=open}\n\n[x](https://example.com)<script>alert(1)</script>',
    facts,
  )
  const published = formatReport.html(model)
  expect(published).not.toMatch(/data-|<script|<span|FT-\d|id-FT/)
  expect(published).toContain('<p>We did 32 of 37.</p>')
  const preview = htmlOf(model, { claims: true })
  expect(preview).toContain('<span class="claim" data-claim="c1">32 of 37</span>')
  expect(preview).toContain('<ul data-claim="c2">')
  expect(preview).not.toContain('<script')
  expect(formatReport.json(model)).not.toMatch(/FT-\d|"FES"|INC-1|id-/)
})

test('an assumed date is in no format', () => {
  const { model } = compileReport(':::next-update{about=2021-Q3}\nWe will report on Q3 2021.\n:::', facts)
  for (const format of ['html', 'md', 'txt', 'json'] as const)
    expect(formatReport[format](model)).not.toMatch(/2021-12-31|Q4 2021|December/)
})
