import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { dayInWords, isDay } from '../../domain/days'
import { isQuarter, quarterInWords } from '../../domain/periods'
import { useAbout } from '../about'
import { type Answers, api, intent } from '../api'
import { ChoiceField, FormActions, FormError, FormRow, formClass, TextField } from '../ui/form'
import { notify, notifyTrouble } from '../ui/notices'
import { Dialog } from '../ui/overlays'
import { refusal, refusedIn } from '../ui/refusal'
import { quartersAround } from './chip-form'
import { ProgramChoice } from './program-choice'

/** What the report is about: its name, its quarter, the day of its figures, its programs, and what it follows. */
export default function AboutReport({ report, close }: { report: Answers['reports']['bySlug']; close: () => void }) {
  const about = useAbout()
  const [title, setTitle] = useState(report.title)
  const [period, setPeriod] = useState<string>(report.period ?? '')
  const [asOf, setAsOf] = useState<string>(report.asOf ?? '')
  const [programs, setPrograms] = useState<string[]>(report.programs)
  const [previous, setPrevious] = useState(report.previous ?? '')
  const arrange = useMutation(
    api.reports.arrange.mutationOptions({
      onSuccess: () => {
        void notify(`Saved. The figures stand at ${dayInWords(isDay(asOf) ? asOf : about.today)} now.`)
        close()
      },
    }),
  )
  const discard = useMutation(
    api.reports.discard.mutationOptions({
      onSuccess: () => {
        void notify(`“${report.title}” was discarded. It is at the end of the list, and can be restored.`)
        close()
      },
      onError: (error) => void notifyTrouble(refusal(error).sentence),
    }),
  )
  const noProgram = programs.length === 0
  const { at, below } = refusedIn(arrange.error, ['title', 'asOf', 'programs', 'previous'])
  return (
    <Dialog title="About this report" close={close}>
      <form
        className={formClass}
        onSubmit={(event) => {
          event.preventDefault()
          if (noProgram) return
          arrange.mutate({
            ...intent(),
            reportId: report.id,
            version: report.version,
            title,
            period: isQuarter(period) ? period : null,
            asOf: isDay(asOf) ? asOf : null,
            programs,
            previous: previous || null,
          })
        }}
      >
        <TextField
          label="Title"
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          error={at('title')}
          required
          data-autofocus
        />
        <FormRow>
          <ChoiceField
            label="About the quarter"
            value={period}
            onChange={(event) => setPeriod(event.currentTarget.value)}
          >
            <option value="">No quarter</option>
            {quartersAround(report.period ?? about.quarter).map((quarter) => (
              <option key={quarter} value={quarter}>
                {quarterInWords(quarter)}
              </option>
            ))}
          </ChoiceField>
          <TextField
            label="Figures as of"
            type="date"
            value={asOf}
            max={about.today}
            onChange={(event) => setAsOf(event.currentTarget.value)}
            error={at('asOf')}
            hint="Empty: today, until it is published."
          />
        </FormRow>
        <ProgramChoice
          legend="Programs"
          chosen={programs}
          choose={setPrograms}
          error={noProgram ? 'A report is about one program at least.' : at('programs')}
        />
        <ChoiceField
          label="Follows"
          value={previous}
          onChange={(event) => setPrevious(event.currentTarget.value)}
          error={at('previous')}
          hint="What it is compared with, and whose promises it accounts for."
        >
          <option value="">The latest published about these programs</option>
          {report.couldFollow.map((each) => (
            <option key={each.slug} value={each.slug}>
              {each.title}
            </option>
          ))}
        </ChoiceField>
        <FormError>{below}</FormError>
        <FormActions>
          <Button type="submit" variant="filled" loading={arrange.isPending} disabled={noProgram}>
            Save
          </Button>
          <Button onClick={close}>Leave it</Button>
          <Button
            variant="subtle"
            loading={discard.isPending}
            onClick={() => discard.mutate({ ...intent(), reportId: report.id, version: report.version })}
          >
            Discard the draft
          </Button>
        </FormActions>
      </form>
    </Dialog>
  )
}
