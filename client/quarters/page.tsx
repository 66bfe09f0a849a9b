import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { headline, identity } from '../../domain/counting/definitions'
import { type Day, dayBeside, dayInWords } from '../../domain/days'
import { isQuarter, type Quarter, quarterInShort, quarterInWords } from '../../domain/periods'
import { numberInWords } from '../../domain/words'
import { useAbout } from '../about'
import { type Answers, api } from '../api'
import { Tile, Tiles } from '../items/figure-tile'
import { Status } from '../items/status'
import { type Changed, type ItemsSearch, type QuarterSearch, readQuarterSearch } from '../paths'
import { AsOfChoice } from '../ui/as-of'
import { Page } from '../ui/page'
import { Empty, Failed, Ignored, Loading, NotFound } from '../ui/states'
import ruled from '../ui/table.module.css'
import { Comparison } from './comparison'
import classes from './quarters.module.css'

const Charts = lazy(() => import('./charts'))

const route = getRouteApi('/workspace/quarters/$quarter')
export type QuarterView = Answers['quarters']['read']
export type Change = (next: Changed<QuarterSearch>) => void

/** What leadership reads: the answer in a sentence, the figures on one line, the findings, then the rows. */
export function QuarterPage() {
  const { quarter } = route.useParams()
  if (!isQuarter(quarter.toUpperCase())) return <NotFound />
  return <QuarterOf quarter={quarter.toUpperCase() as Quarter} />
}

function QuarterOf({ quarter }: { quarter: Quarter }) {
  const search = readQuarterSearch({ ...route.useSearch() })
  const navigate = route.useNavigate()
  const about = useAbout()
  const { ignored, ...asked } = search
  const { data, error, refetch } = useQuery(
    api.quarters.read.queryOptions({ quarter, ...asked }, { placeholderData: (before) => before }),
  )
  const change: Change = (next) =>
    void navigate({ search: (before) => ({ ...before, ignored: undefined, ...next }) as never })
  const zone = about.organization?.zone ?? 'UTC'
  return (
    <Page
      title={quarterInWords(quarter)}
      beside={data ? <Neighbours data={data} search={asked} /> : null}
      right={
        data ? (
          <>
            <Scope data={data} change={change} />
            <AsOfChoice
              asOf={data.asOf}
              knownAt={data.knownAt}
              today={about.today}
              zone={zone}
              change={change}
              days={[
                { on: data.period.endOn, name: `End of ${quarterInShort(quarter)}` },
                { on: about.today, name: 'Today' },
              ]}
            />
            <Comparison data={data} change={change} />
          </>
        ) : null
      }
    >
      <Ignored ignored={ignored} />
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data ? (
        <Reading data={data} change={change} />
      ) : (
        <Loading what="the quarter" />
      )}
    </Page>
  )
}

/** The way to the quarter before and after, with the same scope; a day chosen for this one does not follow. */
function Neighbours({ data, search }: { data: QuarterView; search: QuarterSearch }) {
  const kept = search.program ? { program: search.program } : {}
  return (
    <span className={classes.neighbours}>
      <Link
        to="/quarters/$quarter"
        params={{ quarter: data.previous }}
        search={kept}
        aria-label={`Quarter before: ${quarterInWords(data.previous)}`}
      >
        ‹ {quarterInShort(data.previous)}
      </Link>
      <Link
        to="/quarters/$quarter"
        params={{ quarter: data.next }}
        search={kept}
        aria-label={`Quarter after: ${quarterInWords(data.next)}`}
      >
        {quarterInShort(data.next)} ›
      </Link>
    </span>
  )
}

function Scope({ data, change }: { data: QuarterView; change: Change }) {
  const keys = data.scope.programs.map((program) => program.key)
  const isAll = keys.length === data.programs.length
  const value = isAll && data.programs.length > 1 ? 'all' : keys.length === 1 ? keys[0] : 'several'
  if (data.programs.length < 2) return null
  return (
    <label className={classes.scopeChoice}>
      <span className="visually-hidden">Programs counted</span>
      <select
        className={classes.scope}
        value={value}
        onChange={(event) => {
          const chosen = event.currentTarget.value
          change({ program: chosen === 'all' ? data.programs.map((program) => program.key) : [chosen] })
        }}
      >
        {value === 'several' ? <option value="several">{keys.join(', ')}</option> : null}
        {data.programs.map((program) => (
          <option key={program.key} value={program.key}>
            {program.title}
          </option>
        ))}
        <option value="all">All programs</option>
      </select>
    </label>
  )
}

