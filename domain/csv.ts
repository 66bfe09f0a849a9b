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

const guarded = (text: string): string => (isFormulaMark(text.charCodeAt(0)) ? `'${text}` : text)

/** Letter by letter, since every cell is asked: `= + - @`, tab, carriage return. */
const isFormulaMark = (code: number): boolean =>
  code === 0x3d || code === 0x2b || code === 0x2d || code === 0x40 || code === 0x09 || code === 0x0d

const special = /[",\r\n]/

const quoted = (text: string): string => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
