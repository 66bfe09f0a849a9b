import { lazy, Suspense, useState } from 'react'
import { dayInWords } from '../../domain/days'
import { isQuarter, quarterInWords } from '../../domain/periods'
import { statusWords } from '../../domain/vocabulary'
import { type About, useAbout } from '../about'
import type { Changed, ItemsSearch, StatusInAddress } from '../paths'
import classes from './list.module.css'

const FilterForm = lazy(() => import('./filter-form'))

type FilterName = Exclude<keyof ItemsSearch, 'ignored' | 'peek' | 'sort' | 'descending'>

/** What is filtered, as chips that go away when pressed; the form behind the last one adds more. */
export function FilterBar({ search, change }: { search: ItemsSearch; change: (next: Changed<ItemsSearch>) => void }) {
  const about = useAbout()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const chips = chipsOf(search, about)
  return (
    <div className={classes.filters}>
      {chips.map(({ name, field, value }) => (
        <button key={name} type="button" className={classes.chip} onClick={() => change({ [name]: undefined })}>
          {field} <b>{value}</b> <span aria-hidden="true">×</span>
          <span className="visually-hidden">, remove this filter</span>
        </button>
      ))}
      <button
        type="button"
        className={classes.chip}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        + filter
      </button>
      {anchor ? (
        <Suspense fallback={null}>
          <FilterForm anchor={anchor} search={search} change={change} close={() => setAnchor(null)} />
        </Suspense>
      ) : null}
    </div>
  )
}

const statusSaid = (word: StatusInAddress): string => {
  if (word === 'open') return 'open'
  if (word === 'in_flight') return 'in flight'
  if (word === 'not_started') return 'not started'
  return statusWords[word].toLowerCase()
}

function chipsOf(search: ItemsSearch, about: About) {
  const titleOf = (key: string) => about.programs.find((program) => program.key === key)?.title ?? key
  const found: { name: FilterName; field: string; value: string }[] = []
  const add = (name: FilterName, field: string, value: string | undefined) => {
    if (value !== undefined) found.push({ name, field, value })
  }
  add('program', 'program is', search.program?.map(titleOf).join(' or '))
  add('status', 'status is', search.status?.map(statusSaid).join(' or '))
  const owner = search.owner
  add(
    'owner',
    'owner is',
    owner &&
      (owner === 'nobody' ? 'nobody' : (about.people.find(({ id }) => id === owner)?.name ?? 'somebody unknown')),
  )
  add('team', 'team is', search.team && (about.teams.find(({ id }) => id === search.team)?.name ?? 'an unknown team'))
  add(
    'service',
    'service is',
    search.service && (about.services.find(({ id }) => id === search.service)?.name ?? 'an unknown service'),
  )
  const { due, finished } = search
  add(
    'due',
    due && isQuarter(due) ? 'due in' : 'due is',
    due && (due === 'none' ? 'no date' : isQuarter(due) ? quarterInWords(due) : due),
  )
  add(
    'finished',
    finished === 'unstated' ? 'finished' : 'finished in',
    finished && (isQuarter(finished) ? quarterInWords(finished) : 'by a day, quarter not known'),
  )
  add('doneSince', 'done after', search.doneSince && dayInWords(search.doneSince))
  add('movedSince', 'moved after', search.movedSince && dayInWords(search.movedSince))
  add('kind', 'only', search.kind && (search.kind === 'ongoing' ? 'ongoing work' : 'what is counted'))
  add('text', 'words', search.text)
  add('asOf', 'as of', search.asOf && dayInWords(search.asOf))
  add('knownAt', 'as recorded by', search.knownAt && `${search.knownAt.slice(0, 16).replace('T', ' ')} UTC`)
  return found
}
