import { incidents } from './incidents/router'
import { items } from './items/router'
import { programs } from './programs/router'
import { quarters } from './quarters/router'
import { callerOf, router } from './trpc'
import { workspaces } from './workspaces/router'

export const appRouter = router({ incidents, items, programs, quarters, workspaces })
export const createCaller = callerOf(appRouter)

export type AppRouter = typeof appRouter
