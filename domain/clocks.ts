import { type Day, dayInWords, type Instant } from './days'
import { RuleError } from './errors'

/** Instants on the clocks of a zone, which are set forward and back. */

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Throws RuleError `unknown-zone`. */
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known) return known
  try {
    const clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
    })
    clocks.set(zone, clock)
    return clock
  } catch {
    throw new RuleError('unknown-zone', `“${zone}” is not a time zone. Use an IANA name such as Europe/Berlin.`, 'zone')
  }
}

/** Throws RuleError `unknown-zone`. */
export const checkZone = (zone: string): void => void clockOf(zone)

function wallClock(at: Instant, zone: string) {
  const parts = clockOf(zone).formatToParts(new Date(at))
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? ''
  return {
    day: `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}`,
    hour: Number(of('hour')),
    minute: of('minute'),
    second: of('second'),
    zoneName: of('timeZoneName'),
  }
}

/** `5:00am PST`: an instant on the clock of a zone; the style of every printed clock time. Throws RuleError `unknown-zone`. */
export function clockInWords(at: Instant, zone: string, { withZone = true }: { withZone?: boolean } = {}): string {
  const { hour, minute, zoneName } = wallClock(at, zone)
  const clock = `${hour % 12 || 12}:${minute}${hour < 12 ? 'am' : 'pm'}`
  return withZone ? `${clock} ${zoneName}` : clock
}

/** What the clocks of a zone are called at an instant: `PST`. Throws RuleError `unknown-zone`. */
export const zoneNameAt = (at: Instant, zone: string): string => wallClock(at, zone).zoneName

const localShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/

/** `2021-02-26T05:00`, with seconds where there are any: what a field for a local time holds. Throws RuleError `unknown-zone`. */
export function localFromInstant(at: Instant, zone: string): string {
  const { day, hour, minute, second } = wallClock(at, zone)
  return `${day}T${String(hour).padStart(2, '0')}:${minute}${second === '00' ? '' : `:${second}`}`
}

/** Every instant at which the clocks of a zone show this local time, earliest first: one, or none or two where they are set. */
function instantsOfLocal(local: string, zone: string): Instant[] {
  const asIfUtc = localShape.test(local) ? Date.parse(`${local}Z`) : Number.NaN
  const text = Number.isNaN(asIfUtc) ? '' : new Date(asIfUtc).toISOString().slice(0, 19)
  // Feb 30 parses, as March 2.
  if (text === '' || !text.startsWith(local)) {
    throw new RuleError('not-a-time', `“${local}” is not a time. Write it as 2021-02-26T05:00.`)
  }
  const offsetAt = (instant: number) =>
    Date.parse(`${localFromInstant(new Date(instant).toISOString(), zone)}Z`) - Math.floor(instant / 1000) * 1000
  // Whatever the clocks do, the offset here is the one of the day before or of the day after.
  const candidates = [asIfUtc - offsetAt(asIfUtc + 86_400_000), asIfUtc - offsetAt(asIfUtc - 86_400_000)]
  return [...new Set(candidates)]
    .sort((a, b) => a - b)
    .map((instant) => new Date(instant).toISOString())
    .filter((instant) => localFromInstant(instant, zone) === (text.endsWith(':00') ? text.slice(0, 16) : text))
}

/**
 * The instant of a local time such as `2021-02-26T05:00` in an IANA zone. A time that exists twice, when the clocks go
 * back, is the earlier one; `whichOfTwo` says so. Throws RuleError `not-a-time`, `no-such-time`, `unknown-zone`.
 */
export function instantFromLocal(local: string, zone: string): Instant {
  const [first] = instantsOfLocal(local, zone)
  if (first) return first
  const day = local.slice(0, 10) as Day
  throw new RuleError(
    'no-such-time',
    `There was no ${clockFace(local)} on ${dayInWords(day)} in ${zone}: the clocks went forward over it.`,
  )
}

/** `1:30am came twice on November 7, 2021; the first is meant, PDT.` Null for a time that came once, or that is none. */
export function whichOfTwo(local: string, zone: string): string | null {
  try {
    const [first, second] = instantsOfLocal(local, zone)
    if (!first || !second) return null
    const day = dayInWords(local.slice(0, 10) as Day)
    return `${clockFace(local)} came twice on ${day}; the first is meant, ${zoneNameAt(first, zone)}.`
  } catch {
    return null
  }
}

const clockFace = (local: string) => clockInWords(`${local.slice(0, 16)}:00Z`, 'UTC', { withZone: false })
