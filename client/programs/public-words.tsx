import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, intent } from '../api'
import { FormActions, FormError, formClass, LongTextField, TextField } from '../ui/form'
import { notify } from '../ui/notices'
import { Dialog } from '../ui/overlays'
import { refusedIn } from '../ui/refusal'
import type { Program } from './page'

/** What customers read of a program: its name, and what each new draft says after the list of its items. */
export default function PublicWords({ program, close }: { program: Program; close: () => void }) {
  const [before] = useState({ title: program.titlePublic ?? '', note: program.notePublic ?? '' })
  const [title, setTitle] = useState(before.title)
  const [note, setNote] = useState(before.note)
  const word = useMutation(
    api.programs.wordPublicly.mutationOptions({
      onSuccess: ({ key }) => {
        void notify(`What customers read of ${key} was saved. New drafts begin with it.`)
        close()
      },
    }),
  )
  const { at, below } = refusedIn(word.error, ['titlePublic', 'notePublic'], 'Save once more to put your words there.')
  return (
    <Dialog title={`What customers read of ${program.key}`} close={close}>
      <form
        className={formClass}
        onSubmit={(event) => {
          event.preventDefault()
          word.mutate({
            ...intent(),
            programId: program.id,
            version: program.version,
            // What was left alone stays as it stands, also when somebody else has changed it meanwhile.
            ...(title === before.title ? {} : { titlePublic: title }),
            ...(note === before.note ? {} : { notePublic: note }),
          })
        }}
      >
        <TextField
          label="Name"
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          error={at('titlePublic')}
          data-autofocus
        />
        <LongTextField
          label="After its items"
          rows={6}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          error={at('notePublic')}
          hint={
            <>
              New drafts print it after the list of its items. A promise is written between{' '}
              <code>{':::commitment{kind=publication due=2021-07}'}</code> and <code>:::</code>.
            </>
          }
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
