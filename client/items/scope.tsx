import { Link } from '@tanstack/react-router'
import { Fragment, lazy, Suspense, useState } from 'react'
import { useAbout } from '../about'
import type { Item } from './detail'
import classes from './detail.module.css'

const ScopeForm = lazy(() => import('./scope-form'))

/** The ledgers an item counts in, and the two governed ways to change that. */
export function Programs({ item }: { item: Item }) {
  const about = useAbout()
  const [form, setForm] = useState<'join' | 'leave' | null>(null)
  const canJoin = about.programs.some((program) => !item.programs.some((each) => each.key === program.key))
  return (
    <>
      {item.programs.length === 0 ? <span className={classes.quiet}>none: counted nowhere </span> : null}
      {item.programs.map((program, at) => (
        <Fragment key={program.key}>
          {at ? ', ' : ''}
          <Link to="/programs/$key" params={{ key: program.key }} search={{}} className={classes.link}>
            {program.title}
          </Link>
        </Fragment>
      ))}
      {canJoin ? (
        <button type="button" className={classes.edit} onClick={() => setForm('join')}>
          Add to a program
        </button>
      ) : null}
      {item.programs.length ? (
        <button type="button" className={classes.edit} onClick={() => setForm('leave')}>
          Remove from one
        </button>
      ) : null}
      {form ? (
        <Suspense fallback={null}>
          <ScopeForm item={item} change={form} close={() => setForm(null)} />
        </Suspense>
      ) : null}
    </>
  )
}
