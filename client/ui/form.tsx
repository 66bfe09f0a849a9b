import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'
import classes from './form.module.css'

/** A labelled place to answer, with what was refused next to it. Plain elements: they are there at once. */

interface Labelled {
  label: string
  hint?: ReactNode
  error?: string | null | undefined
  optional?: boolean
}

function Frame({ id, label, hint, error, optional, children }: Labelled & { id: string; children: ReactNode }) {
  return (
    <div className={classes.field}>
      <label htmlFor={id}>
        {label}
        {optional ? <small> if you like</small> : null}
      </label>
      {children}
      {hint ? (
        <p className={classes.hint} id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p className={classes.error} id={`${id}-error`} role="alert">
          {error}
        </p>
      ) : null}
    </div>
  )
}

const described = (id: string, { hint, error }: Labelled) => ({
  id,
  'aria-invalid': error ? true : undefined,
  'aria-describedby': [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined,
})

const frameOf = ({ label, hint, error, optional }: Labelled): Labelled => ({
  label,
  ...(hint === undefined ? {} : { hint }),
  ...(error === undefined ? {} : { error }),
  ...(optional === undefined ? {} : { optional }),
})

export function TextField({ label, hint, error, optional, ...rest }: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  const frame = frameOf({ label, hint, error, ...(optional === undefined ? {} : { optional }) })
  return (
    <Frame id={id} {...frame}>
      <input className={classes.input} {...described(id, frame)} {...rest} />
    </Frame>
  )
}

export function LongTextField({
  label,
  hint,
  error,
  optional,
  ...rest
}: Labelled & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId()
  const frame = frameOf({ label, hint, error, ...(optional === undefined ? {} : { optional }) })
  return (
    <Frame id={id} {...frame}>
      <textarea className={classes.input} rows={3} {...described(id, frame)} {...rest} />
    </Frame>
  )
}

export function ChoiceField({
  label,
  hint,
  error,
  optional,
  children,
  ...rest
}: Labelled & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId()
  const frame = frameOf({ label, hint, error, ...(optional === undefined ? {} : { optional }) })
  return (
    <Frame id={id} {...frame}>
      <select className={classes.input} {...described(id, frame)} {...rest}>
        {children}
      </select>
    </Frame>
  )
}

/** The sentence of a refusal that belongs to no single field. */
export const FormError = ({ children }: { children: string | null | undefined }) =>
  children ? (
    <p className={classes.formError} role="alert">
      {children}
    </p>
  ) : null

export const FormRow = ({ children }: { children: ReactNode }) => <div className={classes.row}>{children}</div>
export const FormActions = ({ children }: { children: ReactNode }) => <div className={classes.actions}>{children}</div>
export const formClass = classes.form
