import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Period, periodInWords } from '../../domain/periods'
import { classifyTarget, moveInWords, targetInFull } from '../../domain/targets'
import { type Confidence, confidences, type SlipReason, slipReasons, slipReasonWords } from '../../domain/vocabulary'
import { useAbout } from '../about'
import { api, intent } from '../api'
import { ChoiceField, FormActions, FormError, FormRow, formClass, TextField } from '../ui/form'
import { notify } from '../ui/notices'
import { AnchoredPopover } from '../ui/overlays'
import { refusedIn } from '../ui/refusal'
import { type ChangeableItem, useUndo } from './acts'
import { readSaid } from './said-period'

interface Targeted extends ChangeableItem {
  target: Period | null
}

/** A date as people say it, read while it is typed; a later one asks for its reason, because it stays in the record. */
export default function TargetEditor({
  anchor,
  item,
  close,
}: {
  anchor: HTMLElement
  item: Targeted
  close: () => void
}) {
  const about = useAbout()
  const firstMonth = about.organization?.fiscalFirstMonth ?? 1
  const [said, setSaid] = useState('')
  const [confidence, setConfidence] = useState<Confidence>('committed')
  const [reasonCode, setReasonCode] = useState<SlipReason | ''>('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const undo = useUndo()
  const move = useMutation(
    api.items.moveTarget.mutationOptions({
      onSuccess: (answer) => {
        void notify(`The target of ${answer.key} was changed.`, { label: 'Undo', run: () => undo(answer) })
        close()
        anchor.focus()
      },
    }),
  )

  const { period, trouble: unreadable } = readSaid(said, firstMonth)
  const trouble = unreadable ?? (period ? null : 'Write when it is due.')
  const { change, days } = classifyTarget(item.target, item.target, period)
  const needsReason = period !== null && change === 'slip'
  const { at, below } = refusedIn(move.error, ['period', 'reasonCode'])

  const save = (next: Period | null) =>
    move.mutate({
      ...intent(),
      itemId: item.id,
      version: item.version,
      target: { period: next, confidence, saidAs: next ? said.trim() : null },
      ...(reasonCode ? { reasonCode } : {}),
      ...(reason ? { reason } : {}),
    })

  return (
    <AnchoredPopover anchor={anchor} close={close} label={`Target of ${item.key}`} width={360}>
      <form
        className={formClass}
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (period) save(period)
        }}
      >
        <TextField
          label={`Target of ${item.key}`}
          placeholder="Q4 2021, August 2021 or 2021-08-12"
          value={said}
          onChange={(event) => setSaid(event.currentTarget.value)}
          error={(tried || said.length > 4 ? trouble : null) ?? at('period')}
          hint={
            period
              ? `${targetInFull(period, firstMonth)}: ${moveInWords(change, item.target, period, days, firstMonth)}.`
              : item.target
                ? `Now ${periodInWords(item.target, firstMonth)}.`
                : 'No date so far.'
          }
          autoComplete="off"
          data-autofocus
        />
        {needsReason || at('reasonCode') ? (
          <>
            <ChoiceField
              label="Why it moves"
              value={reasonCode}
              onChange={(event) => setReasonCode(event.currentTarget.value as SlipReason)}
              error={at('reasonCode')}
            >
              <option value="">Choose the reason</option>
              {slipReasons.map((code) => (
                <option key={code} value={code}>
                  {slipReasonWords[code]}
                </option>
              ))}
            </ChoiceField>
            <TextField
              label="In words"
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              optional
            />
          </>
        ) : null}
        <FormRow>
          <ChoiceField
            label="How firm"
            value={confidence}
            onChange={(event) => setConfidence(event.currentTarget.value as Confidence)}
          >
            {confidences.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </ChoiceField>
        </FormRow>
        <FormError>{below}</FormError>
        <FormActions>
          <Button type="submit" variant="filled" loading={move.isPending}>
            {item.target ? 'Move target' : 'Set target'}
          </Button>
          {item.target ? (
            <Button variant="subtle" onClick={() => save(null)}>
              Take the date away
            </Button>
          ) : null}
        </FormActions>
      </form>
    </AnchoredPopover>
  )
}
