import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Day } from '../../domain/days'
import { type ProgramKind, programKinds, programKindWords } from '../../domain/vocabulary'
import { useAbout } from '../about'
import { api, intent } from '../api'
import { ChoiceField, FormActions, FormError, FormRow, formClass, TextField } from '../ui/form'
import { notify } from '../ui/notices'
import { Dialog } from '../ui/overlays'
import { refusedIn } from '../ui/refusal'

/** A new ledger: its name inside and outside, and, once promised, the day its scope was fixed. */
export default function NewProgram({ close }: { close: () => void }) {
  const { today } = useAbout()
  const navigate = useNavigate()
  const [key, setKey] = useState('')
  const [title, setTitle] = useState('')
  const [titlePublic, setTitlePublic] = useState('')
  const [kind, setKind] = useState<ProgramKind>('remediation')
  const [baselineOn, setBaselineOn] = useState('')
  const create = useMutation(
    api.programs.create.mutationOptions({
      onSuccess: (answer) => {
        void notify(`Program ${answer.key} was created.`)
        close()
        void navigate({ to: '/programs/$key', params: { key: answer.key }, search: {} })
      },
    }),
  )
  const { at, below } = refusedIn(create.error, ['key', 'titleInternal', 'titlePublic', 'baselineOn'])
  return (
    <Dialog title="New program" close={close}>
      <form
        className={formClass}
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate({
            ...intent(),
            key,
            kind,
            titleInternal: title,
            titlePublic: titlePublic.trim() || null,
            baselineOn: (baselineOn || null) as Day | null,
          })
        }}
      >
        <FormRow>
          <TextField
            label="Title"
            placeholder="Improvements to the billing service"
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            error={at('titleInternal')}
            required
            data-autofocus
          />
          <TextField
            label="Key"
            placeholder="BIL"
            value={key}
            onChange={(event) => setKey(event.currentTarget.value.toUpperCase())}
            error={at('key')}
            hint="Short, as people say it."
            maxLength={10}
            required
          />
        </FormRow>
        <TextField
          label="What customers read"
          value={titlePublic}
          onChange={(event) => setTitlePublic(event.currentTarget.value)}
          error={at('titlePublic')}
          optional
        />
        <FormRow>
          <ChoiceField
            label="Kind"
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value as ProgramKind)}
          >
            {programKinds.map((each) => (
              <option key={each} value={each}>
                {programKindWords[each]}
              </option>
            ))}
          </ChoiceField>
          <TextField
            label="Scope fixed on"
            type="date"
            max={today}
            value={baselineOn}
            onChange={(event) => setBaselineOn(event.currentTarget.value)}
            error={at('baselineOn')}
            hint="The day it was promised. It can be set later."
            optional
          />
        </FormRow>
        <FormError>{below}</FormError>
        <FormActions>
          <Button type="submit" variant="filled" loading={create.isPending}>
            Create the program
          </Button>
          <Button onClick={close}>Leave it</Button>
        </FormActions>
      </form>
    </Dialog>
  )
}
