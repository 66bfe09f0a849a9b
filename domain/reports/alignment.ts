/** Where each character of a text's value begins and ends in the source it was read from, counted from its start. */
export interface Alignment {
  starts: readonly number[]
  ends: readonly number[]
}

declare module 'mdast' {
  interface TextData {
    /** Only where the value is not the source itself. */
    alignment?: Alignment
  }
}

const reference = /^&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/i

/**
 * Markdown takes the indentation of a line, the marks of a quote and the backslash of an escape out of what it calls
 * the text, so that a place in one is not the place in the other.
 */
export function aligned(value: string, source: string): Alignment {
  const starts: number[] = []
  const ends: number[] = []
  let at = 0
  for (let i = 0; i < value.length; i++) {
    const character = value[i] ?? ''
    if (character === '\n') {
      // What stands before the end of a line is white space that was taken away.
      const end = source.indexOf('\n', at)
      if (end >= 0) at = end
      starts.push(at)
      at = Math.min(at + 1, source.length)
      ends.push(at)
      while (/[ \t>]/.test(source[at] ?? '') && !(source[at] === '>' && value[i + 1] === '>')) at++
      continue
    }
    starts.push(at)
    const entity = character === '&' || source[at] === '&' ? reference.exec(source.slice(at, at + 36))?.[0] : undefined
    if (entity && !value.startsWith(entity, i)) at += entity.length
    else if (source[at] === '\\' && source[at + 1] === character && /[!-/:-@[-`{-~]/.test(character)) at += 2
    else at = Math.min(at + 1, source.length)
    ends.push(at)
    // A character beyond the sixteen bits of one unit has two, of one reference.
    if (entity && !value.startsWith(entity, i) && /[\ud800-\udbff]/.test(character)) {
      starts.push(at)
      ends.push(at)
      i++
    }
  }
  return { starts, ends }
}
