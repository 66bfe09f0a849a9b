import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { Day } from '../../domain/days'
import { counted } from '../../domain/words'
import { api } from '../api'
import { Failed } from '../ui/states'
import { type ClaimOnScreen, isSameQuestion, questionInWords, rowsInList } from './questions'
import classes from './side.module.css'

const shown = 8

/** The figure that was pressed: what it says, what was asked, and the rows behind it. */
export function ThisFigure({
  slug,
  draft,
  claim,
  asOf,
}: {
  slug: string
  /** The draft the figure was read in; none for what was published. */
  draft?: number
  claim: ClaimOnScreen | null
  asOf: Day
}) {
  const section = useRef<HTMLElement>(null)
  const id = claim?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: another figure is the trigger, not an input
  useEffect(() => {
    // Newer browsers answer with a promise here, which is no clean-up.
    void section.current?.scrollIntoView({ block: 'nearest' })
  }, [id])
  if (!claim) {
    return (
      <section className={classes.section}>
        <h2 className={classes.head}>This figure</h2>
        <p className={classes.quiet}>Press an underlined figure in what customers read to see what it counts.</p>
      </section>
    )
  }
  const list = rowsInList(claim, asOf)
  const isList = claim.words.includes(': ')
  return (
    <section className={classes.section} ref={section} aria-live="polite" aria-label="This figure">
      <h2 className={classes.head}>
        <span>This figure</span>
        <span>{isList ? claim.words.slice(0, claim.words.indexOf(': ')) : claim.words}</span>
      </h2>
      <p className={classes.quiet}>{questionInWords(claim, asOf)}</p>
      {list && claim.items > 0 ? (
        <div>
          <Link to="/items" search={list} className={classes.link}>
            {claim.items === 1 ? 'Open the row' : `Open the ${claim.items.toLocaleString('en-US')} rows`}
          </Link>
        </div>
      ) : null}
      {claim.items > 0 ? <Rows slug={slug} draft={draft} claim={claim} /> : null}
    </section>
  )
}

function Rows({ slug, draft, claim }: { slug: string; draft: number | undefined; claim: ClaimOnScreen }) {
  const { data, error, refetch } = useQuery(
    api.reports.figure.queryOptions(
      { slug, claim: claim.id, ...(draft === undefined ? {} : { draft }) },
      // Of the same figure in the draft before; never the rows of another figure.
      { placeholderData: (before) => (before && isSameQuestion(before, claim) ? before : undefined) },
    ),
  )
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return null
  const rest = data.total - shown
  return (
    <>
      <div className={classes.rows}>
        {data.rows.slice(0, shown).map((row) => (
          <Link key={row.id} to="/items/$key" params={{ key: row.key }}>
            <span className={classes.key}>{row.key}</span>
            <span className={row.placeholder ? classes.key : undefined}>{row.title}</span>
          </Link>
        ))}
      </div>
      {rest > 0 ? <p className={classes.quiet}>and {counted(rest, 'more row')}</p> : null}
    </>
  )
}
