import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { headline, identity } from '../../domain/counting/definitions'
import { dayInWords } from '../../domain/days'
import { programKindWords } from '../../domain/vocabulary'
import { api } from '../api'
import { Page } from '../ui/page'
import { Empty, Failed, Loading } from '../ui/states'
import ruled from '../ui/table.module.css'
import classes from './programs.module.css'

const NewProgram = lazy(() => import('./new-program'))

/** Every named ledger of improvements with its count. */
export function ProgramsPage() {
  const { data, error, refetch } = useQuery(api.programs.list.queryOptions({}))
  const [creating, setCreating] = useState(false)
  return (
    <Page
      title="Programs"
      right={
        <Button variant={data?.programs.length ? 'filled' : 'default'} onClick={() => setCreating(true)}>
          New program
        </Button>
      }
    >
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading what="programs" />
      ) : data.programs.length === 0 ? (
        <Empty
          action={
            <>
              <Button variant="filled" onClick={() => setCreating(true)}>
                New program
              </Button>
              <Button component="a" href="/welcome">
                Look at the example
              </Button>
            </>
          }
        >
          A program is a ledger with a fixed scope: the improvements promised after one outage, for example. There is
          none yet.
        </Empty>
      ) : (
        <>
          <table className={`${ruled.table} ${classes.cells}`}>
            <colgroup>
              <col className={classes.keyColumn} />
              <col />
              <col className={classes.doneColumn} />
              <col className={classes.openColumn} />
              <col className={classes.baselineColumn} />
            </colgroup>
            <thead>
              <tr>
                <th>Key</th>
                <th>Program</th>
                <th className={ruled.num}>Done</th>
                <th className={`${ruled.num} ${classes.wide}`}>Open</th>
                <th className={`${ruled.num} ${classes.wide}`}>Scope fixed</th>
              </tr>
            </thead>
            <tbody>
              {data.programs.map((program) => (
                <tr key={program.id}>
                  <td className={classes.key}>{program.key}</td>
                  <td>
                    <Link to="/programs/$key" params={{ key: program.key }} search={{}} className={classes.name}>
                      {program.title}
                    </Link>
                    <small>{programKindWords[program.kind]}</small>
                  </td>
                  <td className={ruled.num}>
                    {headline(program.counts)}
                    {program.counts.ongoing > 0 ? <small>{program.counts.ongoing} ongoing, in no ratio</small> : null}
                  </td>
                  <td className={`${ruled.num} ${classes.wide}`}>{program.counts.open}</td>
                  <td className={`${ruled.num} ${classes.wide}`}>
                    {program.baselineOn ? (
                      dayInWords(program.baselineOn)
                    ) : (
                      <span className={classes.quiet}>not yet</span>
                    )}
                    {program.baselineAssumed ? <small>assumed</small> : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={classes.foot}>
            Together {identity(data.union)}, as of {dayInWords(data.asOf)}. An item in several programs counts once
            here.
          </p>
        </>
      )}
      {creating ? (
        <Suspense fallback={null}>
          <NewProgram close={() => setCreating(false)} />
        </Suspense>
      ) : null}
    </Page>
  )
}
