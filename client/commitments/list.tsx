import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { dayInWords } from '../../domain/days'
import { outcomeWords } from '../../domain/vocabulary'
import { capital, counted, numberInWords } from '../../domain/words'
import { useAbout } from '../about'
import { type Answers, api } from '../api'
import { readAsOfSearch } from '../paths'
import { AsOfChoice } from '../ui/as-of'
import { Page } from '../ui/page'
import { Empty, Failed, Ignored, Loading } from '../ui/states'
import ruled from '../ui/table.module.css'
import classes from './commitments.module.css'
import { Outcome } from './outcome'

const CloseForm = lazy(() => import('./close-form'))
const route = getRouteApi('/workspace/promises')
type Promised = Answers['commitments']['list']
export type PromisedRow = Promised['rows'][number]

/** Every promise that was published, and how each stands. */
export function PromisesPage() {
  const about = useAbout()
  const search = readAsOfSearch({ ...route.useSearch() })
  const navigate = route.useNavigate()
  const { asOf, knownAt, ignored } = search
  const { data, error, refetch } = useQuery(
    api.commitments.list.queryOptions(
      { ...(asOf ? { asOf } : {}), ...(knownAt ? { knownAt } : {}) },
      { placeholderData: (before) => before },
    ),
  )
  const [closing, setClosing] = useState<PromisedRow | null>(null)
  return (
    <Page
      title="Promises"
      beside={data?.rows.length ? counted(data.rows.length, 'promise') : null}
      right={
        <AsOfChoice
          asOf={asOf ?? about.today}
          knownAt={knownAt ?? null}
          today={about.today}
          zone={about.organization?.zone ?? 'UTC'}
          change={(next) =>
            void navigate({ search: (before) => ({ ...before, ignored: undefined, ...next }) as never })
          }
        />
      }
    >
      <Ignored ignored={ignored} />
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading what="the promises" />
      ) : data.rows.length === 0 ? (
        <Empty
          action={
            <Button component={Link} to="/reports" variant="filled">
              Go to the reports
            </Button>
          }
        >
          A promise is a statement about the future in a published report. Nothing has been promised yet
          {asOf && asOf < about.today ? ` on ${dayInWords(asOf)}` : ''}.
        </Empty>
      ) : (
        <Ledger promised={data} close={setClosing} />
      )}
      {closing ? (
        <Suspense fallback={null}>
          <CloseForm promise={closing} close={() => setClosing(null)} />
        </Suspense>
      ) : null}
    </Page>
  )
}

/** What is owed first: over, then by date, then what has none; what is settled last. */
function Ledger({ promised, close }: { promised: Promised; close: (row: PromisedRow) => void }) {
  const { rows, onTime, asOf } = promised
  const isOwed = (row: PromisedRow) => row.kind !== 'standing' && ['open', 'moved', 'missed'].includes(row.outcome)
  const isStanding = (row: PromisedRow) => row.kind === 'standing' && row.outcome === 'open'
  const dueOf = (row: PromisedRow) => (row.dueAssumed ? '9998' : (row.dueEndOn ?? '9999'))
  const owed = rows.filter(isOwed).sort((a, b) => (dueOf(a) < dueOf(b) ? -1 : dueOf(a) > dueOf(b) ? 1 : 0))
  const standing = rows.filter(isStanding)
  const ended = rows.filter((row) => !isOwed(row) && !isStanding(row)).reverse()
  const late = owed.filter((row) => row.outcome === 'missed').length
  return (
    <>
      <p className={classes.lede}>
        {keptInWords(onTime)} {owedInWords(owed.length, late)}
      </p>
      {owed.length > 0 ? <Rows title="Owed" rows={owed} close={close} /> : null}
      {standing.length > 0 ? <Rows title="Standing, without an end" rows={standing} close={close} /> : null}
      {ended.length > 0 ? <Rows title="Ended" rows={ended} close={close} /> : null}
      <p className={classes.foot}>
        As of {dayInWords(asOf)}. How a promise stands is computed from its item, its date and what was published.
        Promises without a date are in no ratio.
      </p>
    </>
  )
}

function keptInWords({ kept, due }: Promised['onTime']): string {
  if (due === 0) return 'No promise with a date has come due yet.'
  if (due === 1)
    return kept === 1
      ? 'The one dated promise that came due was kept on time.'
      : 'The one dated promise that came due was not kept on time.'
  if (kept === due) return `All ${numberInWords(due)} dated promises that came due were kept on time.`
  return `${capital(kept === 0 ? 'none' : numberInWords(kept))} of the ${numberInWords(due)} dated promises that came due ${kept === 1 ? 'was' : 'were'} kept on time.`
}

function owedInWords(owed: number, late: number): string {
  if (owed === 0) return 'Nothing is owed.'
  const head = `${capital(numberInWords(owed))} ${owed === 1 ? 'is' : 'are'} still owed`
  return late === 0
    ? `${head}, none past its date.`
    : `${head}, ${numberInWords(late)} past ${late === 1 ? 'its' : 'their'} date.`
}

function Rows({
  title,
  rows,
  close,
}: {
  title: string
  rows: readonly PromisedRow[]
  close: (row: PromisedRow) => void
}) {
  return (
    <section>
      <h2 className={classes.h2}>
        {title}: {rows.length}
      </h2>
      <table className={`${ruled.table} ${classes.cells}`}>
        <colgroup>
          <col className={classes.keyColumn} />
          <col />
          <col className={`${classes.forColumn} ${classes.wide}`} />
          <col className={classes.outcomeColumn} />
          <col className={`${classes.saidColumn} ${classes.wide}`} />
        </colgroup>
        <thead>
          <tr>
            <th>Key</th>
            <th>We said</th>
            <th className={classes.wide}>For</th>
            <th>Stands</th>
            <th className={classes.wide}>Said in</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className={classes.key}>{row.key}</td>
              <td>
                <span className={classes.words}>{row.words}</span>
                <small className={classes.narrow}>
                  {row.movedTo ? `moved to ${row.movedTo}` : row.kind === 'standing' ? 'always' : row.due}
                </small>
                {row.item ? (
                  <small>
                    <Link to="/items/$key" params={{ key: row.item.key }} className={classes.link}>
                      {row.item.key}
                    </Link>{' '}
                    {row.item.title}
                  </small>
                ) : null}
              </td>
              <td className={classes.wide}>
                {row.due}
                {row.dueAssumed && row.dueEndOn ? (
                  <small>due by {dayInWords(row.dueEndOn)}, assumed and never said</small>
                ) : null}
                {row.movedTo ? <small>moved to {row.movedTo}</small> : null}
              </td>
              <td>
                <Outcome
                  outcome={row.outcome}
                  {...(row.kind === 'standing' && row.outcome === 'open' ? { words: 'Stands' } : {})}
                />
                {row.said && row.said !== row.outcome ? (
                  <small>last reported as {outcomeWords[row.said].toLowerCase()}</small>
                ) : null}
                {!row.settled && (row.outcome === 'kept' || row.outcome === 'kept_late') ? (
                  <small>not yet reported</small>
                ) : null}
                {row.closable ? (
                  <button type="button" className={classes.act} onClick={() => close(row)}>
                    It was kept
                  </button>
                ) : null}
              </td>
              <td className={classes.wide}>
                <Link to="/reports/$slug" params={{ slug: row.madeIn.slug }} className={classes.link}>
                  {row.madeIn.title}
                </Link>
                <small>{dayInWords(row.madeOn)}</small>
                {row.evidence ? (
                  <small>
                    <a href={row.evidence} className={classes.link}>
                      evidence
                    </a>
                  </small>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
