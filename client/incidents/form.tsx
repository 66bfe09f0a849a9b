import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { whichOfTwo } from '../../domain/clocks'
import { RuleError } from '../../domain/errors'
import {
  type MilestoneKind,
  type MilestoneQualifier,
  milestoneKinds,
  milestoneQualifiers,
  milestoneWords,
  type Severity,
  severities,
  severityWords,
} from '../../domain/vocabulary'
import { useAbout } from '../about'
import { api, intent } from '../api'
import { ChoiceField, FormActions, FormError, FormRow, formClass, LongTextField, TextField } from '../ui/form'
import fields from '../ui/form.module.css'
import { notify } from '../ui/notices'
import { Dialog } from '../ui/overlays'
import { refusal } from '../ui/refusal'
import classes from './form.module.css'
import { AddRow, Row, TimeInput, ZoneField } from './form-parts'
import type { Incident } from './page'
import {
  type MilestoneRow,
  newMilestone,
  newWindow,
  nextRow,
  recordOf,
  type ServiceRow,
  typed,
  untyped,
  type WindowRow,
  type Written,
} from './written'

const qualifierChoices = {
  exact: 'at',
  within: 'at or before',
  about: 'about',
} satisfies Record<MilestoneQualifier, string>

/** What a refusal is about: a field, and for rows the row it was in when it was sent. */
interface Trouble {
  sentence: string
  field: string | null
}

