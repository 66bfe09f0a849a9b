import { callTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape, TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { appRouter } from './router'
import type { Context } from './trpc'

/** What a procedure answered, as it is sent. */
export interface ProcedureAnswer {
  status: number
  body: string
}

/**
 * Calls one procedure and words its answer, refusals included, as every tRPC client reads it. tRPC's own adapter does
 * the same by way of standard Request, Response, Headers and AbortSignal objects, which cost more than most answers.
 * What it can besides (batches, streams, subscriptions) is not offered here.
 */
export async function answerOf(
  ctx: Context,
  type: 'query' | 'mutation',
  path: string,
  text: string | undefined,
): Promise<ProcedureAnswer> {
  let input: unknown
  try {
    const data = await callTRPCProcedure({
      router: appRouter,
      path,
      type,
      ctx,
      getRawInput: async () => {
        input = parsed(text)
        return input
      },
      signal: undefined,
      batchIndex: 0,
    })
    return { status: 200, body: JSON.stringify({ result: { data } }) }
  } catch (cause) {
    const error = getTRPCErrorFromUnknown(cause)
    const shape = getTRPCErrorShape({ config: appRouter._def._config, error, type, path, input, ctx })
    return { status: getHTTPStatusCodeFromError(error), body: JSON.stringify({ error: shape }) }
  }
}

function parsed(text: string | undefined): unknown {
  if (!text) return undefined
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new TRPCError({ code: 'PARSE_ERROR', message: 'The input is not JSON.', cause })
  }
}
