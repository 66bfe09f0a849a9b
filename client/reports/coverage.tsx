import { numberInWords } from '../../domain/words'
import type { Answers } from '../api'
import classes from './side.module.css'

type ProgramCoverage = Answers['reports']['preview']['coverage'][number]

/** How much of each program this report names, and whether it says so of the rest. */
export function Coverage({ coverage }: { coverage: readonly ProgramCoverage[] }) {
  if (coverage.length === 0) return null
  return (
    <section className={classes.section}>
      {coverage.map((program) => (
        <div key={program.key} className={classes.coverage}>
          <h2 className={classes.head}>
            <span>Coverage{coverage.length > 1 ? ` of ${program.key}` : ''}</span>
            <span>
              {program.named} of {program.total} named
            </span>
          </h2>
          <Bar program={program} />
          <p className={classes.quiet}>{sentence(program)}</p>
        </div>
      ))}
    </section>
  )
}

const whole = 252

function Bar({ program }: { program: ProgramCoverage }) {
  const { total, namedDone, namedOpen } = program
  if (total === 0) return null
  const width = (n: number) => (n / total) * whole
  const gap = namedDone > 0 && namedOpen > 0 ? 1 : 0
  return (
    <svg
      className={classes.bar}
      viewBox={`0 0 ${whole} 10`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${namedDone} done and ${namedOpen} open named, ${total - program.named} not`}
    >
      <rect width={whole} height="10" fill="var(--rule)" />
      <rect width={width(namedDone)} height="10" fill="var(--fill-done)" />
      <rect x={width(namedDone) + gap} width={width(namedOpen)} height="10" fill="var(--fill-flight)" />
    </svg>
  )
}

function sentence({ open, namedOpen, total, named, restIsSaid }: ProgramCoverage): string {
  if (total === 0) return 'It holds nothing yet.'
  if (named === total) return 'Every item is named.'
  const rest = restIsSaid ? 'only in the not-itemised line' : 'not mentioned'
  if (open === 0) return `Nothing is open; ${numberInWords(total - named)} ${rest}.`
  const others = open - namedOpen
  return `${open} open: ${namedOpen === 0 ? 'none' : namedOpen} shown${others > 0 ? `, ${others} ${rest}` : ''}.`
}
