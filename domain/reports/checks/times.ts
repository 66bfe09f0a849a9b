import { localFromInstant } from '../../clocks'
import type { Timeline } from '../../incidents'
import { clausesOf, placeIn, proseOf } from '../prose'
import type { Resolving } from '../resolving'

/** In a block about an incident: a typed clock time or duration that its timeline does not know. */
export function checkTimes(resolving: Resolving): void {
  for (const { node, incident, place } of resolving.bound) {
    const clocks = clockTimes(incident.timeline)
    const lengths = durations(incident.timeline)
    for (const prose of proseOf(node)) {
      const mismatch = (at: number, words: string, sentence: string) =>
        resolving.check(
          'time-mismatch',
          'error',
          `${incident.key} ${words.toLowerCase()}`,
          sentence,
          place ?? placeIn(prose, at, words.length),
          words,
        )
      for (const found of prose.text.matchAll(clockShape)) {
        const minutes = minutesOf(found)
        if (minutes === null || clocks.has(minutes)) continue
        mismatch(
          found.index,
          found[0],
          `“${found[0]}” is on no milestone and at no edge of the impact of ${incident.key}.`,
        )
      }
      for (const clause of clausesOf(prose.text)) {
        // What is done now or from now on is not the timeline's.
        if (
          !pastWords.test(clause.text) ||
          /\b(?:now|today|will|every|each|from now on|since then|no longer|timeouts?)\b/i.test(clause.text)
        )
          continue
        for (const found of clause.text.matchAll(durationShape)) {
          const length = secondsOf(found[0])
          if (length === null || lengths.some((known) => isSame(known, length.seconds, length.unit))) continue
          mismatch(
            clause.at + found.index,
            found[0].trim(),
            `“${found[0].trim()}” lies between no two moments of ${incident.key}.`,
          )
        }
      }
    }
  }
}

const clockShape = /\b(\d{1,2})(?::([0-5]\d))?\s?([ap])\.?m\b\.?|\b([01]?\d|2[0-3]):([0-5]\d)(?!\d|:)\b/gi

/** Minutes since midnight. */
function minutesOf(found: RegExpMatchArray): number | null {
  const [, hour12, minute12, half, hour24, minute24] = found
  if (hour24 !== undefined) return Number(hour24) * 60 + Number(minute24)
  const hour = Number(hour12)
  if (hour < 1 || hour > 12) return null
  return ((hour % 12) + (half?.toLowerCase() === 'p' ? 12 : 0)) * 60 + Number(minute12 ?? 0)
}

const moments = ({ windows, milestones }: Timeline): string[] => [
  ...windows.flatMap((window) => (window.toAt ? [window.fromAt, window.toAt] : [window.fromAt])),
  ...milestones.map((milestone) => milestone.at),
]

/** All clock times of the timeline, in its zone and in UTC. */
function clockTimes(timeline: Timeline): Set<number> {
  const minutes = (local: string) => Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16))
  return new Set(moments(timeline).flatMap((at) => [minutes(localFromInstant(at, timeline.zone)), minutes(at)]))
}

/** Seconds between any two moments, and of the impact altogether. */
function durations(timeline: Timeline): number[] {
  const times = [...new Set(moments(timeline))].map((at) => Date.parse(at))
  const between = times.flatMap((a) => times.filter((b) => b > a).map((b) => (b - a) / 1000))
  const impact = timeline.windows.reduce(
    (sum, { fromAt, toAt }) => sum + (toAt ? Date.parse(toAt) - Date.parse(fromAt) : 0),
    0,
  )
  return [...between, impact / 1000]
}

const pastWords =
  /\b(?:detect|notic|notif|alert|lasted|took|after|later|until|recover|restor|resolv|began|start|updat|acknowledg|respond|mitigat|passed|duration|outage|disruption|impact|total of|went)/i
const amount =
  '(?:\\d+(?:\\.\\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|fifty)'
const unit = '(?:seconds?|secs?|minutes?|mins?|hours?|hrs?)'
const durationShape = new RegExp(
  `\\b${amount}(?:\\s+and\\s+a\\s+half)?[\\s-]+${unit}(?:\\s+and\\s+a\\s+half)?(?:(?:\\s+|,\\s*|\\s+and\\s+)\\d+[\\s-]+${unit})?\\b`,
  'gi',
)
const numbers: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
}

function secondsOf(words: string): { seconds: number; unit: number } | null {
  let seconds = 0
  let smallest = 3600
  const parts = [
    ...words.matchAll(new RegExp(`(${amount})(\\s+and\\s+a\\s+half)?[\\s-]+(${unit})(\\s+and\\s+a\\s+half)?`, 'gi')),
  ]
  for (const [, number = '', half, name = '', halfAfter] of parts) {
    const size = /^h/i.test(name) ? 3600 : /^m/i.test(name) ? 60 : 1
    const value = (numbers[number.toLowerCase()] ?? Number(number)) + (half || halfAfter ? 0.5 : 0)
    seconds += value * size
    smallest = Math.min(smallest, size)
  }
  return parts.length ? { seconds, unit: smallest } : null
}

/** Said in minutes, it is right to the minute. */
const isSame = (known: number, said: number, unitSeconds: number) => Math.abs(known - said) < Math.min(60, unitSeconds)
