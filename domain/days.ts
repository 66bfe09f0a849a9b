import { RuleError } from './errors'

/** A plain date in the organisation's zone, `YYYY-MM-DD`. It sorts and compares as it reads. */
export type Day = `${number}-${number}-${number}`

/** An instant in UTC: ISO 8601 with milliseconds and `Z`. It sorts and compares as it reads. */
export type Instant = string

/** Days since 1970-01-01. The arithmetic form of a Day; fits an Int32. */
export type DayNumber = number

const shape = /^(\d{4})-(\d{2})-(\d{2})$/

export function isDay(text: string): text is Day {
  const parts = shape.exec(text)
  if (!parts) return false
  const date = new Date(`${text}T00:00:00.000Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** Throws RuleError `not-a-day` when the text is no calendar date. */
export function parseDay(text: string): Day {
  if (isDay(text)) return text
  throw new RuleError('not-a-day', `“${text}” is not a day. Write it as YYYY-MM-DD, for example 2021-07-20.`)
}

export function isInstant(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
    !Number.isNaN(Date.parse(text))
  )
}

/** An instant in the one spelling we store. Throws RuleError `not-an-instant`. */
export function parseInstant(text: string): Instant {
  if (isInstant(text)) return new Date(text).toISOString()
  throw new RuleError(
    'not-an-instant',
    `“${text}” is not an instant. Write it in UTC, for example 2021-07-20T17:00:00Z.`,
  )
}

const msPerDay = 86_400_000

export const dayNumber = (day: Day): DayNumber => Date.parse(`${day}T00:00:00.000Z`) / msPerDay

export const dayFromNumber = (number: DayNumber): Day => new Date(number * msPerDay).toISOString().slice(0, 10) as Day

export const addDays = (day: Day, days: number): Day => dayFromNumber(dayNumber(day) + days)

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from)

export const earlierOf = (a: Day, b: Day): Day => (a < b ? a : b)
export const laterOf = (a: Day, b: Day): Day => (a > b ? a : b)

/** The calendar day that `instant` falls on in an IANA zone. Throws RuleError `unknown-zone`. */
export function dayInZone(instant: Date, zone: string): Day {
  return zoneFormat(zone).format(instant) as Day
}

const formats = new Map<string, Intl.DateTimeFormat>()
// Building an Intl format costs about 50 microseconds and this runs on every request.
function zoneFormat(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  try {
    // en-CA writes YYYY-MM-DD.
    const format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    formats.set(zone, format)
    return format
  } catch {
    throw new RuleError('unknown-zone', `“${zone}” is not a time zone. Use an IANA name such as Europe/Berlin.`, 'zone')
  }
}

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
function zoneOffset(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(instant))
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return local - Math.floor(instant / 1000) * 1000
}

/** The last millisecond of a day in a zone: what "as recorded by July 20" means. */
export function endOfDayInZone(day: Day, zone: string): Instant {
  const midnight = Date.parse(`${addDays(day, 1)}T00:00:00.000Z`)
  // Twice, because the offset at the guess may not be the one at the answer: clocks change at night.
  const guess = midnight - zoneOffset(midnight, zone)
  return new Date(midnight - zoneOffset(guess, zone) - 1).toISOString()
}

export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

const partsOf = (day: Day) => ({
  year: Number(day.slice(0, 4)),
  month: Number(day.slice(5, 7)),
  date: Number(day.slice(8, 10)),
})

/** `July 20, 2021`. */
export function dayInWords(day: Day): string {
  const { year, month, date } = partsOf(day)
  return `${monthNames[month - 1]} ${date}, ${year}`
}

const weekdays = ['Thursday', 'Friday', 'Saturday', 'Sunday', 'Monday', 'Tuesday', 'Wednesday'] as const

/** `Friday, February 26, 2021`. */
export function dayWithWeekday(day: Day): string {
  // Day 0, January 1, 1970, was a Thursday; the second modulo is for the days before it.
  const weekday = weekdays[((dayNumber(day) % 7) + 7) % 7]
  return `${weekday}, ${dayInWords(day)}`
}

/** `Jul 20`, or `Jul 20, 2021` when the year differs from that of `beside`. */
export function dayInShort(day: Day, beside?: Day): string {
  const { year, month, date } = partsOf(day)
  const short = `${monthNames[month - 1]?.slice(0, 3)} ${date}`
  return beside && beside.slice(0, 4) === day.slice(0, 4) ? short : `${short}, ${year}`
}

/** `July 20`, or with its year when that differs from that of `beside`. */
export function dayBeside(day: Day, beside: Day): string {
  const { month, date } = partsOf(day)
  return beside.slice(0, 4) === day.slice(0, 4) ? `${monthNames[month - 1]} ${date}` : dayInWords(day)
}
