import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Day, dayInWords } from '../../domain/days'
import { isGoverned } from '../../domain/programs'
import {
  type AddedReason,
  addedReasons,
  addedReasonWords,
  type RemovedReason,
  removedReasons,
  removedReasonWords,
} from '../../domain/vocabulary'
import { useAbout } from '../about'
import { api, intent } from '../api'
import { ChoiceField, FormActions, FormError, FormRow, formClass, TextField } from '../ui/form'
import { notify } from '../ui/notices'
import { Dialog } from '../ui/overlays'
import { refusedIn } from '../ui/refusal'
import { useUndo } from './acts'
import type { Item } from './detail'
import { PersonField } from './person-field'

/** Into a program or out of it: from which day, and after its baseline why and who approved. */
export default function ScopeForm({
  item,
  change,
  close,
}: {
  item: Item
  change: 'join' | 'leave'
  close: () => void
}) {
  const about = useAbout()
  const joins = change === 'join'
  const isMember = (key: string) => item.programs.some((program) => program.key === key)
  const choices = about.programs.filter((program) => isMember(program.key) !== joins)
  const [key, setKey] = useState(choices[0]?.key ?? '')
  const [on, setOn] = useState<string>(about.today)
  const [added, setAdded] = useState<AddedReason>('discovered')
  const [removed, setRemoved] = useState<RemovedReason>('duplicate')
  const [reason, setReason] = useState('')
  const [approvedBy, setApprovedBy] = useState(about.you)
  const undo = useUndo()
  const said = {
    onSuccess: (answer: { id: string; key: string; version: number; undo: number }) => {
      const words = joins ? `was added to ${key}` : `was removed from ${key}`
      void notify(`${answer.key} ${words}.`, { label: 'Undo', run: () => undo(answer) })
      close()
    },
  }
  const join = useMutation(api.items.addToProgram.mutationOptions(said))
  const leave = useMutation(api.items.removeFromProgram.mutationOptions(said))
  const { error, isPending } = joins ? join : leave
  const program = choices.find((each) => each.key === key)
  const governed = program ? isGoverned({ ...program, closedOn: null }, on as Day) : false
  const { at, below } = refusedIn(error, ['on', 'reasonCode', 'approvedBy'])

  const submit = () => {
    if (!program) return
    const common = {
      ...intent(),
      itemId: item.id,
      version: item.version,
      programId: program.id,
      on: on as Day,
      ...(reason.trim() ? { reason } : {}),
      ...(governed ? { approvedBy } : {}),
    }
    if (joins) join.mutate({ ...common, ...(governed ? { reasonCode: added } : {}) })
    else leave.mutate({ ...common, reasonCode: removed })
  }

  return (
    <Dialog title={joins ? `Add ${item.key} to a program` : `Remove ${item.key} from a program`} close={close}>
      <form
        className={formClass}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <p>
          {joins
            ? 'It counts there from that day on. A proposal is accepted with it.'
            : 'For what never belonged there. What is not pursued stays, and is set aside instead.'}
        </p>
        <FormRow>
          <ChoiceField label="Program" value={key} onChange={(event) => setKey(event.currentTarget.value)}>
            {choices.map((each) => (
              <option key={each.key} value={each.key}>
                {each.title}
              </option>
            ))}
          </ChoiceField>
          <TextField
            label="From"
            type="date"
            value={on}
            max={about.today}
            onChange={(event) => setOn(event.currentTarget.value)}
            error={at('on')}
            required
          />
        </FormRow>
        <FormRow>
          {joins && governed ? (
            <ChoiceField
              label="Why it joins"
              value={added}
              onChange={(event) => setAdded(event.currentTarget.value as AddedReason)}
              error={at('reasonCode')}
              hint={program?.baselineOn ? `The scope was fixed on ${dayInWords(program.baselineOn)}.` : undefined}
            >
              {addedReasons
                .filter((code) => code !== 'baseline')
                .map((code) => (
                  <option key={code} value={code}>
                    {addedReasonWords[code]}
                  </option>
                ))}
            </ChoiceField>
          ) : null}
          {joins ? null : (
            <ChoiceField
              label="Why it leaves"
              value={removed}
              onChange={(event) => setRemoved(event.currentTarget.value as RemovedReason)}
              error={at('reasonCode')}
            >
              {removedReasons.map((code) => (
                <option key={code} value={code}>
                  {removedReasonWords[code]}
                </option>
              ))}
            </ChoiceField>
          )}
          {governed ? (
            <PersonField label="Approved by" value={approvedBy} choose={setApprovedBy} error={at('approvedBy')} />
          ) : null}
        </FormRow>
        <TextField
          label="In words"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          optional
        />
        <FormError>{below}</FormError>
        <FormActions>
          <Button type="submit" variant="filled" loading={isPending}>
            {joins ? 'Add it' : 'Remove it'}
          </Button>
          <Button onClick={close}>Leave it</Button>
        </FormActions>
      </form>
    </Dialog>
  )
}
