import { lazy, Suspense, useState } from 'react'
import { dayInWords } from '../../domain/days'
import asOf from '../ui/as-of.module.css'
import type { Change, QuarterView } from './page'

const ComparisonForm = lazy(() => import('./comparison-form'))

/** The one day that sentence, tiles and charts are compared with. */
export function Comparison({ data, change }: { data: QuarterView; change: Change }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  return (
    <span className={asOf.choice}>
      compared with{' '}
      <button
        type="button"
        className={asOf.pick}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {dayInWords(data.comparedWith)}
      </button>
      {anchor ? (
        <Suspense fallback={null}>
          <ComparisonForm anchor={anchor} data={data} change={change} close={() => setAnchor(null)} />
        </Suspense>
      ) : null}
    </span>
  )
}
