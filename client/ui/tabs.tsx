import { type KeyboardEvent, useId } from 'react'
import classes from './tabs.module.css'

export interface Tab<T extends string> {
  name: T
  label: string
  /** How many things are behind it; none is not said. */
  count?: number
}

const tabId = (group: string, name: string) => `${group}-tab-${name}`
const panelId = (group: string, name: string) => `${group}-panel-${name}`

/** What a tab shows says which tab it belongs to. */
export const tabPanel = (group: string, name: string) => ({
  role: 'tabpanel',
  id: panelId(group, name),
  'aria-labelledby': tabId(group, name),
})
export const useTabs = () => useId().replaceAll(':', '')

/** One of several is shown. Arrows go along, as people know it; Tab leaves for what is shown. */
export function Tabs<T extends string>({
  group,
  label,
  tabs,
  shown,
  show,
}: {
  group: string
  label: string
  tabs: readonly Tab<T>[]
  shown: T
  show: (name: T) => void
}) {
  const go = (event: KeyboardEvent, by: number) => {
    event.preventDefault()
    const at = tabs.findIndex((tab) => tab.name === shown)
    const next = tabs[(at + by + tabs.length) % tabs.length]
    if (!next) return
    show(next.name)
    document.getElementById(tabId(group, next.name))?.focus()
  }
  return (
    <div className={classes.tabs} role="tablist" aria-label={label}>
      {tabs.map(({ name, label: words, count }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={tabId(group, name)}
          aria-selected={name === shown}
          aria-controls={panelId(group, name)}
          tabIndex={name === shown ? 0 : -1}
          onClick={() => show(name)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowRight') go(event, 1)
            if (event.key === 'ArrowLeft') go(event, -1)
          }}
        >
          {words}
          {count ? ` ${count}` : ''}
        </button>
      ))}
    </div>
  )
}
