import { useAbout } from '../about'
import { ChoiceField } from '../ui/form'

/** One of the people this workspace knows. `nobody` is offered where that is an answer. */
export function PersonField({
  label,
  value,
  choose,
  nobody,
  error,
}: {
  label: string
  value: string
  choose: (id: string) => void
  nobody?: string
  error?: string | null
}) {
  const { people } = useAbout()
  return (
    <ChoiceField label={label} value={value} onChange={(event) => choose(event.currentTarget.value)} error={error}>
      {nobody ? <option value="">{nobody}</option> : null}
      {people.map((person) => (
        <option key={person.id} value={person.id}>
          {person.name}
        </option>
      ))}
    </ChoiceField>
  )
}
