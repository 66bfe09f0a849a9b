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
