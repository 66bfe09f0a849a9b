import { type ReactNode, useEffect } from 'react'
import classes from './page.module.css'

/** The head of a page: its name, what belongs beside it, and on the right what can be chosen and done. */
export function Page({
  title,
  beside,
  right,
  children,
  wide = false,
}: {
  title: string
  beside?: ReactNode
  right?: ReactNode
  children: ReactNode
  wide?: boolean
}) {
  useEffect(() => {
    document.title = `${title} · Followthrough`
  }, [title])
  return (
    <main className={classes.page} data-wide={wide || undefined} id="content">
      <div className={classes.bar}>
        <h1>{title}</h1>
        {beside ? <div className={classes.beside}>{beside}</div> : null}
        {right ? <div className={classes.right}>{right}</div> : null}
      </div>
      {children}
    </main>
  )
}
