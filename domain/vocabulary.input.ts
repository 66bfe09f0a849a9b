import { z } from 'zod'
import { type Day, isDay, isInstant } from './days'
import { isQuarter, type Quarter } from './periods'

/** The pieces that every input is made of. Zod lives in `*.input.ts` alone, so that the first chunk of the client carries none. */

export const DayInput = z.custom<Day>((value) => typeof value === 'string' && isDay(value), {
  message: 'Expected a day written as YYYY-MM-DD.',
})
export const InstantInput = z
  .string()
  .refine(isInstant, { message: 'Expected an instant in UTC such as 2021-07-20T17:00:00Z.' })
  .transform((text) => new Date(text).toISOString())
export const QuarterInput = z.custom<Quarter>((value) => typeof value === 'string' && isQuarter(value), {
  message: 'Expected a quarter such as 2021-Q2.',
})

// U+0000 is refused by PostgreSQL and lone surrogates by UTF-8: both would fail late, on one engine only.
const storable = (text: string) => !text.includes('\u0000') && !/\p{Surrogate}/u.test(text)

export const Text = (longest: number) =>
  z
    .string()
    .max(longest, { message: `At most ${longest} characters.` })
    .refine(storable, { message: 'The text holds characters that cannot be stored.' })

export const IdInput = Text(64).min(1)

/** What every change carries: the client's id for the intent, so that a repeat has one effect. */
export const Intent = z.object({ intentId: Text(64).min(8) })

/** What every change of an existing thing carries besides: the version it was read at. */
export const Versioned = Intent.extend({ version: z.int().min(1) })

/** A question in time. Missing: today, and all that is known. */
export const AsOf = z.object({ asOf: DayInput.optional(), knownAt: InstantInput.optional() })
