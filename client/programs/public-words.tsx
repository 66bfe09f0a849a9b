import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, intent } from '../api'
import { FormActions, FormError, formClass, LongTextField, TextField } from '../ui/form'
import { notify } from '../ui/notices'
import { Dialog } from '../ui/overlays'
import { refusal } from '../ui/refusal'
import type { Program } from './page'

/** What customers read of a program: its name, and what each new draft says after the list of its items. */
export default function PublicWords({ program, close }: { program: Program; close: () => void }) {
  const [title, setTitle] = useState(program.titlePublic ?? '')
  const [note, setNote] = useState(program.notePublic ?? '')
  const word = useMutation(
    api.programs.wordPublicly.mutationOptions({
      onSuccess: ({ key }) => {
        void notify(`What customers read of ${key} was saved. New drafts begin with it.`)
        close()
      },
    }),
  )
  const refused = word.error ? refusal(word.error) : null
  const at = (field: string) => (refused?.field === field ? refused.sentence : null)
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
            titlePublic: title.trim() || null,
            notePublic: note.trim() || null,
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
        <FormError>
          {refused && !['titlePublic', 'notePublic'].includes(refused.field ?? '') ? refused.sentence : null}
        </FormError>
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
