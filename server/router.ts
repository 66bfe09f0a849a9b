import { items } from './items/router'
import { programs } from './programs/router'
import { quarters } from './quarters/router'
import { search } from './search/router'
import { callerOf, router } from './trpc'
import { workspaces } from './workspaces/router'

export const appRouter = router({ items, programs, quarters, search, workspaces })
export const createCaller = callerOf(appRouter)

export type AppRouter = typeof appRouter
