import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { currentAbout } from './about'
import {
  basePath,
  readAsOfSearch,
  readFindSearch,
  readItemsSearch,
  readQuarterSearch,
  readSearch,
  readStudioSearch,
  writeSearch,
} from './paths'
import { NotFound, Trouble } from './ui/states'
import { Shell } from './workspaces/shell'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Trouble })

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./workspaces/welcome'), 'Welcome'),
})

const shell = createRoute({
  getParentRoute: () => root,
  id: 'workspace',
  component: Shell,
  // Nothing to show before the workspace was set up: the choice comes first.
  beforeLoad: async () => {
    if ((await currentAbout()).organization === null) throw redirect({ to: '/welcome' })
  },
})

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/items', search: {} })
  },
})

const items = createRoute({
  getParentRoute: () => shell,
  path: '/items',
  validateSearch: readItemsSearch,
  component: lazyRouteComponent(() => import('./items/list'), 'ItemsPage'),
})

const item = createRoute({
  getParentRoute: () => shell,
  path: '/items/$key',
  component: lazyRouteComponent(() => import('./items/page'), 'ItemPage'),
})

const incidents = createRoute({
  getParentRoute: () => shell,
  path: '/incidents',
  component: lazyRouteComponent(() => import('./incidents/list'), 'IncidentsPage'),
})

const incident = createRoute({
  getParentRoute: () => shell,
  path: '/incidents/$key',
  component: lazyRouteComponent(() => import('./incidents/page'), 'IncidentPage'),
})

const search = createRoute({
  getParentRoute: () => shell,
  path: '/search',
  validateSearch: readFindSearch,
  component: lazyRouteComponent(() => import('./search/page'), 'SearchPage'),
})

const programs = createRoute({
  getParentRoute: () => shell,
  path: '/programs',
  component: lazyRouteComponent(() => import('./programs/list'), 'ProgramsPage'),
})

const program = createRoute({
  getParentRoute: () => shell,
  path: '/programs/$key',
  validateSearch: readAsOfSearch,
  component: lazyRouteComponent(() => import('./programs/page'), 'ProgramPage'),
})

const quarters = createRoute({
  getParentRoute: () => shell,
  path: '/quarters',
  beforeLoad: async () => {
    throw redirect({ to: '/quarters/$quarter', params: { quarter: (await currentAbout()).quarter }, search: {} })
  },
})

const quarter = createRoute({
  getParentRoute: () => shell,
  path: '/quarters/$quarter',
  validateSearch: readQuarterSearch,
  component: lazyRouteComponent(() => import('./quarters/page'), 'QuarterPage'),
})

const promises = createRoute({
  getParentRoute: () => shell,
  path: '/promises',
  validateSearch: readAsOfSearch,
  component: lazyRouteComponent(() => import('./commitments/list'), 'PromisesPage'),
})

const reports = createRoute({
  getParentRoute: () => shell,
  path: '/reports',
  component: lazyRouteComponent(() => import('./reports/list'), 'ReportsPage'),
})

const report = createRoute({
  getParentRoute: () => shell,
  path: '/reports/$slug',
  validateSearch: readStudioSearch,
  component: lazyRouteComponent(() => import('./reports/studio'), 'ReportPage'),
})

export const appRouter = createRouter({
  routeTree: root.addChildren([
    welcome,
    shell.addChildren([
      home,
      items,
      item,
      search,
      incidents,
      incident,
      programs,
      program,
      quarters,
      quarter,
      reports,
      report,
      promises,
    ]),
  ]),
  basepath: basePath || '/',
  parseSearch: readSearch,
  stringifySearch: writeSearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultNotFoundComponent: NotFound,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof appRouter
  }
}
