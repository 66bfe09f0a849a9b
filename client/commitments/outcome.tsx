import type { ReactNode } from 'react'
import { type CommitmentOutcome, outcomeWords } from '../../domain/vocabulary'
import classes from './commitments.module.css'

/** How a promise stands: a shape, a word and a colour. */
export function Outcome({ outcome, words }: { outcome: CommitmentOutcome; words?: string }) {
  return (
    <span className={`${classes.outcome} ${classes[outcome]}`}>
      <svg viewBox="0 0 12 12" aria-hidden="true" className={classes.mark}>
        {marks[outcome]}
      </svg>
      {words ?? outcomeWords[outcome]}
    </span>
  )
}

const ring = <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.6" />
const diamond = <path d="M6 1.6 10.4 6 6 10.4 1.6 6z" fill="none" stroke="currentColor" strokeWidth="1.6" />
const struck = (
  <>
    {ring}
    <path d="M2.6 9.4 9.4 2.6" stroke="currentColor" strokeWidth="1.6" />
  </>
)

const marks: Record<CommitmentOutcome, ReactNode> = {
  open: ring,
  kept: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  kept_late: (
    <>
      <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <circle cx="6" cy="6" r="2.4" fill="currentColor" />
    </>
  ),
  moved: <path d="M2 2.2 10.4 6 2 9.8z" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" />,
  missed: diamond,
  reworded: struck,
  withdrawn: struck,
}
