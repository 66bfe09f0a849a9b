import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { dayInWords } from '../../domain/days'
import { reportStateWords } from '../../domain/vocabulary'
import { type Answers, api } from '../api'
import { basePath } from '../paths'
import { Page } from '../ui/page'
import { Empty, Failed, Loading } from '../ui/states'
import ruled from '../ui/table.module.css'
import classes from './list.module.css'

const NewReport = lazy(() => import('./new-report'))
const OrganizationWords = lazy(() => import('../workspaces/words'))
type ListedReport = Answers['reports']['list'][number]

/** What is being written and what was said: drafts, updates, and posts that were published elsewhere. */
export function ReportsPage() {
  const { data, error, refetch } = useQuery(api.reports.list.queryOptions())
  const [beginning, setBeginning] = useState(false)
  const [wording, setWording] = useState(false)
  const begin = (
    <Button variant="filled" onClick={() => setBeginning(true)}>
      New report
    </Button>
  )
  return (
    <Page
      title="Reports"
      right={
        <>
          <Button onClick={() => setWording(true)}>How reports begin and end</Button>
          {data?.length ? begin : null}
        </>
      }
    >
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading what="reports" />
      ) : data.length === 0 ? (
        <Empty action={begin}>
          Nothing has been written for customers yet. A report begins with a draft whose figures are live.
        </Empty>
      ) : (
        <ReportTable reports={data} />
      )}
      {wording ? (
        <Suspense fallback={null}>
          <OrganizationWords close={() => setWording(false)} />
        </Suspense>
      ) : null}
      {beginning ? (
        <Suspense fallback={null}>
          <NewReport close={() => setBeginning(false)} />
        </Suspense>
      ) : null}
    </Page>
  )
}

function ReportTable({ reports }: { reports: readonly ListedReport[] }) {
  const inOrder = reports.toSorted((a, b) => Number(a.discarded) - Number(b.discarded))
  return (
    <table className={`${ruled.table} ${classes.cells}`}>
      <colgroup>
        <col />
        <col className={classes.stateColumn} />
        <col className={classes.quarterColumn} />
        <col className={classes.dayColumn} />
        <col className={classes.dayColumn} />
        <col className={classes.readColumn} />
      </colgroup>
      <thead>
        <tr>
          <th>Report</th>
          <th className={classes.wide}>State</th>
          <th className={classes.wide}>Quarter</th>
          <th className={classes.wide}>Figures as of</th>
          <th className={classes.wide}>Published</th>
          <th className={classes.readColumn}>What customers read</th>
        </tr>
      </thead>
      <tbody>
        {inOrder.map((report) => {
          const state = report.discarded
            ? 'Discarded'
            : report.draft === null
              ? reportStateWords[report.state]
              : `Draft ${report.draft}`
          const published = report.publishedOn ? dayInWords(report.publishedOn) : null
          return (
            <tr key={report.slug}>
              <td>
                <Link to="/reports/$slug" params={{ slug: report.slug }} search={{}} className={classes.name}>
                  {report.title}
                </Link>
                <small className={classes.narrow}>{[state, published].filter(Boolean).join(' · ')}</small>
              </td>
              <td className={classes.wide}>
                <span className={classes.state} data-state={report.discarded ? 'elsewhere' : report.state}>
                  {state}
                </span>
              </td>
              <td className={classes.wide}>{report.period ?? <Quiet>none</Quiet>}</td>
              <td className={classes.wide}>
                {report.asOf ? (
                  dayInWords(report.asOf)
                ) : (
                  <Quiet>{report.state === 'draft' ? 'today' : 'not stated'}</Quiet>
                )}
              </td>
              <td className={classes.wide}>{published ?? <Quiet>not yet</Quiet>}</td>
              <td>
                <Read report={report} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const Quiet = ({ children }: { children: string }) => <span className={classes.quiet}>{children}</span>

/** The way to what customers have before them. Plain links: those pages are no part of this application. */
function Read({ report }: { report: ListedReport }) {
  if (report.state === 'draft') return <Quiet>nothing yet</Quiet>
  if (report.state === 'elsewhere')
    return report.elsewhereUrl ? (
      <a className={classes.read} href={report.elsewhereUrl} rel="noreferrer">
        On another site
        <span className="visually-hidden">: {report.title}</span>
      </a>
    ) : (
      <Quiet>on another site</Quiet>
    )
  return (
    <a className={classes.read} href={`${basePath}/updates/${report.slug}`}>
      Public page
      <span className="visually-hidden"> of {report.title}</span>
    </a>
  )
}
