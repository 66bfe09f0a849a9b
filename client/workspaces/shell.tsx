import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { dayInWords } from '../../domain/days'
import { useAbout } from '../about'
import type { ItemsSearch } from '../paths'
import { Appearance } from '../ui/appearance-choice'
import { SearchField } from './search-field'
import classes from './shell.module.css'

const ExampleClock = lazy(() => import('./example-clock'))

/** The frame of every working page: the nouns on the left, where the workspace stands above, the page beside. */
export function Shell() {
  const about = useAbout()
  const [open, setOpen] = useState(false)
  const where = useRouterState({ select: (state) => state.location.href })
  const drawer = useRef<HTMLDialogElement>(null)

  // Going somewhere closes the drawer of narrow screens.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is the trigger, not an input
  useEffect(() => setOpen(false), [where])
  useEffect(() => {
    if (open) drawer.current?.showModal()
    else drawer.current?.close()
  }, [open])

  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        Skip to the content
      </a>
      <header className={classes.top}>
        <button type="button" className={classes.burger} onClick={() => setOpen(true)} aria-label="Open the navigation">
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d="M2 5h16M2 10h16M2 15h16" stroke="currentColor" strokeWidth="1.6" />
          </svg>
        </button>
        <span className={classes.topName}>Followthrough</span>
      </header>
      <dialog ref={drawer} className={classes.drawer} onClose={() => setOpen(false)} aria-label="Navigation">
        <button
          type="button"
          className={classes.close}
          onClick={() => setOpen(false)}
          aria-label="Close the navigation"
        >
          ×
        </button>
        <Nav />
      </dialog>
      <div className={classes.side}>
        <Nav />
      </div>
      <div className={classes.main}>
        {about.story ? <ExampleBanner /> : null}
        <Outlet />
      </div>
    </div>
  )
}

function Nav() {
  const about = useAbout()
  const search = useRouterState({ select: (state) => state.location.search as ItemsSearch })
  const path = useRouterState({ select: (state) => state.location.pathname })
  const view = path.endsWith('/items') ? search.due : undefined
  return (
    <nav className={classes.nav} aria-label="Main">
      <div className={classes.brand}>
        Followthrough
        <small>{about.story ? 'Example workspace' : about.organization?.name}</small>
      </div>
      <SearchField />
      <Entry to="/items" count={about.views.items} on={path.includes('/items') && !view}>
        Items
      </Entry>
      <Entry to="/incidents" count={about.views.incidents} on={path.includes('/incidents')}>
        Incidents
      </Entry>
      <Entry to="/programs" count={about.programs.length} on={path.includes('/programs')}>
        Programs
      </Entry>
      <div className={classes.group}>Accountability</div>
      <Entry to="/quarters" on={path.includes('/quarters')}>
        Quarters
      </Entry>
      <Entry to="/reports" on={path.includes('/reports')}>
        Reports
      </Entry>
      <Entry to="/promises" count={about.views.promises} counts="not settled yet" on={path.includes('/promises')}>
        Promises
      </Entry>
      <div className={classes.group}>Views</div>
      <Entry to="/items" search={{ due: 'overdue' }} count={about.views.overdue} on={view === 'overdue'}>
        Overdue
      </Entry>
      <Entry to="/items" search={{ due: 'none' }} count={about.views.undated} on={view === 'none'}>
        No date
      </Entry>
      <div className={classes.foot}>
        <a href="/welcome">Workspaces</a>
        <Appearance />
      </div>
    </nav>
  )
}

function Entry({
  to,
  search = {},
  count,
  counts,
  on,
  children,
}: {
  to: '/items' | '/incidents' | '/programs' | '/quarters' | '/reports' | '/promises'
  search?: ItemsSearch
  count?: number
  /** What the count is of, where it is not simply all of them. */
  counts?: string
  on: boolean
  children: ReactNode
}) {
  return (
    <Link
      to={to}
      search={search as never}
      className={classes.entry}
      data-on={on || undefined}
      aria-current={on ? 'page' : undefined}
    >
      {children}
      {count === undefined ? null : (
        <b title={counts && `${count.toLocaleString('en-US')} ${counts}`}>
          {count.toLocaleString('en-US')}
          {counts ? <span className="visually-hidden"> {counts}</span> : null}
        </b>
      )}
    </Link>
  )
}

function ExampleBanner() {
  const about = useAbout()
  const [moving, setMoving] = useState(false)
  return (
    <aside className={classes.banner} aria-label="About this example">
      <span>
        Example workspace: facts from a public post, people and teams invented. Its clock stands at{' '}
        {dayInWords(about.today)}.
      </span>
      <button type="button" onClick={() => setMoving(true)}>
        Move it forward
      </button>
      <a href="/welcome">Start your own</a>
      {moving ? (
        <Suspense fallback={null}>
          <ExampleClock today={about.today} done={() => setMoving(false)} />
        </Suspense>
      ) : null}
    </aside>
  )
}
