import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { dayInShort } from '../../domain/days'
import { severityWords } from '../../domain/vocabulary'
import { api } from '../api'
import { Page } from '../ui/page'
import { Empty, Failed, Loading } from '../ui/states'
import ruled from '../ui/table.module.css'
import classes from './incidents.module.css'

const IncidentForm = lazy(() => import('./form'))

/** Every incident, the latest first: how long it lasted and how soon customers were told. */
export function IncidentsPage() {
  const { data, error, refetch } = useQuery(api.incidents.list.queryOptions())
  const [creating, setCreating] = useState(false)
  const create = (
    <Button variant="filled" onClick={() => setCreating(true)}>
      Record an incident
    </Button>
  )
  return (
    <Page title="Incidents" right={data?.incidents.length ? create : null}>
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading what="incidents" />
      ) : data.incidents.length === 0 ? (
        <Empty action={create}>
          What happened, when, and when customers were told: everything that is promised afterwards begins here. No
          incident is written down yet.
        </Empty>
      ) : (
        <table className={`${ruled.table} ${classes.cells}`}>
          <colgroup>
            <col className={classes.keyColumn} />
            <col />
            <col className={classes.severityColumn} />
            <col className={classes.dayColumn} />
            <col className={classes.impactColumn} />
            <col className={classes.noticeColumn} />
            <col className={classes.programsColumn} />
          </colgroup>
          <thead>
            <tr>
              <th>Key</th>
              <th>Incident</th>
              <th className={classes.wide}>Severity</th>
              <th className={classes.wide}>Day</th>
              <th className={`${ruled.num} ${classes.wide}`}>Impact</th>
              <th className={ruled.num}>First public notice</th>
              <th className={`${classes.programs} ${classes.wide}`}>Programs</th>
            </tr>
          </thead>
          <tbody>
            {data.incidents.map((incident) => {
              const day = incident.day ? dayInShort(incident.day) : 'no day yet'
              const impact = incident.lasts ? 'still lasts' : incident.impact?.words
              return (
                <tr key={incident.id}>
                  <td className={classes.key}>{incident.key}</td>
                  <td>
                    <Link to="/incidents/$key" params={{ key: incident.key }} className={classes.name}>
                      {incident.title}
                    </Link>
                    <small className={classes.narrow}>
                      {severityWords[incident.severity]} · {day}
                      {impact ? ` · ${impact}` : ''}
                    </small>
                  </td>
                  <td className={classes.wide}>{severityWords[incident.severity]}</td>
                  <td className={classes.wide}>{incident.day ? day : <Unknown>{day}</Unknown>}</td>
                  <td className={`${ruled.num} ${classes.wide}`}>{impact ?? <Unknown>not known</Unknown>}</td>
                  <td className={ruled.num}>
                    {incident.notice ? incident.notice.words : <Unknown>not known</Unknown>}
                  </td>
                  <td className={`${classes.programs} ${classes.wide}`}>
                    {incident.programs.length === 0 ? <Unknown>none</Unknown> : null}
                    {incident.programs.map((program, index) => (
                      <span key={program.id}>
                        {index ? ', ' : ''}
                        <Link
                          to="/programs/$key"
                          params={{ key: program.key }}
                          search={{}}
                          className={classes.name}
                          title={program.title}
                        >
                          {program.key}
                        </Link>
                      </span>
                    ))}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      {creating ? (
        <Suspense fallback={null}>
          <IncidentForm close={() => setCreating(false)} />
        </Suspense>
      ) : null}
    </Page>
  )
}

const Unknown = ({ children }: { children: string }) => <span className={classes.quiet}>{children}</span>
