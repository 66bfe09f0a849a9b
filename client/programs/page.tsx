import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { headlineDone, identity, percentDone } from '../../domain/counting/definitions'
import { type Day, dayBeside, dayInWords } from '../../domain/days'
import { scopeInWords } from '../../domain/programs'
import { addedReasonWords, programKindWords, removedReasonWords } from '../../domain/vocabulary'
import { areOrIs, capital } from '../../domain/words'
import { useAbout } from '../about'
import { type Answers, api, intent } from '../api'
import { Tile, Tiles } from '../items/figure-tile'
import { Status } from '../items/status'
import { TargetWords } from '../items/target'
import { type ItemsSearch, readAsOfSearch } from '../paths'
import { AsOfChoice } from '../ui/as-of'
import { FormActions, FormError, TextField } from '../ui/form'
import { Page } from '../ui/page'
import { refusal } from '../ui/refusal'
import { Empty, Failed, Ignored, Loading } from '../ui/states'
import ruled from '../ui/table.module.css'
import classes from './programs.module.css'

const NewItem = lazy(() => import('../items/new-item'))
const PublicWords = lazy(() => import('./public-words'))
const route = getRouteApi('/workspace/programs/$key')
export type Program = Answers['programs']['byKey']

/** One program: what was promised, how its scope came about, where it stands. */
export function ProgramPage() {
  const { key } = route.useParams()
  const search = readAsOfSearch({ ...route.useSearch() })
  const navigate = route.useNavigate()
  const about = useAbout()
  const [creating, setCreating] = useState(false)
  const { asOf, knownAt, ignored } = search
  const { data, error, refetch } = useQuery(
    api.programs.byKey.queryOptions(
      { key: key.toUpperCase(), ...(asOf ? { asOf } : {}), ...(knownAt ? { knownAt } : {}) },
      { placeholderData: (before) => before },
    ),
  )
  return (
    <Page
      title={data?.title ?? key.toUpperCase()}
      beside={data ? `${data.key} · ${programKindWords[data.kind]}` : null}
      right={
        <>
          <AsOfChoice
            asOf={asOf ?? about.today}
            knownAt={knownAt ?? null}
            today={about.today}
            zone={about.organization?.zone ?? 'UTC'}
            change={(next) =>
              void navigate({ search: (before) => ({ ...before, ignored: undefined, ...next }) as never })
            }
          />
          <Button variant="filled" onClick={() => setCreating(true)}>
            New item
          </Button>
        </>
      }
    >
      <Ignored ignored={ignored} />
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data ? (
        <Standing program={data} asOf={asOf} knownAt={knownAt} />
      ) : (
        <Loading what="the program" />
      )}
      {creating ? (
        <Suspense fallback={null}>
          <NewItem close={() => setCreating(false)} programKeys={[key.toUpperCase()]} created={() => {}} />
        </Suspense>
      ) : null}
    </Page>
  )
}

function Standing({
  program,
  asOf,
  knownAt,
}: {
  program: Program
  asOf: Day | undefined
  knownAt: string | undefined
}) {
  const { counts } = program
  const rows = (more: ItemsSearch): ItemsSearch => ({
    program: [program.key],
    ...(asOf ? { asOf } : {}),
    ...(knownAt ? { knownAt } : {}),
    ...more,
  })
  if (counts.total === 0 && counts.ongoing === 0) {
    return (
      <>
        <Empty>Nothing belongs to this program on {dayInWords(program.asOf)}.</Empty>
        <Scope program={program} />
      </>
    )
  }
  const percent = percentDone(counts)
  return (
    <>
      <p className={classes.lede}>
        {headlineDone(counts)}
        {percent === null ? '' : `, ${percent}%`}.{' '}
        {counts.open === 0 ? 'Nothing is open.' : `${capital(areOrIs(counts.open))} open.`}
      </p>
      <Tiles>
        <Tile
          name="Done"
          search={rows({ status: ['done'], kind: 'counted' })}
          value={counts.done}
          of={`of ${counts.total}`}
        >
          {percent === null ? 'too few for a percentage' : `${percent}%, rounded down`}
        </Tile>
        <Tile name="In flight" search={rows({ status: ['in_flight'], kind: 'counted' })} value={counts.inFlight}>
          {counts.blocked > 0 ? `${counts.blocked} blocked` : 'none blocked'}
        </Tile>
        <Tile name="Not started" search={rows({ status: ['not_started'], kind: 'counted' })} value={counts.notStarted}>
          accepted, waiting
        </Tile>
        <Tile name="Not pursued" search={rows({ status: ['dropped'], kind: 'counted' })} value={counts.dropped}>
          {counts.dropped > 0 ? 'still in the total' : 'nothing set aside'}
        </Tile>
        {counts.ongoing > 0 ? (
          <Tile name="Ongoing" search={rows({ kind: 'ongoing' })} value={counts.ongoing}>
            without an end, in no ratio
          </Tile>
        ) : null}
      </Tiles>
      <p className={classes.foot}>
        {identity(counts)}, as of {dayInWords(program.asOf)} ·{' '}
        <Link to="/items" search={rows({})} className={classes.openList}>
          all its items
        </Link>
      </p>
      <div className={classes.columns}>
        <OpenItems program={program} rows={rows} />
        <div>
          <Scope program={program} />
          <Outside program={program} />
        </div>
      </div>
    </>
  )
}

