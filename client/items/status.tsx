import type { ReactNode } from 'react'
import { type ItemStatus, statusWords } from '../../domain/vocabulary'
import classes from './status.module.css'

/** A shape, a word and a colour; the shape is drawn with currentColor, so that it survives print and forced colours. */
export function Status({ status, className }: { status: ItemStatus; className?: string }) {
  return (
    <span className={`${classes.status} ${classes[status]} ${className ?? ''}`}>
      <StatusMark status={status} />
      <span className={classes.word}>{statusWords[status]}</span>
    </span>
  )
}

export function StatusMark({ status }: { status: ItemStatus }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true" className={classes.mark}>
      {marks[status]}
    </svg>
  )
}

const ring = <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.6" />

const marks: Record<ItemStatus, ReactNode> = {
  proposed: <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2 2" />,
  accepted: ring,
  in_progress: (
    <>
      {ring}
      <path d="M6 1.4a4.6 4.6 0 0 0 0 9.2z" fill="currentColor" />
    </>
  ),
  blocked: <path d="M6 .8 11.2 6 6 11.2.8 6z" fill="currentColor" />,
  in_verification: (
    <>
      {ring}
      <path d="M6 1.4A4.6 4.6 0 1 1 1.4 6H6z" fill="currentColor" />
    </>
  ),
  done: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  dropped: (
    <>
      {ring}
      <path d="M2.6 9.4 9.4 2.6" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
}
