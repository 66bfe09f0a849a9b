import { lazy, Suspense, useState } from 'react'
import { type Day, dayInWords, dayInZone } from '../../domain/days'
import classes from './as-of.module.css'

const AsOfForm = lazy(() => import('./as-of-form'))

export interface AsOfNext {
  asOf?: Day | undefined
  knownAt?: string | undefined
}

interface Props {
  asOf: Day
  knownAt: string | null
  today: Day
  zone: string
  change: (next: AsOfNext) => void
  /** Days worth choosing, by name. */
  days?: readonly { on: Day; name: string }[]
}

/** At which day the page stands, and, when it is not everything, what was known: both on one dashed line that opens. */
export function AsOfChoice(props: Props) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const { asOf, knownAt, zone } = props
  return (
    <span className={classes.choice}>
      as of{' '}
      <button
        type="button"
        className={classes.pick}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {dayInWords(asOf)}
        {knownAt ? `, as recorded by ${dayInWords(dayInZone(new Date(knownAt), zone))}` : ''}
      </button>
      {anchor ? (
        <Suspense fallback={null}>
          <AsOfForm {...props} anchor={anchor} close={() => setAnchor(null)} />
        </Suspense>
      ) : null}
    </span>
  )
}