/** What customers read of the program, and where it is worded. */
function Outside({ program }: { program: Program }) {
  const [wording, setWording] = useState(false)
  return (
    <section>
      <h2 className={classes.h2}>Outside</h2>
      <div className={classes.public}>
        <small>What customers read</small>
        {program.titlePublic ?? (
          <span className={classes.quiet}>The internal title: it has no wording of its own yet.</span>
        )}
        {program.notePublic ? <p className={classes.note}>{program.notePublic}</p> : null}
      </div>
      <button type="button" className={classes.edit} onClick={() => setWording(true)}>
        Edit the words
      </button>
      {wording ? (
        <Suspense fallback={null}>
          <PublicWords program={program} close={() => setWording(false)} />
        </Suspense>
      ) : null}
    </section>
  )
}

const shown = 12

/** What is still to be done, the nearest first. */
function OpenItems({ program, rows }: { program: Program; rows: (more: ItemsSearch) => ItemsSearch }) {
  const about = useAbout()
  const { data, error, refetch } = useQuery(
    api.items.list.queryOptions(
      { ...rows({ status: ['open'], kind: 'counted' }), sort: 'schedule', limit: shown },
      { placeholderData: (before) => before },
    ),
  )
  return (
    <section>
      <h2 className={classes.h2}>
        {program.counts.open === 0 ? 'Nothing is open' : `${program.counts.open} open, the nearest first`}
      </h2>
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
      {data && data.items.length > 0 ? (
        <table className={`${ruled.table} ${classes.cells}`}>
          <colgroup>
            <col className={classes.keyColumn} />
            <col />
            <col className={classes.statusColumn} />
            <col className={classes.targetColumn} />
          </colgroup>
          <thead>
            <tr>
              <th>Key</th>
              <th>Improvement</th>
              <th className={classes.statusColumn}>Status</th>
              <th className={ruled.num}>Target</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((item) => (
              <tr key={item.id}>
                <td className={classes.key}>{item.key}</td>
                <td>
                  <Link
                    to="/items/$key"
                    params={{ key: item.key }}
                    className={item.placeholder ? classes.quiet : classes.title}
                  >
                    {item.title}
                  </Link>
                </td>
                <td className={classes.statusColumn}>
                  <Status status={item.status} />
                </td>
                <td className={ruled.num}>
                  <TargetWords row={item} asOf={program.asOf} firstMonth={about.organization?.fiscalFirstMonth ?? 1} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {data && data.matching > shown ? (
        <p className={classes.foot}>
          <Link to="/items" search={rows({ status: ['open'], kind: 'counted' })} className={classes.openList}>
            All {data.matching} open items
          </Link>
        </p>
      ) : null}
    </section>
  )
}

function Scope({ program }: { program: Program }) {
  const { scope } = program
  if (!scope || !program.baselineOn) return <FixBaseline program={program} />
  const reasons: Record<string, string> = { ...removedReasonWords, ...addedReasonWords }
  return (
    <section>
      <h2 className={classes.h2}>Scope</h2>
      <p className={classes.foot}>
        {scopeInWords({
          baseline: scope.baseline,
          total: scope.total,
          added: Array(scope.added).fill(''),
          removed: Array(scope.removed).fill(''),
        })}
        . Fixed on {dayInWords(program.baselineOn)}
        {program.baselineAssumed ? ' (assumed: nobody stated the day)' : ''}; what joins or leaves since then has a
        reason and an approver.
      </p>
      {program.events.length === 0 ? (
        <p className={classes.foot}>Nothing has joined or left since.</p>
      ) : (
        <table className={`${ruled.table} ${classes.cells}`}>
          <colgroup>
            <col className={classes.keyColumn} />
            <col />
            <col className={classes.doneColumn} />
            <col className={classes.baselineColumn} />
          </colgroup>
          <thead>
            <tr>
              <th>Key</th>
              <th>Improvement</th>
              <th>Change</th>
              <th className={ruled.num}>Day</th>
            </tr>
          </thead>
          <tbody>
            {program.events.map((event) => (
              <tr key={event.seq}>
                <td className={classes.key}>{event.key}</td>
                <td>
                  <Link to="/items/$key" params={{ key: event.key }} className={classes.name}>
                    {event.title}
                  </Link>
                  {event.reason ? <small>{event.reason}</small> : null}
                </td>
                <td>
                  {event.change}
                  <small>
                    {reasons[event.reasonCode ?? ''] ?? 'no reason recorded'}
                    {event.approvedBy ? `, approved by ${event.approvedBy}` : ''}
                  </small>
                </td>
                <td className={ruled.num}>{dayBeside(event.on, program.asOf)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function FixBaseline({ program }: { program: Program }) {
  const { today } = useAbout()
  const [on, setOn] = useState<string>(today)
  const fix = useMutation(api.programs.fixBaseline.mutationOptions())
  return (
    <section>
      <h2 className={classes.h2}>Scope</h2>
      <p className={classes.foot}>
        The scope is not fixed yet: items join and leave without an approver. Fix it when it was promised to customers.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          fix.mutate({ ...intent(), programId: program.id, version: program.version, baselineOn: on as Day })
        }}
      >
        <FormActions>
          <TextField
            label="Baseline day"
            type="date"
            value={on}
            max={today}
            onChange={(event) => setOn(event.currentTarget.value)}
            required
          />
          <Button type="submit" loading={fix.isPending}>
            Fix the scope
          </Button>
        </FormActions>
        <FormError>{fix.error ? refusal(fix.error).sentence : null}</FormError>
      </form>
    </section>
  )
}
