import type { Root } from 'mdast'
import { directives } from '../directives'
import { placeIn, proseOf } from '../prose'
import type { Resolving } from '../resolving'

const placeholders =
  /\b(?:TODO|TBD|TBC|FIXME|XXX+)\b|\blorem ipsum\b|\[(?:insert|add|your|fill in|tbd|todo|name|date|link)\b[^\]]{0,200}\]|@(?:incident|remediation|organization|initiatives|period|previous|ethos|closing)\b/gi

/** A directive that the grammar did not take for one, such as `:period:` or `::items` in the middle of a line. */
const halfTyped = new RegExp(`(?<![\\w:]):{1,3}(?:${Object.keys(directives).join('|')})(?![\\w-])`, 'g')

/** Words that stand for words still to be written, and directives that are not finished. */
export function checkPlaceholders(draft: Root, resolving: Resolving): void {
  for (const prose of proseOf(draft)) {
    for (const [pattern, what] of [
      [placeholders, 'still waits for its words.'],
      [
        halfTyped,
        'is not a whole directive, so it would be printed as it stands. A block stands on a line of its own.',
      ],
    ] as const) {
      for (const found of prose.text.matchAll(pattern)) {
        const place = placeIn(prose, found.index, found[0].length)
        const where = place ? `Line ${place.line}, column ${place.column}: ` : ''
        const subject = `${found[0]}@${place?.from ?? 0}`
        resolving.check('unresolved', 'error', subject, `${where}“${found[0]}” ${what}`, place, found[0])
      }
    }
  }
}
