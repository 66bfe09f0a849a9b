import { Button } from '@mantine/core'
import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { refusal } from './refusal'
import classes from './states.module.css'

/** While something is on its way. Said aloud only after a moment, so that quick answers do not chatter. */
export function Loading({ what }: { what: string }) {
  return (
    <p className={classes.loading} role="status">
      Loading {what}
    </p>
  )
}

/** What happened, what was kept, what to do. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const { sentence, missing } = refusal(error)
  return (
    <div className={classes.failed} role="alert">
      <p>{sentence}</p>
      {retry && !missing ? <Button onClick={retry}>Try again</Button> : null}
    </div>
  )
}

/** One sentence and one thing to do. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <p>{children}</p>
      {action ? <div className={classes.actions}>{action}</div> : null}
    </div>
  )
}

/** The address held something that this page does not know. */
export function Ignored({ ignored }: { ignored: readonly string[] | undefined }) {
  if (!ignored?.length) return null
  return (
    <p className={classes.ignored} role="status">
      Ignored in the address: {ignored.join(', ')}. Everything else applies.
    </p>
  )
}

export function NotFound() {
  return (
    <main className={classes.page}>
      <h1>There is no such page</h1>
      <p>The address may have been cut short, or the example it belongs to was removed.</p>
      <p>
        <Link to="/" className={classes.link}>
          Go to the beginning
        </Link>
      </p>
    </main>
  )
}

export function Trouble({ error, reset }: ErrorComponentProps) {
  return (
    <main className={classes.page}>
      <h1>This page could not be shown</h1>
      <Failed error={error} retry={reset} />
    </main>
  )
}
