import { lazy, Suspense, useSyncExternalStore } from 'react'

const load = () => import('./notices-library')
const Library = lazy(load)

// The library comes with the first notice: most visits never need it.
let needed = false
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
function need() {
  needed = true
  for (const listener of listeners) listener()
  return load()
}

/** Says what was done; the action (undo) is offered for as long as the notice stands. */
export async function notify(text: string, action: { label: string; run: () => void } | null = null) {
  const library = await need()
  library.show(text, action, false)
}

/** Says what was refused where no form is there to say it. */
export async function notifyTrouble(text: string) {
  const library = await need()
  library.show(text, null, true)
}

export function Notices() {
  const isNeeded = useSyncExternalStore(subscribe, () => needed)
  return isNeeded ? (
    <Suspense fallback={null}>
      <Library />
    </Suspense>
  ) : null
}
