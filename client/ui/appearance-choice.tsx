import { useMantineColorScheme } from '@mantine/core'
import { appearances } from './appearance'
import classes from './appearance-choice.module.css'

const words = { auto: 'As the system', light: 'Light', dark: 'Dark' }

/** A plain select: it is there before any overlay of the library is loaded. */
export function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <label className={classes.label}>
      <span className="visually-hidden">Appearance</span>
      <select
        className={classes.select}
        value={colorScheme}
        onChange={(event) => setColorScheme(event.currentTarget.value as (typeof appearances)[number])}
      >
        {appearances.map((appearance) => (
          <option key={appearance} value={appearance}>
            {words[appearance]}
          </option>
        ))}
      </select>
    </label>
  )
}
