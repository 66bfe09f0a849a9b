import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { headline } from '../../domain/counting/definitions'
import { dayInShort, dayInZone } from '../../domain/days'
import { severityWords } from '../../domain/vocabulary'
import { capital, listed, numberInWords } from '../../domain/words'
import { useAbout } from '../about'
import { type Answers, api, intent } from '../api'
import { FormError } from '../ui/form'
import fields from '../ui/form.module.css'
import { Page } from '../ui/page'
import { refusal } from '../ui/refusal'
import { Failed, Loading } from '../ui/states'
import ruled from '../ui/table.module.css'
import { ElapsedFigure, Figures } from './figures'
import classes from './incidents.module.css'
import { Strip } from './strip'

const IncidentForm = lazy(() => import('./form'))
const PublicWords = lazy(() => import('./public-words'))
const route = getRouteApi('/workspace/incidents/$key')
export type Incident = Answers['incidents']['byKey']

/** One incident: what happened and when, what is known inside, what customers read, what followed. */
export function IncidentPage() {
  const { key } = route.useParams()
  const { data, error, refetch } = useQuery(api.incidents.byKey.queryOptions({ key: key.toUpperCase() }))
  const [form, setForm] = useState<'record' | 'words' | null>(null)
  const close = () => setForm(null)
  return (
    <Page
      title={data?.title ?? key.toUpperCase()}
      beside={data ? `${data.key} · ${severityWords[data.severity]}` : null}
      right={
        data ? (
          <Button variant="filled" onClick={() => setForm('record')}>
            Edit the record
          </Button>
        ) : null
      }
    >
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data ? (
        <Record incident={data} editRecord={() => setForm('record')} editWords={() => setForm('words')} />
      ) : (
        <Loading what="the incident" />
      )}
      {data && form ? (
        <Suspense fallback={null}>
          {form === 'record' ? (
            <IncidentForm incident={data} close={close} />
          ) : (
            <PublicWords incident={data} close={close} />
          )}
        </Suspense>
      ) : null}
    </Page>
  )
}

function Record({
  incident,
  editRecord,
  editWords,
}: {
  incident: Incident
  editRecord: () => void
  editWords: () => void
}) {
  const { figures, lines } = incident
  const clockOf = (kind: (typeof lines)[number]['kind']) => lines.find((line) => line.kind === kind)
  const detected = clockOf('detected')
  const notice = clockOf('first_public_notice')
  const resolved = clockOf('resolved') ?? lines.findLast((line) => line.kind === 'impact_ends')
  const stretches = incident.timeline.windows.length
  return (
    <>
      <p className={classes.lede}>
        {incident.when ? `${capital(incident.when)}.` : 'Its times are not written down yet.'}
      </p>
      <Figures>
        <ElapsedFigure name="To detection" figure={figures.detection}>
          {detected ? detected.clock : 'nobody wrote down when'}
        </ElapsedFigure>
        <ElapsedFigure name="To first public notice" figure={figures.notice}>
          {notice ? notice.clock : 'nobody wrote down when'}
        </ElapsedFigure>
        <ElapsedFigure
          name="To resolution"
          figure={figures.resolution}
          unknown={figures.lasts ? 'not resolved' : 'not known'}
        >
          {resolved && figures.resolution
            ? resolved.clock
            : figures.lasts
              ? 'it still lasts'
              : 'nobody wrote down when'}
        </ElapsedFigure>
        <ElapsedFigure name="Impact" figure={figures.impact} unknown={figures.lasts ? 'still lasts' : 'not known'}>
          {stretches > 1
            ? `${numberInWords(stretches)} stretches together`
            : stretches === 1
              ? 'one stretch'
              : 'no stretch written down'}
        </ElapsedFigure>
      </Figures>
      <div className={classes.columns}>
        <div>
          <section>
            <h2 className={classes.h2}>Timeline</h2>
            {lines.length === 0 ? (
              <p className={classes.foot}>
                No time is written down.{' '}
                <button type="button" className={classes.edit} onClick={editRecord}>
                  Add the impact and its milestones
                </button>
              </p>
            ) : (
              <>
                <Strip timeline={incident.timeline} />
                <TimelineTable incident={incident} />
              </>
            )}
          </section>
          <section>
            <h2 className={classes.h2}>What happened</h2>
            <div className={classes.inside}>
              <Caption edit={editRecord} what="the inside words">
                Inside
              </Caption>
              {incident.summaryInternal ? <p>{incident.summaryInternal}</p> : null}
              {incident.causeInternal ? (
                <>
                  <h4>Cause</h4>
                  <p>{incident.causeInternal}</p>
                </>
              ) : null}
              {incident.summaryInternal || incident.causeInternal ? null : (
                <p className={classes.quiet}>Nothing is written down about what happened or why.</p>
              )}
            </div>
            <div className={classes.public}>
              <Caption edit={editWords} what="what customers read">
                What customers read
              </Caption>
              <PublicText paragraphs={incident.read.summary} />
              {incident.read.cause.length ? <h4>Cause</h4> : null}
              <PublicText paragraphs={incident.read.cause} />
              {incident.read.summary.length || incident.read.cause.length ? null : (
                <p className={classes.quiet}>Nothing is worded for customers yet.</p>
              )}
            </div>
          </section>
        </div>
        <div>
          <Programs incident={incident} />
          <Services incident={incident} />
          <Changes incident={incident} />
        </div>
      </div>
    </>
  )
}

