/** `no` to `nineteen`, each at its number. */
export const numberWords = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
] as const

/** Up to twelve in letters, as a sentence says it; `none` where nothing follows. Above that in figures. */
export const numberInWords = (n: number): string => (n <= 12 && numberWords[n]) || n.toLocaleString('en-US')

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `1 item`, `3 items`. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`

/** `two are`, `one is`. */
export const areOrIs = (n: number): string => `${numberInWords(n)} ${n === 1 ? 'is' : 'are'}`

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  if (parts.length <= 1) return parts.join('')
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
