import { z } from 'zod'
import { AsOf, DayInput, QuarterInput, Text } from './vocabulary.input'

export const ReadQuarter = AsOf.extend({
  quarter: QuarterInput,
  /** Program keys; missing: the remediation programs, or all where there is none. */
  program: z.array(Text(20)).max(20).optional(),
  /** The day compared with; missing: the end of the quarter before. */
  comparedWith: DayInput.optional(),
})
