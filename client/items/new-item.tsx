import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Day, dayInWords } from '../../domain/days'
import { isGoverned } from '../../domain/programs'
import { targetInFull } from '../../domain/targets'
import {
  type AddedReason,
  addedReasons,
  addedReasonWords,
  type ItemKind,
  type ItemTier,
  itemKinds,
  itemKindWords,
  itemTiers,
  tierWords,
} from '../../domain/vocabulary'
import { useAbout } from '../about'
import { api, intent } from '../api'
import { ChoiceField, FormActions, FormError, FormRow, formClass, LongTextField, TextField } from '../ui/form'
import { notify } from '../ui/notices'
import { Dialog } from '../ui/overlays'
import { refusedIn } from '../ui/refusal'
import { PersonField } from './person-field'
import { readSaid } from './said-period'

/** A new item: a title is enough to propose one; with a program it is accepted and counted from its day. */
export default function NewItem({
  close,
  created,
  programKeys,
}: {
  close: () => void
  created: (key: string) => void
  programKeys: readonly string[]
}) {
  const about = useAbout()
  const firstMonth = about.organization?.fiscalFirstMonth ?? 1
  const [title, setTitle] = useState('')
  const [titlePublic, setTitlePublic] = useState('')
  const [description, setDescription] = useState('')
  const [programKey, setProgramKey] = useState(programKeys[0] ?? '')
  const [kind, setKind] = useState<ItemKind>('improvement')
  const [tier, setTier] = useState<ItemTier>('improvement')
  const [owner, setOwner] = useState('')
  const [on, setOn] = useState<string>(about.today)
  const [due, setDue] = useState('')
  const [tried, setTried] = useState(false)
  const [reasonCode, setReasonCode] = useState<AddedReason>('discovered')
  const [approvedBy, setApprovedBy] = useState(about.you)
  const propose = useMutation(
    api.items.propose.mutationOptions({
      onSuccess: (answer) => {
        void notify(`${answer.key} was written down.`)
        close()
        created(answer.key)
      },
    }),
  )
  const program = about.programs.find((each) => each.key === programKey)
  const governed = program ? isGoverned({ ...program, closedOn: null }, on as Day) : false
  const { period, trouble } = readSaid(due, firstMonth)
  const { at, below } = refusedIn(propose.error, ['titleInternal', 'titlePublic', 'on', 'reasonCode', 'approvedBy'])
  return (
    <Dialog title="New item" close={close}>
      <form
        className={formClass}
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (trouble) return
          propose.mutate({
            ...intent(),
            titleInternal: title,
            kind,
            tier,
            on: on as Day,
            titlePublic: titlePublic.trim() || null,
            descriptionInternal: description.trim() || null,
            owner: owner || null,
            programs: program ? [program.id] : [],
            ...(governed ? { reasonCode, approvedBy } : {}),
            ...(period ? { target: { period, confidence: 'committed' as const, saidAs: due.trim() } } : {}),
          })
        }}
      >
        <TextField
          label="Title, as you say it inside"
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          error={at('titleInternal')}
          required
          data-autofocus
        />
        <LongTextField
          label="Description"
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          optional
        />
        <TextField
          label="What customers read"
          value={titlePublic}
          onChange={(event) => setTitlePublic(event.currentTarget.value)}
          error={at('titlePublic')}
          hint="Kept apart from the title. It is published only once somebody approved it."
          optional
        />
        <FormRow>
          <ChoiceField
            label="Program"
            value={programKey}
            onChange={(event) => setProgramKey(event.currentTarget.value)}
            hint={program ? undefined : 'Without one it stays a proposal, counted nowhere.'}
          >
            <option value="">None yet</option>
            {about.programs.map((each) => (
              <option key={each.key} value={each.key}>
                {each.title}
              </option>
            ))}
          </ChoiceField>
          <TextField
            label={program ? 'Accepted on' : 'Proposed on'}
            type="date"
            value={on}
            max={about.today}
            onChange={(event) => setOn(event.currentTarget.value)}
            error={at('on')}
            required
          />
        </FormRow>
        {governed && program?.baselineOn ? (
          <FormRow>
            <ChoiceField
              label="Why it joins"
              value={reasonCode}
              onChange={(event) => setReasonCode(event.currentTarget.value as AddedReason)}
              hint={`The scope was fixed on ${dayInWords(program.baselineOn)}.`}
              error={at('reasonCode')}
            >
              {addedReasons
                .filter((code) => code !== 'baseline')
                .map((code) => (
                  <option key={code} value={code}>
                    {addedReasonWords[code]}
                  </option>
                ))}
            </ChoiceField>
            <PersonField label="Approved by" value={approvedBy} choose={setApprovedBy} error={at('approvedBy')} />
          </FormRow>
        ) : null}
        <FormRow>
          <TextField
            label="Target"
            placeholder="Q4 2021"
            value={due}
            onChange={(event) => setDue(event.currentTarget.value)}
            error={tried || due.length > 4 ? trouble : null}
            hint={period ? targetInFull(period, firstMonth) : undefined}
            autoComplete="off"
            optional
          />
          <PersonField label="Owner" value={owner} choose={setOwner} nobody="nobody yet" />
        </FormRow>
        <FormRow>
          <ChoiceField label="Kind" value={kind} onChange={(event) => setKind(event.currentTarget.value as ItemKind)}>
            {itemKinds.map((each) => (
              <option key={each} value={each}>
                {itemKindWords[each]}
              </option>
            ))}
          </ChoiceField>
          <ChoiceField
            label="Tier"
            value={tier}
            onChange={(event) => setTier(event.currentTarget.value as ItemTier)}
            hint={tier === 'priority_action' ? 'Completing it needs evidence.' : undefined}
          >
            {itemTiers.map((each) => (
              <option key={each} value={each}>
                {tierWords[each]}
              </option>
            ))}
          </ChoiceField>
        </FormRow>
        <FormError>{below}</FormError>
        <FormActions>
          <Button type="submit" variant="filled" loading={propose.isPending}>
            {program ? 'Accept into the program' : 'Propose'}
          </Button>
          <Button onClick={close}>Leave it</Button>
        </FormActions>
      </form>
    </Dialog>
  )
}
