import { TRPCClientError } from '@trpc/client'

/** What the server refused, ready for a form: one sentence, and the field it belongs to. */
export function refusal(error: unknown): { sentence: string; field: string | null; stale: boolean; missing: boolean } {
  if (error instanceof TRPCClientError) {
    const data = error.data as { field?: string; rule?: string; fields?: { path: string; message: string }[] } | null
    const [first] = data?.fields ?? []
    if (data) {
      return {
        sentence: first?.message ?? error.message,
        field: data.field ?? first?.path ?? null,
        stale: data.rule === 'stale',
        missing: data.rule === 'not-found',
      }
    }
    return {
      sentence: 'The server did not answer. Nothing was changed; what you typed is still here. Try again.',
      field: null,
      stale: false,
      missing: false,
    }
  }
  return {
    sentence: error instanceof Error ? error.message : 'Something went wrong.',
    field: null,
    stale: false,
    missing: false,
  }
}

/**
 * A refusal for a form that shows it at these fields: the sentence of one of them, or `below` all of them where it is
 * about none. `again`: what to do about a refusal of what somebody else changed meanwhile.
 */
export function refusedIn<Field extends string>(error: unknown, fields: readonly Field[], again = '') {
  const refused = error ? refusal(error) : null
  const at = (field: Field): string | null => (refused?.field === field ? refused.sentence : null)
  if (!refused || fields.some((field) => at(field) !== null)) return { at, below: null }
  return { at, below: refused.stale && again ? `${refused.sentence} ${again}` : refused.sentence }
}
