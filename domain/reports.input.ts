import { z } from 'zod'
import { checkCodes, publicationFormats, reportTemplates } from './vocabulary'
import { DayInput, IdInput, Intent, QuarterInput, Text, Versioned } from './vocabulary.input'

export const BeginReport = Intent.extend({
  template: z.enum(reportTemplates).default('quarterly'),
  /** Missing: the latest quarter that ended on or before as-of. */
  period: QuarterInput.optional(),
  asOf: DayInput.nullable().optional(),
  /** Keys; missing: all programs. */
  programs: z.array(Text(20)).max(50).optional(),
  title: Text(300).optional(),
})
export const ReportBySlug = z.object({ slug: Text(120).min(1) })
export const DraftOfReport = ReportBySlug.extend({ number: z.int().min(1) })
export const FigureOfReport = ReportBySlug.extend({
  claim: Text(12).min(1),
  /** The draft the figure was read in; missing: the last one. */
  draft: z.int().min(0).optional(),
})
const OfReport = Versioned.extend({ reportId: IdInput })
/** A text as it was typed. `number` is the draft it was typed over. */
export const WriteReport = Intent.extend({ reportId: IdInput, number: z.int().min(0), body: Text(200_000) })
export const ArrangeReport = OfReport.extend({
  title: Text(300),
  period: QuarterInput.nullable(),
  /** Null: today, until it is published. */
  asOf: DayInput.nullable(),
  programs: z.array(Text(20)).min(1).max(50),
  previous: Text(120).nullable(),
})
export const ChooseItems = OfReport.extend({ items: z.array(IdInput).max(2_000) })
export const PublishReport = OfReport.extend({
  /** The draft that was read before publishing. */
  number: z.int().min(1),
  overrides: z
    .array(z.object({ code: z.enum(checkCodes), subject: Text(400), reason: Text(2_000) }))
    .max(100)
    .default([]),
})
export const DiscardReport = OfReport
export const RestoreReport = OfReport
export const formatInput = z.enum(publicationFormats)
