import { RuleError } from '../../domain/errors'
import { type Period, parsePeriod } from '../../domain/periods'

/** A date as it is typed: the period it means, or the sentence that says why it cannot be read. Nothing typed is neither. */
export function readSaid(said: string, firstMonth: number): { period: Period | null; trouble: string | null } {
  if (said.trim() === '') return { period: null, trouble: null }
  try {
    return { period: parsePeriod(said, firstMonth), trouble: null }
  } catch (error) {
    return { period: null, trouble: error instanceof RuleError ? error.message : 'This cannot be read as a date.' }
  }
}
