import { type Day, isDay, isInstant } from '../domain/days'
import { isQuarter, type Quarter } from '../domain/periods'
import { type ItemStatus, itemStatuses } from '../domain/vocabulary'

/** `` for the real workspace, `/example/STORY` for an example: every address of the client begins with it. */
export const basePath: string = /^\/example\/[^/]+/.exec(globalThis.location?.pathname ?? '')?.[0] ?? ''

// ── The address says everything a page shows ───────────────────────────────────────────────────────────

/** A page's parameters, and those the address held that the page does not know or cannot read. */
interface Reported {
  /** `colour=red`: ignored, and said so on the page. */
  ignored?: string[]
}

export const statusWordsInAddress = ['open', 'in_flight', 'not_started', ...itemStatuses] as const
export type StatusInAddress = 'open' | 'in_flight' | 'not_started' | ItemStatus
export const sortsInAddress = ['schedule', 'key', 'target', 'status', 'owner', 'updated'] as const
export type SortInAddress = (typeof sortsInAddress)[number]

export interface ItemsSearch extends Reported {
  program?: string[]
  status?: StatusInAddress[]
  owner?: string
  team?: string
  service?: string
  due?: 'none' | 'overdue' | Quarter
  finished?: 'unstated' | Quarter
  movedSince?: Day
  doneSince?: Day
  kind?: 'counted' | 'ongoing'
  text?: string
  asOf?: Day
  knownAt?: string
  sort?: SortInAddress
  descending?: true
  /** The key of the item in the panel on the right. */
  peek?: string
}

export interface QuarterSearch extends Reported {
  program?: string[]
  asOf?: Day
  knownAt?: string
  comparedWith?: Day
}

export interface AsOfSearch extends Reported {
  asOf?: Day
  knownAt?: string
}

export interface FindSearch extends Reported {
  /** What is looked for. */
  q?: string
}

export interface StudioSearch extends Reported {
  /** The draft as Markdown, without chips. */
  source?: 1
}

/** A change of the address: undefined takes a parameter away. */
export type Changed<T> = { [K in keyof T]?: T[K] | undefined }

type Raw = Record<string, unknown>
type Reader<T> = (text: string) => T | undefined

const list = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
const day: Reader<Day> = (text) => (isDay(text) ? text : undefined)
const instant: Reader<string> = (text) => (isInstant(text) ? new Date(text).toISOString() : undefined)
const quarter: Reader<Quarter> = (text) => (isQuarter(text) ? text : undefined)
const words: Reader<string> = (text) => (text.trim() && text.length <= 200 ? text : undefined)
const oneOf =
  <const T extends string>(known: readonly T[]): Reader<T> =>
  (text) =>
    known.find((word) => word === text)
const either =
  <A, B>(first: Reader<A>, second: Reader<B>): Reader<A | B> =>
  (text) =>
    first(text) ?? second(text)
const keys: Reader<string[]> = (text) => {
  const found = list(text).filter((key) => /^[A-Za-z0-9-]{1,20}$/.test(key))
  return found.length ? found.map((key) => key.toUpperCase()) : undefined
}
const statuses: Reader<StatusInAddress[]> = (text) => {
  const found = list(text).flatMap((word) => statusWordsInAddress.find((known) => known === word) ?? [])
  return found.length ? found : undefined
}

/**
 * Reads what is known, and names the rest. The router lays what this gives over what the address held, so a value that
 * was refused still comes through raw: screens read once more what the router hands them.
 */
function readerOf<T extends Reported>(readers: { [K in Exclude<keyof T, 'ignored'>]-?: Reader<T[K]> }) {
  return (raw: Raw): T => {
    const read: Record<string, unknown> = {}
    const ignored: string[] = []
    for (const [name, value] of Object.entries(raw)) {
      // A parameter that was taken away.
      if (value === undefined) continue
      if (name === 'ignored') {
        if (Array.isArray(value)) ignored.push(...value.map(String))
        continue
      }
      const reader = (readers as Record<string, Reader<unknown>>)[name]
      const text = Array.isArray(value) ? value.join(',') : String(value)
      const found = reader?.(text)
      if (found === undefined) ignored.push(`${name}=${text}`)
      else read[name] = found
    }
    return (ignored.length ? { ...read, ignored: [...new Set(ignored)] } : read) as T
  }
}

export const readItemsSearch = readerOf<ItemsSearch>({
  program: keys,
  status: statuses,
  owner: words,
  team: words,
  service: words,
  due: either(oneOf(['none', 'overdue']), quarter),
  finished: either(oneOf(['unstated']), quarter),
  movedSince: day,
  doneSince: day,
  kind: oneOf(['counted', 'ongoing']),
  text: words,
  asOf: day,
  knownAt: instant,
  sort: oneOf(sortsInAddress),
  descending: (text) => (text === 'true' ? true : undefined),
  peek: words,
})

export const readQuarterSearch = readerOf<QuarterSearch>({
  program: keys,
  asOf: day,
  knownAt: instant,
  comparedWith: day,
})
export const readFindSearch = readerOf<FindSearch>({ q: words })
export const readStudioSearch = readerOf<StudioSearch>({ source: (text) => (text === '1' ? 1 : undefined) })
export const readAsOfSearch = readerOf<AsOfSearch>({ asOf: day, knownAt: instant })

/** Plain words in the address: `?program=FES,XSV&due=2021-Q3`. What was ignored does not go back into it. */
export function writeSearch(search: Raw): string {
  const written = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    if (name === 'ignored' || value === undefined || value === null) continue
    written.set(name, Array.isArray(value) ? value.join(',') : String(value))
  }
  const text = written.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')
  return text ? `?${text}` : ''
}

export function readSearch(text: string): Raw {
  return Object.fromEntries(new URLSearchParams(text))
}
