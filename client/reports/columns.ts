import { useSyncExternalStore } from 'react'

const three = '(min-width: 1280px)'
const two = '(min-width: 901px)'

/** How many columns the studio has room for: text, what customers read, what to look at. */
export function useColumns(): 1 | 2 | 3 {
  return useSyncExternalStore(
    (changed) => {
      const queries = [window.matchMedia(three), window.matchMedia(two)]
      for (const query of queries) query.addEventListener('change', changed)
      return () => {
        for (const query of queries) query.removeEventListener('change', changed)
      }
    },
    () => (window.matchMedia(three).matches ? 3 : window.matchMedia(two).matches ? 2 : 1),
  )
}