const Caption = ({ children, edit, what }: { children: string; edit: () => void; what: string }) => (
  <h3>
    {children}
    <button type="button" className={classes.edit} onClick={edit} aria-label={`Edit ${what}`}>
      Edit
    </button>
  </h3>
)

/** The public words; what stands in them as a figure is underlined, as a claim is. */
function PublicText({ paragraphs }: { paragraphs: Incident['read']['summary'] }): ReactNode {
  return paragraphs.map((parts, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have nothing but their place
    <p key={index}>
      {parts.map((part, at) => {
        const place = `${at} ${part.text}`
        return part.figure ? (
          <span key={place} className={classes.claim}>
            {part.text}
          </span>
        ) : (
          <span key={place}>{part.text}</span>
        )
      })}
    </p>
  ))
}

function TimelineTable({ incident }: { incident: Incident }) {
  return (
    <>
      <table className={`${ruled.table} ${classes.cells}`}>
        <colgroup>
          <col className={classes.clockColumn} />
          <col />
          <col className={classes.sinceColumn} />
        </colgroup>
        <thead>
          <tr>
            <th>Time</th>
            <th>What happened</th>
            <th className={ruled.num}>After the start</th>
          </tr>
        </thead>
        <tbody>
          {incident.lines.map((line) => (
            <tr key={`${line.at} ${line.kind} ${line.what}`}>
              <td className={classes.clock}>{line.clock}</td>
              <td className={classes.marked}>
                <Mark kind={line.kind} />
                {line.what}
                {line.saidAs || !line.public ? (
                  <small>
                    {listed([
                      ...(line.saidAs ? [`said as “${line.saidAs}”`] : []),
                      ...(line.public ? [] : ['inside only']),
                    ])}
                  </small>
                ) : null}
              </td>
              <td className={ruled.num}>{line.since}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.foot}>On the clocks of {incident.timeline.zone}.</p>
    </>
  )
}

/** The mark a moment has in the strip: a block where impact begins or ends, a line for a milestone. */
function Mark({ kind }: { kind: Incident['lines'][number]['kind'] }) {
  return (
    <svg className={classes.mark} viewBox="0 0 12 12" data-kind={kind} aria-hidden="true">
      {kind === 'impact_begins' ? (
        <path d="M2 1v10M2 3h9v6H2z" />
      ) : kind === 'impact_ends' ? (
        <path d="M10 1v10M10 3H1v6h9z" />
      ) : (
        <path d="M6 1v10" />
      )}
    </svg>
  )
}

/** What was promised after it, and how much of it is done. */
function Programs({ incident }: { incident: Incident }) {
  const about = useAbout()
  const { data } = useQuery(api.programs.list.queryOptions({}))
  const [choice, setChoice] = useState('')
  const link = useMutation(api.incidents.linkProgram.mutationOptions({ onSuccess: () => setChoice('') }))
  const unlink = useMutation(api.incidents.unlinkProgram.mutationOptions())
  const others = about.programs.filter((program) => !incident.programs.some((each) => each.id === program.id))
  const error = link.error ?? unlink.error
  const named = { ...intent(), incidentId: incident.id, version: incident.version }
  return (
    <section>
      <h2 className={classes.h2}>Programs</h2>
      {incident.programs.length === 0 ? (
        <p className={classes.foot}>No program follows from it yet.</p>
      ) : (
        <ul className={classes.rows}>
          {incident.programs.map((program) => {
            const counts = data?.programs.find((each) => each.id === program.id)?.counts
            return (
              <li key={program.id}>
                <Link to="/programs/$key" params={{ key: program.key }} search={{}} className={classes.name}>
                  {program.title}
                </Link>
                <span className={classes.count}>{counts ? `${headline(counts)} done` : ''}</span>
                <button
                  type="button"
                  className={classes.edit}
                  aria-label={`Unlink ${program.key}`}
                  disabled={unlink.isPending}
                  onClick={() => unlink.mutate({ ...named, programId: program.id })}
                >
                  Unlink
                </button>
              </li>
            )
          })}
        </ul>
      )}
      {others.length ? (
        <form
          className={classes.link}
          onSubmit={(event) => {
            event.preventDefault()
            if (choice) link.mutate({ ...named, programId: choice })
          }}
        >
          <select
            className={fields.input}
            aria-label="Program to link"
            value={choice}
            onChange={(event) => setChoice(event.currentTarget.value)}
            required
          >
            <option value="">Choose a program</option>
            {others.map((program) => (
              <option key={program.id} value={program.id}>
                {program.title}
              </option>
            ))}
          </select>
          <Button type="submit" loading={link.isPending}>
            Link
          </Button>
        </form>
      ) : null}
      <FormError>{error ? refusal(error).sentence : null}</FormError>
    </section>
  )
}

function Services({ incident }: { incident: Incident }) {
  return (
    <section>
      <h2 className={classes.h2}>Services</h2>
      {incident.services.length === 0 ? <p className={classes.foot}>No service is named.</p> : null}
      <ul className={classes.services}>
        {incident.services.map((service) => (
          <li key={service.id}>
            {service.name}
            {service.effectPublic ? (
              <p className={classes.effect}>
                <small>What customers noticed</small>
                {service.effectPublic}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

const touchedWords: Record<string, string> = {
  title: 'the title',
  severity: 'the severity',
  zone: 'the time zone',
  windows: 'the impact',
  milestones: 'the milestones',
  services: 'the services',
  summaryInternal: 'the inside summary',
  causeInternal: 'the inside cause',
  summaryPublic: 'what customers read',
  causePublic: 'the cause they read',
}

function changeInWords({ did, touched }: Incident['changes'][number]): string {
  if (did === 'create') return 'Written down'
  if (did === 'linkProgram') return 'Program linked'
  if (did === 'unlinkProgram') return 'Program unlinked'
  const parts = touched.map((name) => touchedWords[name] ?? name)
  return `${did === 'wordPublicly' ? 'Worded' : 'Changed'} ${listed(parts)}`
}

/** Who changed what of the record. */
function Changes({ incident }: { incident: Incident }) {
  const zone = useAbout().organization?.zone ?? 'UTC'
  return (
    <section>
      <h2 className={classes.h2}>Changes of the record</h2>
      <ul className={classes.changes}>
        {incident.changes.map((change) => (
          <li key={change.seq}>
            <b>{changeInWords(change)}</b> by {change.by} · {dayInShort(dayInZone(new Date(change.at), zone))}
          </li>
        ))}
      </ul>
    </section>
  )
}
