import { Button } from '@mantine/core'
import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Day } from '../../domain/days'
import { type DropKind, dropKinds, dropKindWords, type EffectiveResolution } from '../../domain/vocabulary'
import { useAbout } from '../about'
import { api, intent, queryClient } from '../api'
import { ChoiceField, FormActions, FormError, FormRow, formClass, LongTextField, TextField } from '../ui/form'
import { notify } from '../ui/notices'
import { Dialog } from '../ui/overlays'
import { refusal } from '../ui/refusal'
import { type ChangeableItem, useUndo } from './acts'
import { PersonField } from './person-field'
import type { FormVerb } from './status-menu'

interface Props {
  item: ChangeableItem & { title: string }
  close: () => void
}

const titles: Record<FormVerb, string> = {
  complete: 'Complete',
  block: 'Block',
  reopen: 'Reopen',
  drop: 'Do not pursue',
  correctStatusDay: 'Correct the day of',
}

/** What a change of status needs to be told, by verb. */
export default function StatusForm({ verb, item, close }: Props & { verb: FormVerb }) {
  const forms = { complete: Complete, block: Block, reopen: Reopen, drop: Drop, correctStatusDay: CorrectDay }
  const Form = forms[verb]
  return (
    <Dialog title={`${titles[verb]} ${item.key}`} close={close}>
      <Form item={item} close={close} />
    </Dialog>
  )
}

type Answered = { id: string; key: string; version: number; undo: number }

function useSaid(words: string, close: () => void) {
  const undo = useUndo()
  return {
    onSuccess: (answer: Answered) => {
      void notify(`${answer.key} ${words}.`, { label: 'Undo', run: () => undo(answer) })
      close()
    },
  }
}

/** The frame all four share: what it is about, the fields, the refusal, the one act. */
function Frame({
  item,
  close,
  mutation,
  known,
  label,
  submit,
  children,
}: Props & {
  mutation: Pick<UseMutationResult<unknown, unknown, never>, 'error' | 'isPending'>
  known: readonly string[]
  label: string
  submit: () => void
  children: ReactNode
}) {
  const refused = mutation.error ? refusal(mutation.error) : null
  return (
    <form
      className={formClass}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        submit()
      }}
    >
      <p>{item.title}</p>
      {children}
      <FormError>{refused && !known.includes(refused.field ?? '') ? refused.sentence : null}</FormError>
      <FormActions>
        <Button type="submit" variant="filled" loading={mutation.isPending}>
          {label}
        </Button>
        <Button onClick={close}>Leave it</Button>
      </FormActions>
    </form>
  )
}

const at = (error: unknown, field: string) => {
  const refused = error ? refusal(error) : null
  return refused?.field === field ? refused.sentence : null
}

const resolutionWords = {
  day: 'exactly this day',
  month: 'some day of this month',
  quarter: 'some day of this quarter',
  by: 'on or before this day',
} satisfies Record<EffectiveResolution, string>

