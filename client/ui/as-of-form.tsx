import { Button } from '@mantine/core'
import { useState } from 'react'
import { type Day, dayInWords, dayInZone, endOfDayInZone, isDay } from '../../domain/days'
import type { AsOfNext } from './as-of'
import classes from './as-of.module.css'
import { FormActions, formClass, TextField } from './form'
import { AnchoredPopover } from './overlays'

/** The two axes of time: the day that is asked about, and how much of the record is believed. */
export default function AsOfForm({
  anchor,
  close,
  asOf,
  knownAt,
  today,
  zone,
  change,
  days = [],
}: {
  anchor: HTMLElement
  close: () => void
  asOf: Day
  knownAt: string | null
  today: Day
  zone: string
  change: (next: AsOfNext) => void
  days?: readonly { on: Day; name: string }[]
}) {
  const [on, setOn] = useState<string>(asOf)
  const [known, setKnown] = useState<string>(knownAt ? dayInZone(new Date(knownAt), zone) : '')
  const leave = (next: AsOfNext) => {
    change(next)
    close()
    anchor.focus()
  }
  return (
    <AnchoredPopover anchor={anchor} close={close} label="The day this page stands at" width={340}>
      <form
        className={formClass}
        onSubmit={(event) => {
          event.preventDefault()
          leave({
            asOf: isDay(on) ? on : undefined,
            knownAt: isDay(known) ? endOfDayInZone(known, zone) : undefined,
          })
        }}
      >
        <TextField
          label="As of"
          type="date"
          value={on}
          onChange={(event) => setOn(event.currentTarget.value)}
          hint="What was true on this day."
          data-autofocus
          required
        />
        {days.length ? (
          <div className={classes.quick}>
            {days.map((day) => (
              <button key={day.on} type="button" onClick={() => leave({ asOf: day.on })} title={dayInWords(day.on)}>
                {day.name}
              </button>
            ))}
          </div>
        ) : null}
        <TextField
          label="As recorded by"
          type="date"
          value={known}
          onChange={(event) => setKnown(event.currentTarget.value)}
          hint="Leaves out what was written down later. Empty: everything known."
          optional
        />
        <FormActions>
          <Button type="submit" variant="filled">
            Show
          </Button>
          <Button onClick={() => leave({ asOf: today, knownAt: undefined })}>Today, all known</Button>
        </FormActions>
      </form>
    </AnchoredPopover>
  )
}
