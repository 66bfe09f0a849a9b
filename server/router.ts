import { commitments } from './commitments/router'
import { incidents } from './incidents/router'
import { items } from './items/router'
import { programs } from './programs/router'
import { quarters } from './quarters/router'
import { reports } from './reports/router'
import { search } from './search/router'
import { callerOf, router } from './trpc'
import { workspaces } from './workspaces/router'

export const appRouter = router({ commitments, incidents, items, programs, quarters, reports, search, workspaces })
export const createCaller = callerOf(appRouter)

export type AppRouter = typeof appRouter