/** The record of an incident, written down or edited: one form, because its times are checked against each other. */
export default function IncidentForm({ incident, close }: { incident?: Incident; close: () => void }) {
  const about = useAbout()
  const navigate = useNavigate()
  const [title, setTitle] = useState(incident?.title ?? '')
  const [severity, setSeverity] = useState<Severity>(incident?.severity ?? 'sev2')
  const [zone, setZone] = useState(incident?.timeline.zone ?? about.organization?.zone ?? 'UTC')
  const [windows, setWindows] = useState<WindowRow[]>(() =>
    incident
      ? incident.timeline.windows.map(({ fromAt, toAt }) => ({
          id: nextRow(),
          from: typed(fromAt, incident.timeline.zone),
          to: toAt === null ? untyped() : typed(toAt, incident.timeline.zone),
        }))
      : [newWindow()],
  )
  const [milestones, setMilestones] = useState<MilestoneRow[]>(() =>
    incident
      ? incident.timeline.milestones.map((each) => ({
          id: nextRow(),
          kind: each.kind,
          at: typed(each.at, incident.timeline.zone),
          qualifier: each.qualifier,
          saidAs: each.saidAs ?? '',
          public: each.public,
        }))
      : [newMilestone('detected'), newMilestone('first_public_notice'), newMilestone('resolved')],
  )
  const [services, setServices] = useState<ServiceRow[]>(
    () =>
      incident?.services.map(({ id, effectPublic }) => ({ id: nextRow(), service: id, effect: effectPublic ?? '' })) ??
      [],
  )
  const [summary, setSummary] = useState(incident?.summaryInternal ?? '')
  const [cause, setCause] = useState(incident?.causeInternal ?? '')
  const [program, setProgram] = useState('')
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  /** The rows as they were sent: a refusal names their place among those, and rows left empty are not sent. */
  const [sent, setSent] = useState<Record<string, readonly number[]>>({})

  const create = useMutation(
    api.incidents.create.mutationOptions({
      onSuccess: (answer) => {
        void notify(`${answer.key} was written down.`)
        close()
        void navigate({ to: '/incidents/$key', params: { key: answer.key } })
      },
    }),
  )
  const edit = useMutation(
    api.incidents.edit.mutationOptions({
      onSuccess: (answer) => {
        void notify(`${answer.key} was saved.`)
        close()
      },
    }),
  )

  const sentWindows = windows.filter((row) => row.from.local || row.to.local)
  const sentMilestones = milestones.filter((row) => row.at.local || row.saidAs.trim())
  const sentServices = services.filter((row) => row.service)

  const written = (): Written =>
    recordOf({
      title,
      severity,
      zone,
      windows: sentWindows,
      milestones: sentMilestones,
      services: sentServices,
      summary,
      cause,
    })
  const [before] = useState<Written | null>(() => (incident ? written() : null))

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTrouble(null)
    setSent({
      windows: sentWindows.map((row) => row.id),
      milestones: sentMilestones.map((row) => row.id),
      services: sentServices.map((row) => row.id),
    })
    try {
      const record = written()
      if (incident && before) {
        // Only what was changed here: the rest stays as it stands, also when somebody else has changed it meanwhile.
        const changed = Object.entries(record).filter(
          ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof Written]),
        )
        edit.mutate({
          ...intent(),
          incidentId: incident.id,
          version: incident.version,
          ...Object.fromEntries(changed),
        })
      } else create.mutate({ ...intent(), ...record, programs: program ? [program] : [] })
    } catch (error) {
      const { sentence } = refusal(error)
      create.reset()
      edit.reset()
      setTrouble({ sentence, field: error instanceof RuleError ? (error.field ?? null) : null })
    }
  }

  const error = create.error ?? edit.error
  const answered = error ? refusal(error) : null
  const refused: Trouble | null = trouble ?? answered
  const form = useRef<HTMLFormElement>(null)
  // The form is longer than the screen: a refusal takes its reader to the field it is about.
  useEffect(() => {
    if (error || trouble) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
  }, [error, trouble])
  const at = (field: string) => (refused?.field === field ? refused.sentence : null)
  /** Which field of a row was refused, and how. */
  const atRow = (rows: string, id: number): { part: string; sentence: string } | null => {
    const [list, index, part] = refused?.field?.split('.') ?? []
    if (!refused || list !== rows || sent[rows]?.[Number(index)] !== id) return null
    return { part: part ?? '', sentence: refused.sentence }
  }
  const inRows =
    windows.some((row) => atRow('windows', row.id)) ||
    milestones.some((row) => atRow('milestones', row.id)) ||
    services.some((row) => atRow('services', row.id))
  const shown = inRows || ['title', 'zone', 'summaryInternal', 'causeInternal'].includes(refused?.field ?? '')

  const ofRow =
    <Row extends { id: number }>(set: (change: (rows: Row[]) => Row[]) => void) =>
    (id: number, over: Partial<Row>) =>
      set((rows) => rows.map((row) => (row.id === id ? { ...row, ...over } : row)))
  const changeWindow = ofRow<WindowRow>(setWindows)
  const changeMilestone = ofRow<MilestoneRow>(setMilestones)
  const changeService = ofRow<ServiceRow>(setServices)
  const nextKind = milestoneKinds.find((kind) => !milestones.some((row) => row.kind === kind)) ?? 'other'

  return (
    <Dialog title={incident ? `Edit ${incident.key}` : 'Record an incident'} close={close}>
      <form ref={form} className={formClass} onSubmit={submit}>
        <TextField
          label="Title, as you say it inside"
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          error={at('title')}
          required
          data-autofocus
        />
        <FormRow>
          <ChoiceField
            label="Severity"
            value={severity}
            onChange={(event) => setSeverity(event.currentTarget.value as Severity)}
          >
            {severities.map((each) => (
              <option key={each} value={each}>
                {severityWords[each]}
              </option>
            ))}
          </ChoiceField>
          <ZoneField zone={zone} choose={setZone} error={at('zone')} />
        </FormRow>

        <fieldset className={classes.part}>
          <legend>Impact</legend>
          {windows.map((row, index) => (
            <Row
              key={row.id}
              name={`Window ${index + 1}`}
              refused={atRow('windows', row.id)}
              note={whichOfTwo(row.from.local, zone) ?? whichOfTwo(row.to.local, zone)}
              remove={() => setWindows((rows) => rows.filter((each) => each.id !== row.id))}
            >
              {(part) => (
                <div className={classes.window}>
                  <TimeInput
                    label="From"
                    shown
                    {...part('fromAt')}
                    value={row.from.local}
                    type={(local) => changeWindow(row.id, { from: { ...row.from, local } })}
                  />
                  <TimeInput
                    label="To"
                    shown
                    {...part('toAt')}
                    value={row.to.local}
                    type={(local) => changeWindow(row.id, { to: { ...row.to, local } })}
                  />
                </div>
              )}
            </Row>
          ))}
          <AddRow add={() => setWindows((rows) => [...rows, newWindow()])}>
            {windows.length ? 'Add another window' : 'Add a window'}
          </AddRow>
          <p className={fields.hint}>In local time of {zone || 'the zone above'}. Without an end it still lasts.</p>
        </fieldset>

        <fieldset className={classes.part}>
          <legend>Milestones</legend>
          {milestones.map((row, index) => (
            <Row
              key={row.id}
              name={`Milestone ${index + 1}`}
              refused={atRow('milestones', row.id)}
              note={whichOfTwo(row.at.local, zone)}
              remove={() => setMilestones((rows) => rows.filter((each) => each.id !== row.id))}
            >
              {(part) => (
                <div className={classes.milestone}>
                  <select
                    {...part('kind')}
                    className={fields.input}
                    aria-label="What"
                    value={row.kind}
                    onChange={(event) => changeMilestone(row.id, { kind: event.currentTarget.value as MilestoneKind })}
                  >
                    {milestoneKinds.map((kind) => (
                      <option key={kind} value={kind}>
                        {milestoneWords[kind]}
                      </option>
                    ))}
                  </select>
                  <select
                    {...part('qualifier')}
                    className={fields.input}
                    aria-label="How exactly"
                    value={row.qualifier}
                    onChange={(event) =>
                      changeMilestone(row.id, { qualifier: event.currentTarget.value as MilestoneQualifier })
                    }
                  >
                    {milestoneQualifiers.map((qualifier) => (
                      <option key={qualifier} value={qualifier}>
                        {qualifierChoices[qualifier]}
                      </option>
                    ))}
                  </select>
                  <TimeInput
                    {...part('at')}
                    label="When"
                    value={row.at.local}
                    type={(local) => changeMilestone(row.id, { at: { ...row.at, local } })}
                  />
                  <input
                    {...part('saidAs')}
                    className={fields.input}
                    aria-label={row.kind === 'other' ? 'What happened' : 'Said as'}
                    placeholder={row.kind === 'other' ? 'What happened' : 'Said as, if you like'}
                    value={row.saidAs}
                    onChange={(event) => changeMilestone(row.id, { saidAs: event.currentTarget.value })}
                  />
                  <label className={classes.check}>
                    <input
                      type="checkbox"
                      checked={row.public}
                      onChange={(event) => changeMilestone(row.id, { public: event.currentTarget.checked })}
                    />
                    Public
                  </label>
                </div>
              )}
            </Row>
          ))}
          <AddRow add={() => setMilestones((rows) => [...rows, newMilestone(nextKind)])}>Add a milestone</AddRow>
        </fieldset>

        {about.services.length ? (
          <fieldset className={classes.part}>
            <legend>Services that were hit</legend>
            {services.map((row, index) => (
              <Row
                key={row.id}
                name={`Service ${index + 1}`}
                refused={atRow('services', row.id)}
                note={null}
                remove={() => setServices((rows) => rows.filter((each) => each.id !== row.id))}
              >
                {(part) => (
                  <div className={classes.service}>
                    <select
                      {...part('service')}
                      className={fields.input}
                      aria-label="Service"
                      value={row.service}
                      onChange={(event) => changeService(row.id, { service: event.currentTarget.value })}
                    >
                      <option value="">Choose a service</option>
                      {about.services.map((service) => (
                        <option key={service.id} value={service.id}>
                          {service.name}
                        </option>
                      ))}
                    </select>
                    <input
                      {...part('effectPublic')}
                      className={fields.input}
                      aria-label="What customers noticed"
                      placeholder="What customers noticed"
                      value={row.effect}
                      onChange={(event) => changeService(row.id, { effect: event.currentTarget.value })}
                    />
                  </div>
                )}
              </Row>
            ))}
            <AddRow add={() => setServices((rows) => [...rows, { id: nextRow(), service: '', effect: '' }])}>
              Add a service
            </AddRow>
          </fieldset>
        ) : null}

        <LongTextField
          label="What happened, as known inside"
          value={summary}
          onChange={(event) => setSummary(event.currentTarget.value)}
          error={at('summaryInternal')}
          optional
        />
        <LongTextField
          label="Why, as known inside"
          value={cause}
          onChange={(event) => setCause(event.currentTarget.value)}
          error={at('causeInternal')}
          hint="What customers read is worded apart from both, on the incident's page."
          optional
        />
        {incident || about.programs.length === 0 ? null : (
          <ChoiceField
            label="Program that follows from it"
            value={program}
            onChange={(event) => setProgram(event.currentTarget.value)}
          >
            <option value="">None yet</option>
            {about.programs.map((each) => (
              <option key={each.id} value={each.id}>
                {each.title}
              </option>
            ))}
          </ChoiceField>
        )}
        <FormError>
          {refused && !shown
            ? answered?.stale
              ? `${refused.sentence} Save once more to put your changes on top of it.`
              : refused.sentence
            : null}
        </FormError>
        <FormActions>
          <Button type="submit" variant="filled" loading={create.isPending || edit.isPending}>
            {incident ? 'Save the record' : 'Record the incident'}
          </Button>
          <Button onClick={close}>Leave it</Button>
        </FormActions>
      </form>
    </Dialog>
  )
}
