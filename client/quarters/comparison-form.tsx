import { Button } from '@mantine/core'
import { useState } from 'react'
import { isDay } from '../../domain/days'
import { FormActions, formClass, TextField } from '../ui/form'
import { AnchoredPopover } from '../ui/overlays'
import type { Change, QuarterView } from './page'

export default function ComparisonForm({
  anchor,
  data,
  change,
  close,
}: {
  anchor: HTMLElement
  data: QuarterView
  change: Change
  close: () => void
}) {
  const [on, setOn] = useState<string>(data.comparedWith)
  const leave = (comparedWith: string | undefined) => {
    change({ comparedWith: comparedWith && isDay(comparedWith) ? comparedWith : undefined })
    close()
    anchor.focus()
  }
  return (
    <AnchoredPopover anchor={anchor} close={close} label="What the page is compared with" width={320}>
      <form
        className={formClass}
        onSubmit={(event) => {
          event.preventDefault()
          leave(on)
        }}
      >
        <TextField
          label="Compared with"
          type="date"
          value={on}
          max={data.asOf}
          onChange={(event) => setOn(event.currentTarget.value)}
          hint="The day of the last update, for example."
          data-autofocus
          required
        />
        <FormActions>
          <Button type="submit" variant="filled">
            Compare
          </Button>
          <Button onClick={() => leave(undefined)}>The end of the quarter before</Button>
        </FormActions>
      </form>
    </AnchoredPopover>
  )
}
