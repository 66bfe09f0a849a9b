import { directives } from '../../domain/reports/directives'
import { sourceOf } from './insertion'

const itemNouns =
  /\b(?:(?:improvement|item|action|initiative|measure|change|task|project|recommendation|finding|service)s?|fix(?:es)?|of (?:them|these))$/i

const counted = {
  done: /\b(?:complet\w*|done|finish\w*|deliver\w*|shipp?\w*|implement\w*|closed|landed|fixed|addressed|resolved)\b/gi,
  open: /\b(?:open|remain\w*|outstanding|left|pending|to go|still to)\b/gi,
  total: /\b(?:identif\w*|found|in total|altogether|promised|listed|committed to)\b/gi,
}

/**
 * The directive that says of the record what typed words said of it: `31 of 37`, `90%`, `33 improvements`, of which the
 * noun stays. `from` and `to`: where they stand in the text.
 */
export function figureFor(text: string, from: number, to: number): string {
  const words = text.slice(from, to)
  const program = programBefore(text, from)
  const given = program ? { program } : {}
  // What follows at once would be read as part of the directive's name.
  const written = (source: string, rest: string) => {
    const isJoined = /^[\w[{-]/.test(rest || text.slice(to, to + 1))
    return `${source}${isJoined && !source.endsWith('}') ? '{}' : ''}${rest}`
  }
  if (/(?:%|percent|per cent)$/i.test(words)) return written(sourceOf('percent', directives.percent, given), '')
  const [, figure = words, rest = ''] = /^([\d,]+|[a-z]+(?:-[a-z]+)?)(\s.*)$/is.exec(words) ?? []
  if (!itemNouns.test(words)) return written(sourceOf('ratio', directives.ratio, given), '')
  const asWords = /\d/.test(figure) ? {} : { as: 'words' }
  return written(sourceOf('count', directives.count, { of: countedBy(text, from, to), ...given, ...asWords }), rest)
}

/** What the sentence says of them: its nearest word of a status, else that they are done. */
function countedBy(text: string, from: number, to: number): keyof typeof counted {
  // Directives have words of a status in them, and full stops.
  const prose = text.replaceAll(/:{1,3}[a-z-]+(?:\[[^\]\n]*\])?(?:\{[^}\n]*\})?/g, (found) => ' '.repeat(found.length))
  const begins = Math.max(...['. ', '! ', '? ', '\n'].map((end) => prose.lastIndexOf(end, from - 1))) + 1
  const ends = /[.!?](?:\s|$)|\n/.exec(prose.slice(to))
  const sentence = prose.slice(begins, ends ? to + ends.index : undefined)
  let nearest: { of: keyof typeof counted; far: number } = { of: 'done', far: Number.POSITIVE_INFINITY }
  for (const of of ['done', 'open', 'total'] as const) {
    for (const each of sentence.matchAll(counted[of])) {
      const at = begins + each.index
      const far = Math.max(0, from - (at + each[0].length), at - to)
      if (far < nearest.far) nearest = { of, far }
    }
  }
  return nearest.of
}

/** The program that the figures before it, under the same heading, are about. */
function programBefore(text: string, at: number): string | null {
  const section =
    text
      .slice(0, at)
      .split(/^#{1,6} /m)
      .at(-1) ?? ''
  return [...section.matchAll(/:[a-z-]+\{[^}\n]*\bprogram=([\w-]+)(?![\w,-])/g)].at(-1)?.[1] ?? null
}
