import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CheckCode, CheckLevel } from '../../domain/vocabulary'
import { counted } from '../../domain/words'
import type { Answers } from '../api'
import classes from './side.module.css'

export type CheckOnScreen = Answers['reports']['preview']['checks'][number]
type Item = Answers['reports']['preview']['items'][number]

export const checkWords = {
  'typed-number': 'Typed number',
  unreconciled: 'Promise not accounted for',
  vanished: 'Shown before, missing now',
  'not-verified': 'Done without proof',
  'eta-passed': 'Date is over',
  wording: 'Wording not approved',
  leak: 'Not for outside',
  unresolved: 'Cannot be answered',
  'time-mismatch': 'Not on the timeline',
  coverage: 'Open and never mentioned',
} satisfies Record<CheckCode, string>

const levelWords = { error: 'Error', warning: 'Warning', quiet: 'Note' } satisfies Record<CheckLevel, string>

export interface CheckActs {
  go: (check: CheckOnScreen) => void
  leaveOut: (item: string) => void
  /** Asks what became of it: the form stands at the anchor. */
  reconcile: (promise: string, anchor: HTMLElement) => void
  /** The directive takes the place of the typed words. */
  bind: (check: CheckOnScreen) => void
  sayTheRest: (program: string) => void
}

/** What somebody should look at before this is published, the gravest first. */
export function Checks({
  checks,
  items,
  acts,
}: {
  checks: readonly CheckOnScreen[]
  items: readonly Item[]
  acts: CheckActs | null
}) {
  const loud = checks.filter((check) => check.level !== 'quiet')
  const quiet = checks.filter((check) => check.level === 'quiet')
  const row = (check: CheckOnScreen) => (
    <Check key={`${check.code} ${check.subject}`} check={check} items={items} acts={acts} />
  )
  return (
    <>
      {loud.length === 0 ? (
        <p className={classes.lead}>Nothing to look at. Every number agrees with the record.</p>
      ) : (
        <ul>{loud.map(row)}</ul>
      )}
      {quiet.length > 0 ? (
        <details className={classes.folded}>
          <summary>{counted(quiet.length, 'other typed number')}</summary>
          <ul>{quiet.map(row)}</ul>
        </details>
      ) : null}
    </>
  )
}

/** Shape before colour: a filled diamond, a hollow one, a dot. */
export function CheckMark({ level }: { level: CheckLevel }) {
  return (
    <svg viewBox="0 0 12 12" className={classes.mark} role="img" aria-label={levelWords[level]}>
      {level === 'error' ? (
        <path d="M6 .8 11.2 6 6 11.2.8 6z" fill="currentColor" />
      ) : level === 'warning' ? (
        <path d="M6 1.6 10.4 6 6 10.4 1.6 6z" fill="none" stroke="currentColor" strokeWidth="1.6" />
      ) : (
        <circle cx="6" cy="6" r="2.4" fill="currentColor" />
      )}
    </svg>
  )
}

function Check({ check, items, acts }: { check: CheckOnScreen; items: readonly Item[]; acts: CheckActs | null }) {
  return (
    <li className={classes.check} data-level={check.level}>
      <CheckMark level={check.level} />
      <div>
        <b>{checkWords[check.code]}</b>
        <span className={classes.sentence}>{check.sentence}</span>
        {acts ? <div className={classes.acts}>{actsOf(check, items, acts)}</div> : null}
      </div>
    </li>
  )
}

function actsOf(check: CheckOnScreen, items: readonly Item[], acts: CheckActs): ReactNode {
  const item = items.find((each) => each.id === check.subject)
  const at = check.place ? (
    <button type="button" className={classes.link} onClick={() => acts.go(check)}>
      Show it
    </button>
  ) : null
  const open = item ? (
    <Link className={classes.link} to="/items/$key" params={{ key: item.key }}>
      Open {item.key}
    </Link>
  ) : null
  const act = (words: string, run: (anchor: HTMLElement) => void) => (
    <button type="button" className={classes.link} onClick={(event) => run(event.currentTarget)}>
      {words}
    </button>
  )
  switch (check.code) {
    case 'wording':
    case 'not-verified':
      return (
        <>
          {open}
          {item ? act('Leave it out', () => acts.leaveOut(item.id)) : null}
          {at}
        </>
      )
    case 'unreconciled':
      return check.excerpt
        ? act('Write what became of it', (anchor) => acts.reconcile(check.excerpt ?? '', anchor))
        : null
    case 'typed-number':
      return (
        <>
          {at}
          {check.level === 'error' && check.place ? act('Use the record’s figure', () => acts.bind(check)) : null}
        </>
      )
    case 'coverage':
      return act('Say how many are not described', () => acts.sayTheRest(check.subject))
    default:
      return (
        <>
          {at}
          {open}
        </>
      )
  }
}
