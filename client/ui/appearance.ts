import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core'

export const appearances = ['auto', 'light', 'dark'] as const

/** A cookie, so that the server writes the choice into the page and nothing flashes before the script runs. */
const read = (): MantineColorScheme => {
  const kept = /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1]
  return kept === 'light' || kept === 'dark' ? kept : 'auto'
}

/** Puts the chosen appearance on the page; without a choice the system's holds, by the tokens themselves. */
export function applyAppearance(appearance: MantineColorScheme = read()) {
  if (appearance === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = appearance
}

const yearInSeconds = 31_536_000

export const appearanceManager: MantineColorSchemeManager = {
  get: () => read(),
  set: (appearance) => {
    const age = appearance === 'auto' ? 0 : yearInSeconds
    // biome-ignore lint/suspicious/noDocumentCookie: the server reads it on the next page; the cookie store API is not everywhere
    document.cookie = `theme=${appearance}; path=/; max-age=${age}; samesite=lax`
    applyAppearance(appearance)
  },
  subscribe: () => {},
  unsubscribe: () => {},
  clear: () => applyAppearance('auto'),
}