/** The address of the rows behind a figure: same programs, same day, same knowledge. */
function rowsOf(data: QuarterView) {
  const keys = data.scope.programs.map((program) => program.key)
  return (more: ItemsSearch, on: Day = data.asOf): ItemsSearch => ({
    program: keys,
    asOf: on,
    kind: 'counted',
    ...(data.knownAt ? { knownAt: data.knownAt } : {}),
    ...more,
  })
}

function Reading({ data, change }: { data: QuarterView; change: Change }) {
  const rows = rowsOf(data)
  if (data.programs.length === 0) {
    return (
      <Empty
        action={
          <>
            <Link to="/programs" className={classes.link}>
              Create a program
            </Link>
            <a href="/welcome" className={classes.link}>
              Look at the example
            </a>
          </>
        }
      >
        There is nothing to report yet: no program holds an improvement.
      </Empty>
    )
  }
  const { counts, dates, moved, changes } = data
  const gain = counts.done - data.before.done
  const since = dayBeside(data.comparedWith, data.asOf)
  return (
    <>
      <p className={classes.lede}>{data.sentence}</p>
      <p
        className={classes.state}
        hidden={!data.isFuture && !data.sinceThen && !data.knownAt && !data.comparisonIgnored}
      >
        {data.isFuture ? (
          <span>
            {data.period.fromOn > data.today ? 'This quarter has not begun' : 'This day has not come'}; the figures are
            those of {dayInWords(data.asOf)}.
          </span>
        ) : null}
        {data.sinceThen !== null && data.sinceThen !== 0 ? (
          <Link to="/items" search={rows({ doneSince: data.asOf }, data.today)} className={classes.link}>
            since then: {data.sinceThen > 0 ? `+${data.sinceThen}` : data.sinceThen}
          </Link>
        ) : null}
        {data.comparisonIgnored ? (
          <span>The day in the address to compare with is not before this one; it was ignored.</span>
        ) : null}
        {data.knownAt ? <span>Only what was recorded by then is counted.</span> : null}
      </p>
      <Tiles>
        <Tile name="Done" search={rows({ status: ['done'] })} value={counts.done} of={`of ${counts.total}`}>
          {gain === 0 ? (
            `as many as ${since}`
          ) : (
            <>
              <b data-better={gain > 0 || undefined}>{gain > 0 ? `${gain} more` : `${-gain} fewer`}</b> than {since}
              {data.undatedGain > 0 ? <>, {data.undatedGain} at a date not stated</> : null}
            </>
          )}
        </Tile>
        <Tile
          name="Overdue, moved"
          parts={[
            { value: dates.overdue, search: rows({ due: 'overdue' }), name: 'overdue', late: dates.overdue > 0 },
            { value: moved.items, search: rows({ movedSince: data.comparedWith }), name: `moved since ${since}` },
          ]}
        >
          {moved.items === 0 ? `none moved since ${since}` : `${moved.items} moved since ${since}`}
        </Tile>
        <Tile name="Without a date" search={rows({ due: 'none' })} value={dates.undated}>
          of {counts.open} open
        </Tile>
        <Tile
          name={`Done in ${quarterInShort(data.quarter)}`}
          search={rows({ finished: data.quarter })}
          value={data.doneInQuarter}
        >
          {data.doneWithoutDate > 0 ? (
            <Link to="/items" search={rows({ finished: 'unstated' })}>
              {data.doneWithoutDate} more at a date not stated
            </Link>
          ) : (
            'inside the quarter'
          )}
        </Tile>
        <Tile name="Scope" search={rows({})} value={counts.total}>
          {changes.added.items === 0 && changes.removed.items === 0
            ? `unchanged since ${since}`
            : `${changes.added.items} added, ${changes.removed.items} removed since ${since}`}
        </Tile>
      </Tiles>
      <p className={classes.identity}>
        {identity(counts)}, as of {dayInWords(data.asOf)}
      </p>
      <Suspense fallback={<Loading what="the charts" />}>
        <Charts data={data} />
      </Suspense>
      <div className={classes.columns}>
        <DoneSince data={data} rows={rows} />
        <Programs data={data} change={change} />
      </div>
    </>
  )
}

