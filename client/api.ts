import { MutationCache, QueryClient } from '@tanstack/react-query'
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { v7 as newId } from 'uuid'
import type { AppRouter } from '../server/router'
import { basePath } from './paths'
import { refusal } from './ui/refusal'

export type Answers = inferRouterOutputs<AppRouter>
export type Questions = inferRouterInputs<AppRouter>

const client = createTRPCClient<AppRouter>({
  links: [httpLink({ url: `${basePath}/trpc`, headers: { 'x-followthrough': '1' } })],
})

export const queryClient: QueryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // A refusal stays one; only what never arrived is asked again.
      retry: (failures, error) => failures < 2 && !(error instanceof TRPCClientError && error.data),
    },
  },
  mutationCache: new MutationCache({
    // The one rule: after any change everything that is shown is asked again. The server answers from its cache.
    onSuccess: () => queryClient.invalidateQueries(),
    // Somebody else was first: what stands now is shown, and the form keeps what was typed.
    onError: (error) => {
      if (refusal(error).stale) void queryClient.invalidateQueries()
    },
  }),
})

export const api = createTRPCOptionsProxy<AppRouter>({ client, queryClient })

/** For every change: the id under which it happens once, however often it is sent. */
export const intent = () => ({ intentId: newId() })
