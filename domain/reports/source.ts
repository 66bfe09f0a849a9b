/** A directive as it is written in a draft: `:::commitment{kind=publication due=2021-07}`. */
export interface WrittenDirective {
  colons: 1 | 2 | 3
  name: string
  /** What stands in brackets; null without them. */
  label: string | null
  given: Readonly<Record<string, string>>
}

const shape = /^(:{1,3})([A-Za-z][\w-]*)(?:\[((?:[^[\]\\]|\\.)*)\])?(?:\{((?:[^{}"']|"[^"]*"|'[^']*')*)\})?\s*$/
const argument = /([A-Za-z][\w-]*)(?:=(?:"([^"]*)"|'([^']*)'|([^\s"'{}]+)))?/g

/** Takes the source of one directive, of a container its opening line; null for anything else. */
export function readDirective(source: string): WrittenDirective | null {
  const [, colons, name, label, braces] = shape.exec(source) ?? []
  if (!colons || !name) return null
  const given: Record<string, string> = {}
  for (const [, key = '', double, single, bare] of (braces ?? '').matchAll(argument))
    given[key] = (double ?? single ?? bare ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  return { colons: colons.length as 1 | 2 | 3, name, label: label ?? null, given }
}

/** The source again. Arguments without a value are left out. */
export function writeDirective({ colons, name, label, given }: WrittenDirective): string {
  const written = Object.entries(given)
    .filter(([, value]) => value.trim() !== '')
    .map(([key, value]) => `${key}=${quoted(value.trim())}`)
  const brackets = label === null ? '' : `[${label}]`
  return `${':'.repeat(colons)}${name}${brackets}${written.length ? `{${written.join(' ')}}` : ''}`
}

const quoted = (value: string) =>
  /^[\w.,-]+$/.test(value) ? value : `"${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`

/**
 * Where a stretch of `then` stands in `now`, when both differ in one place only: null when what changed lies inside it.
 * Typing at its very edge leaves it whole.
 */
export function movedPlace(
  then: string,
  now: string,
): (from: number, to: number) => { from: number; to: number } | null {
  if (then === now) return (from, to) => ({ from, to })
  const shorter = Math.min(then.length, now.length)
  let head = 0
  while (head < shorter && then[head] === now[head]) head++
  let tail = 0
  while (tail < shorter - head && then[then.length - 1 - tail] === now[now.length - 1 - tail]) tail++
  const changedTo = then.length - tail
  const by = now.length - then.length
  return (from, to) => {
    if (to <= head) return { from, to }
    if (from >= changedTo) return { from: from + by, to: to + by }
    return null
  }
}
