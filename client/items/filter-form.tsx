import { Button } from '@mantine/core'
import { useState } from 'react'
import { type Day, dayInZone, endOfDayInZone } from '../../domain/days'
import { quarterAfter, quarterInWords } from '../../domain/periods'
import { itemStatuses, statusWords } from '../../domain/vocabulary'
import { useAbout } from '../about'
import type { Changed, ItemsSearch, StatusInAddress } from '../paths'
import { ChoiceField, FormActions, FormRow, formClass, TextField } from '../ui/form'
import { AnchoredPopover } from '../ui/overlays'

/** Every filter in one place; what is chosen goes into the address, where it can be sent to a colleague. */
export default function FilterForm({
  anchor,
  search,
  change,
  close,
}: {
  anchor: HTMLElement
  search: ItemsSearch
  change: (next: Changed<ItemsSearch>) => void
  close: () => void
}) {
  const about = useAbout()
  const zone = about.organization?.zone ?? 'UTC'
  const [text, setText] = useState(search.text ?? '')
  const quarters = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((by) => quarterAfter(about.quarter, by))
  const pick = (name: keyof ItemsSearch, value: string, asList = false) =>
    change({ [name]: value === '' ? undefined : asList ? [value] : value } as Changed<ItemsSearch>)
  const quarterOptions = quarters.map((quarter) => (
    <option key={quarter} value={quarter}>
      {quarterInWords(quarter)}
    </option>
  ))
  return (
    <AnchoredPopover anchor={anchor} close={close} label="Filters" width={420}>
      <form
        className={formClass}
        onSubmit={(event) => {
          event.preventDefault()
          change({ text: text.trim() || undefined } as Changed<ItemsSearch>)
          close()
          anchor.focus()
        }}
      >
        <TextField
          label="Words of the title, or a key"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        <FormRow>
          <ChoiceField
            label="Program"
            value={search.program?.[0] ?? ''}
            onChange={(event) => pick('program', event.currentTarget.value, true)}
          >
            <option value="">Any</option>
            {about.programs.map((program) => (
              <option key={program.key} value={program.key}>
                {program.title}
              </option>
            ))}
          </ChoiceField>
          <ChoiceField
            label="Status"
            value={search.status?.[0] ?? ''}
            onChange={(event) => pick('status', event.currentTarget.value as StatusInAddress, true)}
          >
            <option value="">Any</option>
            <option value="open">Open</option>
            <option value="in_flight">In flight</option>
            {itemStatuses.map((status) => (
              <option key={status} value={status}>
                {statusWords[status]}
              </option>
            ))}
          </ChoiceField>
          <ChoiceField
            label="Owner"
            value={search.owner ?? ''}
            onChange={(event) => pick('owner', event.currentTarget.value)}
          >
            <option value="">Anybody</option>
            <option value="nobody">Nobody</option>
            {about.people.map((person) => (
              <option key={person.id} value={person.id}>
                {person.name}
              </option>
            ))}
          </ChoiceField>
          <ChoiceField
            label="Service"
            value={search.service ?? ''}
            onChange={(event) => pick('service', event.currentTarget.value)}
          >
            <option value="">Any</option>
            {about.services.map((service) => (
              <option key={service.id} value={service.id}>
                {service.name}
              </option>
            ))}
          </ChoiceField>
          <ChoiceField
            label="Due"
            value={search.due ?? ''}
            onChange={(event) => pick('due', event.currentTarget.value)}
          >
            <option value="">Any time</option>
            <option value="overdue">Overdue</option>
            <option value="none">No date</option>
            {quarterOptions}
          </ChoiceField>
          <ChoiceField
            label="Finished"
            value={search.finished ?? ''}
            onChange={(event) => pick('finished', event.currentTarget.value)}
          >
            <option value="">Any time</option>
            <option value="unstated">By a day, quarter not known</option>
            {quarterOptions}
          </ChoiceField>
          <TextField
            label="As of"
            type="date"
            value={search.asOf ?? ''}
            onChange={(event) => pick('asOf', event.currentTarget.value as Day)}
          />
          <TextField
            label="As recorded by"
            type="date"
            value={search.knownAt ? dayInZone(new Date(search.knownAt), zone) : ''}
            onChange={(event) =>
              pick('knownAt', event.currentTarget.value ? endOfDayInZone(event.currentTarget.value as Day, zone) : '')
            }
          />
        </FormRow>
        <FormActions>
          <Button type="submit" variant="filled">
            Apply
          </Button>
        </FormActions>
      </form>
    </AnchoredPopover>
  )
}
