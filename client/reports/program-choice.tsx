import { useAbout } from '../about'
import classes from './program-choice.module.css'

/** Which programs are meant, each with its key. */
export function ProgramChoice({
  legend,
  chosen,
  choose,
  among,
  hint,
  error,
}: {
  legend: string
  chosen: readonly string[]
  choose: (keys: string[]) => void
  /** Keys; missing: every program of the workspace. */
  among?: readonly string[]
  hint?: string
  error?: string | null
}) {
  const { programs } = useAbout()
  const offered = among ? programs.filter((program) => among.includes(program.key)) : programs
  return (
    <fieldset className={classes.choice}>
      <legend>{legend}</legend>
      {offered.map((program) => (
        <label key={program.key}>
          <input
            type="checkbox"
            checked={chosen.includes(program.key)}
            onChange={(event) =>
              // In the order of the workspace, whatever was pressed first.
              choose(
                offered
                  .map((each) => each.key)
                  .filter((key) => (key === program.key ? event.currentTarget.checked : chosen.includes(key))),
              )
            }
          />
          <span>
            {program.title} <small>{program.key}</small>
          </span>
        </label>
      ))}
      {hint ? <p className={classes.hint}>{hint}</p> : null}
      {error ? (
        <p className={classes.error} role="alert">
          {error}
        </p>
      ) : null}
    </fieldset>
  )
}
