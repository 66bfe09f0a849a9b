import { isQuarter, quarterInWords } from '../../domain/periods'
import { directives, isDirectiveName } from '../../domain/reports/directives'
import { readDirective } from '../../domain/reports/source'

const stateWords: Record<string, string> = {
  done: 'Done',
  open: 'Open',
  'in-flight': 'In flight',
  'not-started': 'Not started',
  dropped: 'Not pursued',
}
const groupWords: Record<string, string> = { quarter: 'by quarter', eta: 'by target' }
const inQuarterWords = (text: string) => (isQuarter(text) ? quarterInWords(text) : text)

/** What a block chip says: its name from its arguments, and beside it what it shows. */
export function chipWords(source: string, shows: string): { name: string; beside: string } {
  const written = readDirective(source)
  if (!written || !isDirectiveName(written.name)) return { name: source.replace(/^:+/, ''), beside: shows }
  const { given } = written
  const shown = shows.replaceAll(/\b(?:FY)?\d{4}-Q[1-4]\b/g, inQuarterWords)
  const beside = [given.program?.toUpperCase(), shown].filter(Boolean).join(' · ')
  const { name } = directives[written.name]
  switch (written.name) {
    case 'items': {
      const parts = [
        stateWords[given.state ?? 'done'] ?? name,
        given.quarter
          ? `in ${inQuarterWords(given.quarter)}`
          : groupWords[given.by ?? (given.state && given.state !== 'done' ? 'eta' : 'quarter')],
        given.eta ? `due ${inQuarterWords(given.eta)}` : undefined,
        given.horizon === 'long-term' ? 'long-term' : given.horizon === 'near' ? 'near term' : undefined,
      ]
      return { name: parts.filter(Boolean).join(', '), beside }
    }
    case 'recap':
      return { name: given.incident ? `Recap of ${given.incident.toUpperCase()}` : name, beside }
    case 'promised':
    case 'changes':
      return { name: `${name}, since the previous report`, beside }
    case 'reconcile':
      return { name: given.promise ? `${name} ${given.promise.toUpperCase()}` : name, beside }
    default:
      return { name, beside }
  }
}
