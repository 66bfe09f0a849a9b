import { type ReactNode, useId } from 'react'
import { TextField } from '../ui/form'
import fields from '../ui/form.module.css'
import classes from './form.module.css'

const zones = Intl.supportedValuesOf('timeZone')

export function ZoneField({
  zone,
  choose,
  error,
}: {
  zone: string
  choose: (zone: string) => void
  error: string | null
}) {
  const id = useId()
  return (
    <>
      <TextField
        label="Time zone"
        value={zone}
        onChange={(event) => choose(event.currentTarget.value)}
        error={error}
        list={id}
        autoComplete="off"
        required
      />
      <datalist id={id}>
        {zones.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </>
  )
}

export interface Marked {
  'aria-invalid'?: true
  'aria-describedby'?: string
}

/** One of several of a kind: what it holds, how it is taken away, and beneath it what was refused of it. */
export function Row({
  name,
  refused,
  note,
  remove,
  children,
}: {
  name: string
  refused: { part: string; sentence: string } | null
  note: string | null
  remove: () => void
  /** Is given the marks of the field that was refused. */
  children: (marksOf: (part: string) => Marked) => ReactNode
}) {
  const id = useId()
  const marksOf = (part: string): Marked =>
    refused?.part === part ? { 'aria-invalid': true, 'aria-describedby': id } : {}
  return (
    <fieldset className={classes.row}>
      <legend className="visually-hidden">{name}</legend>
      {children(marksOf)}
      <button
        type="button"
        className={classes.remove}
        onClick={(event) => {
          // The focus would go with the row; the button that adds one is the nearest thing that stays.
          event.currentTarget.closest('fieldset')?.parentElement?.querySelector<HTMLElement>('[data-add]')?.focus()
          remove()
        }}
        aria-label={`Take ${name.toLowerCase()} away`}
      >
        ×
      </button>
      {refused ? (
        <p className={fields.error} id={id} role="alert">
          {refused.sentence}
        </p>
      ) : note ? (
        <p className={fields.hint} role="status">
          {note}
        </p>
      ) : null}
    </fieldset>
  )
}

/** A local time. Its label stands before it where `shown`, and is said alone where the row explains itself. */
export function TimeInput({
  label,
  shown = false,
  value,
  type,
  ...marks
}: Marked & { label: string; shown?: boolean; value: string; type: (local: string) => void }) {
  const id = useId()
  return (
    <div className={shown ? classes.time : undefined}>
      <label htmlFor={id} className={shown ? undefined : 'visually-hidden'}>
        {label}
      </label>
      <input
        type="datetime-local"
        id={id}
        className={fields.input}
        value={value}
        // A browser refuses seconds it was not told to expect.
        step={value.length > 16 ? 1 : 60}
        onChange={(event) => type(event.currentTarget.value)}
        {...marks}
      />
    </div>
  )
}

export const AddRow = ({ add, children }: { add: () => void; children: string }) => (
  <button type="button" className={classes.add} onClick={add} data-add>
    {children}
  </button>
)