function WhenFields({
  on,
  setOn,
  resolution,
  setResolution,
  error,
}: {
  on: string
  setOn: (on: string) => void
  resolution: EffectiveResolution
  setResolution: (resolution: EffectiveResolution) => void
  error: string | null
}) {
  const { today } = useAbout()
  return (
    <FormRow>
      <TextField
        label="When"
        type="date"
        value={on}
        max={today}
        onChange={(event) => setOn(event.currentTarget.value)}
        error={error}
        required
      />
      <ChoiceField
        label="Known as"
        value={resolution}
        onChange={(event) => setResolution(event.currentTarget.value as EffectiveResolution)}
      >
        {Object.entries(resolutionWords).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </ChoiceField>
    </FormRow>
  )
}

function Complete({ item, close }: Props) {
  const { today } = useAbout()
  const [on, setOn] = useState<string>(today)
  const [resolution, setResolution] = useState<EffectiveResolution>('day')
  const [evidenceUrl, setEvidenceUrl] = useState('')
  const [noEvidenceReason, setNoEvidenceReason] = useState('')
  const mutation = useMutation(api.items.complete.mutationOptions(useSaid('completed', close)))
  return (
    <Frame
      item={item}
      close={close}
      mutation={mutation as never}
      known={['on', 'evidenceUrl']}
      label="Complete"
      submit={() =>
        mutation.mutate({
          ...intent(),
          itemId: item.id,
          version: item.version,
          on: on as Day,
          resolution,
          ...(evidenceUrl ? { evidenceUrl } : {}),
          ...(noEvidenceReason ? { noEvidenceReason } : {}),
        })
      }
    >
      <WhenFields
        on={on}
        setOn={setOn}
        resolution={resolution}
        setResolution={setResolution}
        error={at(mutation.error, 'on')}
      />
      <TextField
        label="Evidence"
        type="url"
        placeholder="https://"
        value={evidenceUrl}
        onChange={(event) => setEvidenceUrl(event.currentTarget.value)}
        error={at(mutation.error, 'evidenceUrl')}
        hint="A link to what shows it: the change, the test, the drill. Priority actions need one, or the reason below."
      />
      <TextField
        label="Why there is no evidence"
        value={noEvidenceReason}
        onChange={(event) => setNoEvidenceReason(event.currentTarget.value)}
        optional
      />
    </Frame>
  )
}

function Block({ item, close }: Props) {
  const mutation = useMutation(api.items.block.mutationOptions(useSaid('blocked', close)))
  return <ReasonForm item={item} close={close} mutation={mutation} label="Block" question="What blocks it" />
}

function Reopen({ item, close }: Props) {
  const mutation = useMutation(api.items.reopen.mutationOptions(useSaid('reopened', close)))
  return (
    <ReasonForm
      item={item}
      close={close}
      mutation={mutation}
      label="Reopen"
      question="Why it is open again"
      hint="The earlier completion stays in its history; counts before today keep it."
    />
  )
}

/** The verbs that ask for nothing but a reason. */
function ReasonForm({
  item,
  close,
  mutation,
  label,
  question,
  hint,
}: Props & {
  mutation: Pick<
    UseMutationResult<Answered, unknown, { intentId: string; itemId: string; version: number; reason: string }>,
    'mutate' | 'error' | 'isPending'
  >
  label: string
  question: string
  hint?: string
}) {
  const [reason, setReason] = useState('')
  return (
    <Frame
      item={item}
      close={close}
      mutation={mutation as never}
      known={['reason']}
      label={label}
      submit={() => mutation.mutate({ ...intent(), itemId: item.id, version: item.version, reason })}
    >
      <LongTextField
        label={question}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={at(mutation.error, 'reason')}
        hint={hint}
      />
    </Frame>
  )
}

function Drop({ item, close }: Props) {
  const { you } = useAbout()
  const [kind, setKind] = useState<DropKind>('wont_do')
  const [reason, setReason] = useState('')
  const [approvedBy, setApprovedBy] = useState(you)
  const [replacement, setReplacement] = useState('')
  const mutation = useMutation(api.items.drop.mutationOptions(useSaid('is not pursued', close)))
  const find = useMutation({
    mutationFn: (key: string) => queryClient.fetchQuery(api.items.byKey.queryOptions({ key })),
  })
  const submit = async () => {
    const replacementItem =
      kind === 'superseded' && replacement ? (await find.mutateAsync(replacement.trim().toUpperCase())).id : undefined
    mutation.mutate({
      ...intent(),
      itemId: item.id,
      version: item.version,
      kind,
      reason,
      approvedBy,
      ...(replacementItem ? { replacementItem } : {}),
    })
  }
  return (
    <Frame
      item={item}
      close={close}
      mutation={mutation as never}
      known={['reason', 'replacementItem']}
      label="Do not pursue"
      submit={() => void submit().catch(() => {})}
    >
      <p>It stays in the total: a promised number never shrinks quietly.</p>
      <FormRow>
        <ChoiceField label="Kind" value={kind} onChange={(event) => setKind(event.currentTarget.value as DropKind)}>
          {dropKinds.map((each) => (
            <option key={each} value={each}>
              {dropKindWords[each]}
            </option>
          ))}
        </ChoiceField>
        <PersonField label="Approved by" value={approvedBy} choose={setApprovedBy} />
      </FormRow>
      {kind === 'superseded' ? (
        <TextField
          label="Replaced by"
          placeholder="FT-12"
          value={replacement}
          onChange={(event) => setReplacement(event.currentTarget.value)}
          error={find.error ? refusal(find.error).sentence : at(mutation.error, 'replacementItem')}
        />
      ) : null}
      <LongTextField
        label="Why"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={at(mutation.error, 'reason')}
      />
    </Frame>
  )
}

function CorrectDay({ item, close }: Props) {
  const { today } = useAbout()
  const [on, setOn] = useState<string>(today)
  const [resolution, setResolution] = useState<EffectiveResolution>('day')
  const mutation = useMutation(api.items.correctStatusDay.mutationOptions(useSaid('corrected', close)))
  return (
    <Frame
      item={item}
      close={close}
      mutation={mutation as never}
      known={['on']}
      label="Correct the day"
      submit={() => mutation.mutate({ ...intent(), itemId: item.id, version: item.version, on: on as Day, resolution })}
    >
      <p>
        The entry that stands leaves the record; the corrected one takes its place. Both stay readable in the history.
      </p>
      <WhenFields
        on={on}
        setOn={setOn}
        resolution={resolution}
        setResolution={setResolution}
        error={at(mutation.error, 'on')}
      />
    </Frame>
  )
}
