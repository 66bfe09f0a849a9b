import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { basePath } from '../paths'
import classes from './search-field.module.css'

/** The field that looks through everything, from every page. `/` goes to it, unless somebody is typing. */
export function SearchField() {
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  const sought = useRouterState({
    select: ({ location }) =>
      location.pathname.endsWith('/search') ? ((location.search as { q?: string }).q ?? '') : '',
  })
  // Set and not controlled: the address may change while somebody types, and only then what was typed gives way.
  useEffect(() => {
    if (input.current) input.current.value = sought
  }, [sought])
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.defaultPrevented || event.ctrlKey || event.metaKey || event.isComposing) return
      const at = event.target as HTMLElement
      if (at.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"], dialog')) return
      // The navigation is there twice, and one of them is hidden.
      if (!input.current?.checkVisibility()) return
      event.preventDefault()
      input.current.focus()
      input.current.select()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
  return (
    <search className={classes.search}>
      <form
        action={`${basePath}/search`}
        onSubmit={(event) => {
          event.preventDefault()
          const q = input.current?.value.trim() ?? ''
          if (q) void navigate({ to: '/search', search: { q } })
        }}
      >
        <input
          ref={input}
          type="search"
          name="q"
          className={classes.input}
          placeholder="Search"
          aria-label="Search items, incidents and reports"
          aria-keyshortcuts="/"
          maxLength={200}
          autoComplete="off"
        />
      </form>
    </search>
  )
}
