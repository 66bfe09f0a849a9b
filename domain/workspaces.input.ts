import { z } from 'zod'
import { DayInput, Intent, Text } from './vocabulary.input'

export const StartEmpty = Intent.extend({
  name: Text(200),
  zone: Text(64),
  fiscalFirstMonth: z.int().min(1).max(12).default(1),
  yourName: Text(200).optional(),
})
export const LoadExample = Intent.extend({ story: Text(64) })
export const RemoveExample = Intent.extend({ story: Text(64) })
export const MoveToday = Intent.extend({ to: DayInput })
/** What is left out stays as it is. */
export const WordOrganization = Intent.extend({
  version: z.int().min(1),
  ethos: Text(20_000).nullable().optional(),
  closing: Text(20_000).nullable().optional(),
})
