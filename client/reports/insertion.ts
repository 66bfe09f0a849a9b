import { type Directive, type DirectiveName, directiveOf, hyphened } from '../../domain/reports/directives'
import { writeDirective } from '../../domain/reports/source'
import type { Answers } from '../api'

/** A directive on its way into the text. */
export interface Insertion {
  shape: Directive['shape']
  text: string
  /** Where the cursor goes, counted from the beginning of the text. */
  cursor: number
}

type Promised = Answers['reports']['preview']['promises'][number]

/** What a directive is written as: of a container its opening line. */
export function sourceOf(
  name: DirectiveName,
  { shape }: Pick<Directive, 'shape'>,
  given: Readonly<Record<string, string>>,
): string {
  const colons = shape === 'text' ? 1 : shape === 'leaf' ? 2 : 3
  return writeDirective({ colons, name, label: null, given })
}

export function insertionOf({ shape }: Pick<Directive, 'shape'>, source: string): Insertion {
  if (shape !== 'container') return { shape, text: source, cursor: source.length }
  return { shape, text: `${source}\n\n:::`, cursor: source.length + 1 }
}

/** It cannot be without an argument that only its author knows. */
export const isAskedAbout = ({ takes }: Pick<Directive, 'takes'>) => Object.values(takes).some((each) => each.required)

/** What became of a promise as far as the record knows: of one that is still open its author has to say. */
export function reconciled(promise: Pick<Promised, 'key' | 'outcome'> | undefined): Record<string, string> {
  if (!promise) return {}
  const as = hyphened(promise.outcome)
  const { as: takes } = directiveOf('reconcile').takes
  const isSayable = takes?.takes === 'word' && takes.words.includes(as)
  return { promise: promise.key, ...(isSayable ? { as } : {}) }
}
