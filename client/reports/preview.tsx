import { useLayoutEffect, useRef } from 'react'
import type { Day } from '../../domain/days'
import classes from './preview.module.css'
import { type ClaimOnScreen, questionInWords } from './questions'

/**
 * The article, exactly as it is exported. The server made this HTML and let nothing through but what the report
 * language can make; here its figures become things to press.
 */
export function Preview({
  html,
  claims,
  asOf,
  selected,
  select,
}: {
  html: string
  claims: readonly ClaimOnScreen[]
  asOf: Day
  selected: string | null
  select: (id: string) => void
}) {
  const article = useRef<HTMLElement>(null)
  const latest = useRef(select)
  useLayoutEffect(() => {
    latest.current = select
  })

  useLayoutEffect(() => {
    const element = article.current
    if (!element) return
    const focused = element.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset.claim
      : undefined
    element.innerHTML = html
    for (const marked of element.querySelectorAll<HTMLElement>('[data-claim]')) {
      const claim = claims.find((each) => each.id === marked.dataset.claim)
      if (claim) pressable(marked, claim, asOf)
    }
    if (focused) element.querySelector<HTMLElement>(`[role=button][data-claim="${focused}"]`)?.focus()
  }, [html, claims, asOf])

  useLayoutEffect(() => {
    for (const button of article.current?.querySelectorAll<HTMLElement>('[role=button][data-claim]') ?? [])
      button.setAttribute('aria-pressed', String(button.dataset.claim === selected))
    // The article was filled anew when these changed, so what was pressed is marked again.
    void html
    void claims
  }, [selected, html, claims])

  const pressed = (target: EventTarget) => {
    const id = target instanceof Element ? target.closest<HTMLElement>('[data-claim]')?.dataset.claim : undefined
    if (id) latest.current(id)
    return id !== undefined
  }
  return (
    <article
      ref={article}
      className={classes.article}
      lang="en"
      onClick={(event) => {
        // A link in a draft leads away from the text that is being written.
        if (event.target instanceof Element && event.target.closest('a')) return
        pressed(event.target)
      }}
      onKeyDown={(event) => {
        const isButton = event.target instanceof Element && event.target.matches('[role=button]')
        if (isButton && (event.key === 'Enter' || event.key === ' ') && pressed(event.target)) event.preventDefault()
      }}
    />
  )
}

/** Words in a sentence are the button themselves; a list or table gets one at its edge and stays what it is. */
function pressable(marked: HTMLElement, claim: ClaimOnScreen, asOf: Day) {
  const isInline = marked.tagName === 'SPAN'
  const button = isInline ? marked : document.createElement('span')
  if (!isInline) {
    const frame = document.createElement('div')
    frame.className = classes.listed ?? ''
    marked.replaceWith(frame)
    button.className = classes.edge ?? ''
    button.dataset.claim = claim.id
    frame.append(button, marked)
  }
  button.setAttribute('role', 'button')
  button.tabIndex = 0
  button.setAttribute('aria-label', `${claim.words}, ${questionInWords(claim, asOf)}`)
}
