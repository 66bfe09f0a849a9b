import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { addDays, type Day, dayInWords } from '../../domain/days'
import { quarterInWords, quarterOf, quarterPeriod } from '../../domain/periods'
import { api, intent } from '../api'
import { FormActions, FormError, formClass, TextField } from '../ui/form'
import { notify } from '../ui/notices'
import { Dialog } from '../ui/overlays'
import { refusedIn } from '../ui/refusal'

/** The example's calendar goes on when its reader turns the page: to see what becomes overdue, and when. */
export default function ExampleClock({ today, done }: { today: Day; done: () => void }) {
  const quarter = quarterPeriod(quarterOf(today))
  const dayAfterQuarter = addDays(quarter.endOn, 1)
  const navigate = useNavigate()
  const [to, setTo] = useState<string>(dayAfterQuarter)
  const move = useMutation(
    api.workspaces.moveToday.mutationOptions({
      onSuccess: (answer) => {
        void notify(`The example now stands at ${dayInWords(answer.today)}.`, {
          label: 'See what is overdue',
          run: () => void navigate({ to: '/items', search: { due: 'overdue' } }),
        })
        done()
      },
    }),
  )
  const { at, below } = refusedIn(move.error, ['to'])
  return (
    <Dialog title="Move the example's clock" close={done}>
      <form
        className={formClass}
        onSubmit={(event) => {
          event.preventDefault()
          move.mutate({ ...intent(), to: to as Day })
        }}
      >
        <p>
          It stands at {dayInWords(today)} and only goes forward. {quarterInWords(quarterOf(today))} is over after{' '}
          {dayInWords(quarter.endOn)}: what was promised for it is overdue from the next day on.
        </p>
        <TextField
          label="New day"
          type="date"
          value={to}
          min={today}
          onChange={(event) => setTo(event.currentTarget.value)}
          error={at('to')}
          required
        />
        <FormError>{below}</FormError>
        <FormActions>
          <Button type="submit" variant="filled" loading={move.isPending}>
            Move the clock
          </Button>
          <Button onClick={done}>Leave it</Button>
        </FormActions>
      </form>
    </Dialog>
  )
}
