import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, intent } from '../api'
import { FormActions, FormError, formClass, LongTextField } from '../ui/form'
import { notify } from '../ui/notices'
import { Dialog } from '../ui/overlays'
import { refusedIn } from '../ui/refusal'
import classes from './incidents.module.css'
import type { Incident } from './page'

/** What customers read of an incident: what happened and why, apart from what is known inside. */
export default function PublicWords({ incident, close }: { incident: Incident; close: () => void }) {
  const [before] = useState({ summary: incident.summaryPublic ?? '', cause: incident.causePublic ?? '' })
  const [summary, setSummary] = useState(before.summary)
  const [cause, setCause] = useState(before.cause)
  const word = useMutation(
    api.incidents.wordPublicly.mutationOptions({
      onSuccess: (answer) => {
        void notify(`What customers read of ${answer.key} was saved.`)
        close()
      },
    }),
  )
  const { at, below } = refusedIn(
    word.error,
    ['summaryPublic', 'causePublic'],
    'Save once more to put your words there.',
  )
  return (
    <Dialog title={`What customers read of ${incident.key}`} close={close}>
      <form
        className={`${formClass} ${classes.publicForm}`}
        onSubmit={(event) => {
          event.preventDefault()
          word.mutate({
            ...intent(),
            incidentId: incident.id,
            version: incident.version,
            // What was left alone stays as it stands, also when somebody else has changed it meanwhile.
            ...(summary === before.summary ? {} : { summaryPublic: summary }),
            ...(cause === before.cause ? {} : { causePublic: cause }),
          })
        }}
      >
        <LongTextField
          label="What happened"
          rows={6}
          value={summary}
          onChange={(event) => setSummary(event.currentTarget.value)}
          error={at('summaryPublic')}
          hint={
            <>
              Reports print it as the recap. Write its times as figures and they follow the record:{' '}
              <code>{`:window{incident=${incident.key} style=both}`}</code>,{' '}
              <code>{`:elapsed{incident=${incident.key} to=first-public-notice}`}</code>.
            </>
          }
          data-autofocus
        />
        <LongTextField
          label="Why it happened"
          rows={4}
          value={cause}
          onChange={(event) => setCause(event.currentTarget.value)}
          error={at('causePublic')}
          optional
        />
        <FormError>{below}</FormError>
        <FormActions>
          <Button type="submit" variant="filled" loading={word.isPending}>
            Save the words
          </Button>
          <Button onClick={close}>Leave it</Button>
        </FormActions>
      </form>
    </Dialog>
  )
}
