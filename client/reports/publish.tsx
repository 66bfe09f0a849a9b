import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { dayInWords } from '../../domain/days'
import { counted } from '../../domain/words'
import { type Answers, api, intent } from '../api'
import { FormActions, FormError, formClass, TextField } from '../ui/form'
import { notify } from '../ui/notices'
import { Dialog } from '../ui/overlays'
import { refusal } from '../ui/refusal'
import { CheckMark, type CheckOnScreen, checkWords } from './checks'
import classes from './publish.module.css'
import side from './side.module.css'

type Preview = Answers['reports']['preview']
const shortestReason = 10
const nameOf = ({ code, subject }: CheckOnScreen) => `${code} ${subject}`

/** Before anything leaves: what will happen, and why each error that stands may stand. It cannot be undone. */
export default function Publish({
  report,
  preview,
  close,
}: {
  report: { id: string; version: number; title: string }
  preview: Preview
  close: () => void
}) {
  const [reasons, setReasons] = useState<Record<string, string>>({})
  const errors = preview.checks.filter((check) => check.level === 'error')
  const warnings = preview.checks.filter((check) => check.level === 'warning')
  const said = preview.promises.filter((promise) => promise.said !== null).length
  const publish = useMutation(
    api.reports.publish.mutationOptions({
      onSuccess: ({ number }) => {
        void notify(`“${report.title}” is published, version ${number}.`)
        close()
      },
    }),
  )
  const hasReason = (check: CheckOnScreen) => (reasons[nameOf(check)] ?? '').trim().length >= shortestReason
  const isReady = errors.every(hasReason)
  const refused = publish.error ? refusal(publish.error) : null
  return (
    <Dialog title="Publish this report" close={close}>
      <form
        className={formClass}
        onSubmit={(event) => {
          event.preventDefault()
          if (!isReady) return
          publish.mutate({
            ...intent(),
            reportId: report.id,
            version: report.version,
            number: preview.draft,
            overrides: errors.map((check) => ({
              code: check.code,
              subject: check.subject,
              reason: reasons[nameOf(check)] ?? '',
            })),
          })
        }}
      >
        <p className={classes.title}>{report.title}</p>
        <dl className={classes.facts}>
          <dt>Figures as of</dt>
          <dd>{dayInWords(preview.asOf)}</dd>
          <dt>Text</dt>
          <dd>draft {preview.draft}</dd>
          <dt>Promises made</dt>
          <dd>{preview.makes.length === 0 ? 'none' : preview.makes.length}</dd>
          <dt>Earlier promises reported</dt>
          <dd>{preview.promises.length === 0 ? 'none is waiting' : `${said} of ${preview.promises.length} waiting`}</dd>
          <dt>Warnings left</dt>
          <dd>{warnings.length === 0 ? 'none' : warnings.length}</dd>
        </dl>
        {warnings.length > 0 ? (
          <ul>
            {warnings.map((check) => (
              <li key={nameOf(check)} className={side.check} data-level={check.level}>
                <CheckMark level={check.level} />
                <span className={side.sentence}>{check.sentence}</span>
              </li>
            ))}
          </ul>
        ) : null}
        {errors.length > 0 ? (
          <section className={classes.errors} aria-label="Errors that stand">
            <p>
              {counted(errors.length, 'error')} {errors.length === 1 ? 'stands' : 'stand'}. Go back and mend{' '}
              {errors.length === 1 ? 'it' : 'them'}, or say for each why it may stand. The reasons stay with the
              version.
            </p>
            {errors.map((check) => (
              <div key={nameOf(check)} className={classes.error}>
                <p className={side.check} data-level="error">
                  <CheckMark level="error" />
                  <span>
                    <b>{checkWords[check.code]}</b>
                    <span className={side.sentence}>{check.sentence}</span>
                  </span>
                </p>
                <TextField
                  label="Publish although …"
                  value={reasons[nameOf(check)] ?? ''}
                  minLength={shortestReason}
                  onChange={(event) => {
                    const { value } = event.currentTarget
                    setReasons((before) => ({ ...before, [nameOf(check)]: value }))
                  }}
                  hint={hasReason(check) ? undefined : 'A sentence, ten letters at least.'}
                />
              </div>
            ))}
          </section>
        ) : null}
        <p className={side.quiet}>
          What is published stays as it is, and customers can read it at once. It cannot be taken back quietly.
        </p>
        <FormError>{refused?.sentence}</FormError>
        <FormActions>
          <Button type="submit" variant="filled" loading={publish.isPending} disabled={!isReady}>
            {errors.length > 0 ? 'Publish although errors stand' : 'Publish now'}
          </Button>
          <Button onClick={close}>Keep it a draft</Button>
        </FormActions>
      </form>
    </Dialog>
  )
}