const shortTitle = (data: QuarterView) => dayBeside(data.comparedWith, data.asOf)

/** The rows behind the difference: what is new since the comparison. */
function DoneSince({ data, rows }: { data: QuarterView; rows: ReturnType<typeof rowsOf> }) {
  const { changes } = data
  const named = changes.done.first.filter((row) => !row.placeholder).slice(0, 8)
  const rest = changes.done.items - named.length
  return (
    <section className={classes.figure}>
      <h2>Done since {shortTitle(data)}</h2>
      <div className={classes.question}>
        <span>
          {changes.done.items} done · {changes.added.items} added · {data.moved.items} moved · {changes.dropped.items}{' '}
          not pursued
          {changes.reopened.items > 0 ? ` · ${changes.reopened.items} reopened` : ''}
        </span>
        {changes.done.items > 0 ? (
          <Link to="/items" search={rows({ doneSince: data.comparedWith })} className={classes.quietLink}>
            All {changes.done.items}
          </Link>
        ) : null}
      </div>
      {changes.done.items === 0 ? (
        <p className={classes.quiet}>Nothing more was done in between.</p>
      ) : (
        <table className={`${ruled.table} ${classes.table}`}>
          <colgroup>
            <col className={classes.keyColumn} />
            <col />
            <col className={classes.statusColumn} />
            <col className={classes.whenColumn} />
          </colgroup>
          <thead>
            <tr>
              <th>Key</th>
              <th>Improvement</th>
              <th className={classes.statusColumn}>Status</th>
              <th className={ruled.num}>Finished</th>
            </tr>
          </thead>
          <tbody>
            {named.map((row) => (
              <tr key={row.key}>
                <td className={classes.quiet}>{row.key}</td>
                <td>
                  <Link to="/items/$key" params={{ key: row.key }}>
                    {row.title}
                  </Link>
                </td>
                <td className={classes.statusColumn}>
                  <Status status={row.status} />
                </td>
                <td className={ruled.num}>{row.when}</td>
              </tr>
            ))}
            {rest > 0 ? (
              <tr>
                <td className={classes.quiet}>{named.length ? `${rest} more` : rest}</td>
                <td>
                  <span className={classes.quiet}>
                    {rest === changes.done.notDescribed ? 'Not described in the update' : 'In the list of all'}
                  </span>
                </td>
                <td className={classes.statusColumn}>
                  <Status status="done" />
                </td>
                <td className={ruled.num} />
              </tr>
            ) : null}
          </tbody>
        </table>
      )}
    </section>
  )
}

const allCounted = (programs: number) =>
  programs === 1
    ? 'The one program is counted above'
    : `${programs === 2 ? 'Both' : `All ${numberInWords(programs)}`} programs are counted above`

/** All programs at the same day: one press makes another one the page's subject. */
function Programs({ data, change }: { data: QuarterView; change: Change }) {
  const inScope = data.programs.filter((program) => program.inScope).length
  return (
    <section className={classes.figure}>
      <h2>
        {inScope === data.programs.length
          ? allCounted(data.programs.length)
          : `${inScope === 1 ? 'One' : inScope} of ${numberInWords(data.programs.length)} programs ${inScope === 1 ? 'is' : 'are'} counted above`}
      </h2>
      <div className={classes.question}>
        <span>Where does each stand?</span>
      </div>
      <table className={`${ruled.table} ${classes.table}`}>
        <colgroup>
          <col />
          <col className={classes.doneColumn} />
          <col className={classes.openColumn} />
        </colgroup>
        <thead>
          <tr>
            <th>Program</th>
            <th className={ruled.num}>Done</th>
            <th className={ruled.num}>Open</th>
          </tr>
        </thead>
        <tbody>
          {data.programs.map((program) => (
            <tr key={program.key} data-on={program.inScope || undefined}>
              <td>
                <button type="button" className={classes.program} onClick={() => change({ program: [program.key] })}>
                  {program.title}
                </button>
              </td>
              <td className={ruled.num}>{headline(program.counts)}</td>
              <td className={ruled.num}>{program.counts.open}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
