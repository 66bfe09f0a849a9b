import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Day, isDay } from '../../domain/days'
import { isQuarter, type Quarter, quarterAfter, quarterInWords, quarterOf, quarterPeriod } from '../../domain/periods'
import type { ReportTemplate } from '../../domain/vocabulary'
import { useAbout } from '../about'
import { api, intent } from '../api'
import { ChoiceField, FormActions, FormError, FormRow, formClass, TextField } from '../ui/form'
import { notify } from '../ui/notices'
import { Dialog } from '../ui/overlays'
import { refusedIn } from '../ui/refusal'
import { ProgramChoice } from './program-choice'
import side from './side.module.css'

const templateWords = {
  quarterly: 'Quarterly update',
  blank: 'Blank',
} satisfies Record<ReportTemplate, string>

/** The latest quarter that is over: what a report written on this day is about. */
function quarterOver(day: Day, firstMonth: number): Quarter {
  const current = quarterOf(day, firstMonth)
  return quarterPeriod(current, firstMonth).endOn === day ? current : quarterAfter(current, -1)
}

/** A new report: its text is made from a template over the record, figures and all. */
export default function NewReport({ close }: { close: () => void }) {
  const about = useAbout()
  const navigate = useNavigate()
  const firstMonth = about.organization?.fiscalFirstMonth ?? 1
  const [template, setTemplate] = useState<ReportTemplate>('quarterly')
  const [asOf, setAsOf] = useState<string>(about.today)
  // Until somebody chooses another, the quarter follows the day.
  const [chosen, setChosen] = useState<string | null>(null)
  const [programs, setPrograms] = useState<string[]>(about.programs.map((program) => program.key))
  const over = quarterOver(isDay(asOf) ? asOf : about.today, firstMonth)
  const period = chosen ?? over
  const begin = useMutation(
    api.reports.begin.mutationOptions({
      onSuccess: ({ slug }) => {
        void notify('The draft was made from the record as it stands.')
        close()
        void navigate({ to: '/reports/$slug', params: { slug }, search: {} })
      },
    }),
  )
  const { at, below } = refusedIn(begin.error, ['period', 'asOf', 'programs'])
  const noProgram = programs.length === 0
  return (
    <Dialog title="New report" close={close}>
      <form
        className={formClass}
        onSubmit={(event) => {
          event.preventDefault()
          if (noProgram) return
          begin.mutate({
            ...intent(),
            template,
            ...(isQuarter(period) ? { period } : {}),
            // Today is not written down: a draft without a day of its own moves on with the days.
            asOf: isDay(asOf) && asOf !== about.today ? asOf : null,
            programs,
          })
        }}
      >
        <ChoiceField
          label="Template"
          value={template}
          onChange={(event) => setTemplate(event.currentTarget.value as ReportTemplate)}
          hint={
            template === 'quarterly'
              ? 'What happened, what is done and open, what was said before, what comes next.'
              : 'An empty page; figures and lists are inserted where you want them.'
          }
          data-autofocus
        >
          {Object.entries(templateWords).map(([word, name]) => (
            <option key={word} value={word}>
              {name}
            </option>
          ))}
        </ChoiceField>
        <FormRow>
          <ChoiceField
            label="About the quarter"
            value={period}
            onChange={(event) => setChosen(event.currentTarget.value)}
            error={at('period')}
          >
            {[1, 0, -1, -2, -3, -4].map((by) => {
              const quarter = quarterAfter(over, by)
              return (
                <option key={quarter} value={quarter}>
                  {quarterInWords(quarter)}
                </option>
              )
            })}
          </ChoiceField>
          <TextField
            label="Figures as of"
            type="date"
            value={asOf}
            max={about.today}
            onChange={(event) => setAsOf(event.currentTarget.value)}
            error={at('asOf')}
            hint={asOf === about.today ? 'Moves on with the days until it is published.' : undefined}
            required
          />
        </FormRow>
        {about.programs.length > 0 ? (
          <ProgramChoice
            legend="Programs"
            chosen={programs}
            choose={setPrograms}
            error={noProgram ? 'A report is about one program at least.' : at('programs')}
          />
        ) : (
          <p>
            A report counts the items of programs, and there is no program yet.{' '}
            <Link to="/programs" className={side.link}>
              Make one first
            </Link>
          </p>
        )}
        <FormError>{below}</FormError>
        <FormActions>
          <Button type="submit" variant="filled" loading={begin.isPending} disabled={noProgram}>
            Begin the draft
          </Button>
          <Button onClick={close}>Leave it</Button>
        </FormActions>
      </form>
    </Dialog>
  )
}
