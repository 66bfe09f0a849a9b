import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Answers, api, intent } from '../api'
import { FormActions, FormError, formClass, LongTextField } from '../ui/form'
import { notify } from '../ui/notices'
import { Dialog } from '../ui/overlays'
import { refusedIn } from '../ui/refusal'
import { Failed, Loading } from '../ui/states'

/** How the company speaks: what each new report opens and closes with. */
export default function OrganizationWords({ close }: { close: () => void }) {
  const { data, error, refetch } = useQuery(api.workspaces.words.queryOptions())
  return (
    <Dialog title="How each report begins and ends" close={close}>
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data ? (
        <Form standing={data} close={close} />
      ) : (
        <Loading what="the words" />
      )}
    </Dialog>
  )
}

function Form({ standing, close }: { standing: Answers['workspaces']['words']; close: () => void }) {
  const [before] = useState({ ethos: standing.ethos ?? '', closing: standing.closing ?? '' })
  const [ethos, setEthos] = useState(before.ethos)
  const [closing, setClosing] = useState(before.closing)
  const word = useMutation(
    api.workspaces.wordOrganization.mutationOptions({
      onSuccess: () => {
        void notify('Saved. New drafts begin and end with these words.')
        close()
      },
    }),
  )
  const { below } = refusedIn(word.error, [], 'Save once more to put your words there.')
  return (
    <form
      className={formClass}
      onSubmit={(event) => {
        event.preventDefault()
        word.mutate({
          ...intent(),
          version: standing.version,
          // What was left alone stays as it stands, also when somebody else has changed it meanwhile.
          ...(ethos === before.ethos ? {} : { ethos }),
          ...(closing === before.closing ? {} : { closing }),
        })
      }}
    >
      <LongTextField
        label="After the opening"
        rows={7}
        value={ethos}
        onChange={(event) => setEthos(event.currentTarget.value)}
        hint={
          <>
            What you stand for, in your words. A standing promise is written between{' '}
            <code>{':::commitment{kind=standing}'}</code> and <code>:::</code>.
          </>
        }
        data-autofocus
      />
      <LongTextField
        label="Before the promise of the next report"
        rows={4}
        value={closing}
        onChange={(event) => setClosing(event.currentTarget.value)}
        hint="An apology, a thank you."
      />
      <FormError>{below}</FormError>
      <FormActions>
        <Button type="submit" variant="filled" loading={word.isPending}>
          Save the words
        </Button>
        <Button onClick={close}>Leave it</Button>
      </FormActions>
    </form>
  )
}
