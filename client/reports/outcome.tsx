import type { ReactNode } from 'react'
import { type CommitmentOutcome, outcomeWords } from '../../domain/vocabulary'
import classes from './side.module.css'

const ring = <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.6" />
const disc = <circle cx="6" cy="6" r="5" fill="currentColor" />
const dash = <path d="M2 6h8" stroke="currentColor" strokeWidth="1.8" />

const marks: Record<CommitmentOutcome, ReactNode> = {
  open: ring,
  kept: disc,
  kept_late: disc,
  moved: <path d="M2.5 1.5 10.5 6l-8 4.5z" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  missed: <path d="M6 1.2 10.8 6 6 10.8 1.2 6z" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  reworded: dash,
  withdrawn: dash,
}

/** What became of a promise: a shape, a word and a colour. */
export function Outcome({ outcome, more }: { outcome: CommitmentOutcome; more?: string }) {
  return (
    <span className={classes.outcome} data-outcome={outcome}>
      <svg viewBox="0 0 12 12" className={classes.mark} aria-hidden="true">
        {marks[outcome]}
      </svg>
      {outcomeWords[outcome]}
      {more ? `, ${more}` : ''}
    </span>
  )
}
