import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Quarter, quarterAfter, quarterInWords } from '../../domain/periods'
import { type Argument, directiveOf, isDirectiveName } from '../../domain/reports/directives'
import { readDirective, type WrittenDirective, writeDirective } from '../../domain/reports/source'
import { useAbout } from '../about'
import { type Answers, api } from '../api'
import { ChoiceField, FormActions, formClass, TextField } from '../ui/form'
import { AnchoredPopover } from '../ui/overlays'
import classes from './chip-form.module.css'
import { reconciled } from './insertion'
import { ProgramChoice } from './program-choice'

export interface ChipScope {
  programs: readonly string[]
  period: Quarter | null
  promises: Answers['reports']['preview']['promises']
}

const argumentWords: Record<string, string> = {
  of: 'Of',
  program: 'Programs',
  quarter: 'Quarter',
  since: 'Since',
  as: 'As',
  incident: 'Incident',
  style: 'Written',
  to: 'To',
  from: 'From',
  offset: 'Quarters later',
  source: 'Source',
  by: 'By',
  state: 'State',
  eta: 'Due in',
  horizon: 'Horizon',
  show: 'Show',
  kind: 'Kind',
  due: 'Due',
  promise: 'Promise',
  about: 'About',
}

/** The arguments of one directive, as a form that is made from what the directive takes. */
export default function ChipForm({
  source,
  trouble,
  anchor,
  scope,
  save,
  remove,
  close,
}: {
  source: string
  /** What is wrong with it, as the checks say it. */
  trouble: string | null
  anchor: HTMLElement
  scope: ChipScope
  save: (source: string) => void
  /** Null: it does not stand in the text yet. */
  remove: (() => void) | null
  close: () => void
}) {
  const written = readDirective(source)
  const [given, setGiven] = useState<Record<string, string>>({ ...written?.given })
  const [label, setLabel] = useState(written?.label ?? null)
  const known = written && isDirectiveName(written.name) ? { written, spec: directiveOf(written.name) } : null
  const set = (name: string, value: string) => {
    // Another promise became of something else.
    const promise = written?.name === 'reconcile' && name === 'promise' ? value : null
    const also = promise ? { as: '', ...reconciled(scope.promises.find((each) => each.key === promise)) } : {}
    setGiven((before) => ({ ...before, [name]: value, ...also }))
  }
  return (
    <AnchoredPopover anchor={anchor} close={close} label={known?.spec.name ?? 'Directive'} width={340}>
      <form
        className={`${formClass} ${classes.form}`}
        onSubmit={(event) => {
          event.preventDefault()
          event.stopPropagation()
          if (known) save(writeDirective({ ...known.written, label: label || null, given } satisfies WrittenDirective))
        }}
      >
        <div>
          <h2 className={classes.name}>{known?.spec.name ?? source}</h2>
          <p className={classes.says}>
            {known?.spec.says ?? 'There is no such directive. Remove it, or show the source.'}
          </p>
          {trouble ? <p className={classes.trouble}>{trouble}</p> : null}
        </div>
        {written?.name === 'stated' ? (
          <TextField
            label="Figure, as it is printed"
            value={label ?? ''}
            onChange={(event) => setLabel(event.currentTarget.value)}
            required
          />
        ) : null}
        {known
          ? Object.entries(known.spec.takes).map(([name, takes]) => (
              <ArgumentField
                key={name}
                name={name}
                takes={takes}
                value={given[name] ?? ''}
                set={(value) => set(name, value)}
                scope={scope}
              />
            ))
          : null}
        <FormActions>
          {known ? (
            <Button type="submit" variant="filled">
              {remove ? 'Save' : 'Insert'}
            </Button>
          ) : null}
          {remove ? <Button onClick={remove}>Remove</Button> : null}
          <Button onClick={close}>Cancel</Button>
        </FormActions>
      </form>
    </AnchoredPopover>
  )
}

function ArgumentField({
  name,
  takes,
  value,
  set,
  scope,
}: {
  name: string
  takes: Argument
  value: string
  set: (value: string) => void
  scope: ChipScope
}) {
  const { data } = useQuery({ ...api.incidents.list.queryOptions(), enabled: takes.takes === 'incident' })
  const { quarter: today } = useAbout()
  const label = argumentWords[name] ?? name
  const common = { label, value, hint: takes.says, required: takes.required ?? false }
  const choice = (options: readonly { value: string; words: string }[], nothing = 'unless said otherwise') => (
    <ChoiceField {...common} onChange={(event) => set(event.currentTarget.value)}>
      <option value="">{takes.required ? 'choose one' : nothing}</option>
      {/* What stands there now is offered, even where it cannot be answered any more. */}
      {value && !options.some((each) => each.value === value) ? <option value={value}>{value}</option> : null}
      {options.map((each) => (
        <option key={each.value} value={each.value}>
          {each.words}
        </option>
      ))}
    </ChoiceField>
  )
  switch (takes.takes) {
    case 'word':
      return choice(takes.words.map((word) => ({ value: word, words: word.replaceAll('-', ' ') })))
    case 'program':
    case 'programs': {
      const chosen = value.split(',').map((key) => key.trim().toUpperCase())
      return (
        <ProgramChoice
          legend={label}
          among={scope.programs}
          chosen={value === '' ? [] : chosen}
          choose={(keys) => set(keys.join(','))}
          hint="None chosen: all programs of the report."
        />
      )
    }
    case 'incident':
      return choice(
        (data?.incidents ?? []).map((each) => ({ value: each.key, words: `${each.key}, ${each.title}` })),
        'the report’s only one',
      )
    case 'quarter':
      return choice(
        quartersAround(scope.period ?? today).map((quarter) => ({ value: quarter, words: quarterInWords(quarter) })),
      )
    case 'promise':
      return choice(scope.promises.map((each) => ({ value: each.key, words: `${each.key}, ${each.words}` })))
    default:
      return (
        <TextField
          {...common}
          {...(takes.takes === 'whole' ? { type: 'number' } : {})}
          placeholder={takes.takes === 'period' ? '2021-07, 2021-Q3 or 2021-07-31' : undefined}
          onChange={(event) => set(event.currentTarget.value)}
        />
      )
  }
}

/** A year back and a year on. */
export const quartersAround = (quarter: Quarter): Quarter[] =>
  [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((by) => quarterAfter(quarter, by))
