/**
 * Comma-separated values (RFC 4180), the one place that writes them. A spreadsheet takes a text that begins with one of
 * `= + - @`, a tab or a carriage return for a formula and runs it: such a text gets an apostrophe before it. Numbers do
 * not, since `-3` is what it says.
 */
export type Cell = string | number | null

const lineEnd = '\r\n'

export function csvLine(cells: readonly Cell[]): string {
  let line = ''
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at]
    if (at > 0) line += ','
    if (typeof cell === 'number') line += cell
    else if (cell) line += quoted(guarded(cell))
  }
  return line + lineEnd
}

const guarded = (text: string): string => (beginsLikeFormula(text.charCodeAt(0)) ? `'${text}` : text)

const formulaBeginnings = new Set(['=', '+', '-', '@', '\t', '\r'].map((letter) => letter.charCodeAt(0)))
const beginsLikeFormula = (code: number): boolean => formulaBeginnings.has(code)

const special = /[",\r\n]/

const quoted = (text: string): string => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
