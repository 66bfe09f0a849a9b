import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Day } from '../../domain/days'
import { useAbout } from '../about'
import { api, intent } from '../api'
import { FormActions, FormError, formClass, LongTextField, TextField } from '../ui/form'
import { notify } from '../ui/notices'
import { Dialog } from '../ui/overlays'
import { refusedIn } from '../ui/refusal'
import type { PromisedRow } from './list'

/** A person says that a promise was kept, and where customers can see it. */
export default function CloseForm({ promise, close }: { promise: PromisedRow; close: () => void }) {
  const { today } = useAbout()
  const [on, setOn] = useState<string>(today)
  const [evidence, setEvidence] = useState('')
  const [words, setWords] = useState('')
  const closing = useMutation(
    api.commitments.close.mutationOptions({
      onSuccess: ({ key }) => {
        void notify(`${key} was kept. The next report says so.`)
        close()
      },
    }),
  )
  const { at, below } = refusedIn(closing.error, ['on', 'evidence', 'words'])
  return (
    <Dialog title={`${promise.key} was kept`} close={close}>
      <form
        className={formClass}
        onSubmit={(event) => {
          event.preventDefault()
          closing.mutate({ ...intent(), commitmentId: promise.id, on: on as Day, evidence, words })
        }}
      >
        <p>{promise.words}</p>
        <TextField
          label="Kept on"
          type="date"
          value={on}
          max={today}
          min={promise.madeOn}
          onChange={(event) => setOn(event.currentTarget.value)}
          error={at('on')}
          required
        />
        <TextField
          label="Where customers can see it"
          placeholder="https://"
          value={evidence}
          onChange={(event) => setEvidence(event.currentTarget.value)}
          error={at('evidence')}
          required
          data-autofocus
        />
        <LongTextField
          label="Words"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          error={at('words')}
          optional
        />
        <FormError>{below}</FormError>
        <FormActions>
          <Button type="submit" variant="filled" loading={closing.isPending}>
            It was kept
          </Button>
          <Button onClick={close}>Leave it</Button>
        </FormActions>
      </form>
    </Dialog>
  )
}
