import { clockInWords } from '../../domain/clocks'
import type { Timeline } from '../../domain/incidents'
import { milestoneWords } from '../../domain/vocabulary'
import classes from './incidents.module.css'

/** About as wide as the column it stands in, so that its letters are as large as those around it. */
const width = 600
const trackTop = 24
const trackHeight = 16
const firstLane = trackTop + trackHeight + 20
const laneHeight = 17
/** About how wide a letter of the labels is. The list below says everything exactly; this only keeps them apart. */
const letter = 6.4
const longest = 30

interface Label {
  at: number
  text: string
  isNotice: boolean
}

/** The same moments as in the list, in proportion: how much of the impact had passed when something happened. */
export function Strip({ timeline }: { timeline: Timeline }) {
  const { zone, windows, milestones } = timeline
  const moments = [
    ...windows.flatMap(({ fromAt, toAt }) => (toAt === null ? [fromAt] : [fromAt, toAt])),
    ...milestones.map((milestone) => milestone.at),
  ].map((at) => Date.parse(at))
  const first = Math.min(...moments)
  const last = Math.max(...moments)
  if (moments.length === 0 || first === last) return null

  const labels: Label[] = milestones
    .map(({ kind, at, saidAs }): Label => {
      const what = kind === 'other' ? (saidAs ?? milestoneWords.other) : milestoneWords[kind]
      const short = what.length > longest ? `${what.slice(0, longest - 1)}…` : what
      return {
        at: (Date.parse(at) - first) / (last - first),
        text: `${short} ${clockInWords(at, zone, { withZone: false })}`,
        isNotice: kind === 'first_public_notice',
      }
    })
    .sort((a, b) => a.at - b.at)
  // Every label stands to the right of its own line, so the track ends early enough for the last of them.
  const room = labels.map(({ at, text }) => (at > 0 ? (width - text.length * letter - 8) / at : width))
  const track = Math.max(width / 2, Math.min(width, ...room))
  const x = (at: string) => ((Date.parse(at) - first) / (last - first)) * track

  // From right to left: a label that would run into the one after it goes a lane deeper, and no line crosses a word.
  const lanes: number[] = []
  const placed = labels
    .toReversed()
    .map((label) => {
      const left = label.at * track
      const right = left + label.text.length * letter + 14
      const free = lanes.findIndex((taken) => right <= taken)
      const lane = free < 0 ? lanes.length : free
      // What lies deeper is reached by a line past all lanes above it.
      for (let each = 0; each <= lane; each++) lanes[each] = left
      return { ...label, left, lane }
    })
    .toReversed()
  const height = labels.length ? firstLane + (lanes.length - 1) * laneHeight + 6 : trackTop + trackHeight + 6
  const begins = windows[0]?.fromAt
  const ends = windows.at(-1)?.toAt

  return (
    <svg className={classes.strip} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <line
        className={classes.axis}
        x1={0}
        x2={track}
        y1={trackTop + trackHeight / 2}
        y2={trackTop + trackHeight / 2}
      />
      {windows.map(({ fromAt, toAt }) => (
        <rect
          key={fromAt}
          className={classes.stretch}
          data-lasts={toAt === null || undefined}
          x={x(fromAt)}
          y={trackTop}
          width={Math.max(2, (toAt === null ? track : x(toAt)) - x(fromAt))}
          height={trackHeight}
        />
      ))}
      {begins ? (
        <text className={classes.stripEnd} x={x(begins)} y={trackTop - 9}>
          {clockInWords(begins, zone)}
        </text>
      ) : null}
      {begins && ends && x(ends) - x(begins) > 170 ? (
        <text className={classes.stripEnd} x={x(ends)} y={trackTop - 9} textAnchor="end">
          {clockInWords(ends, zone)}
        </text>
      ) : null}
      {placed.map(({ left, lane, text, isNotice }) => {
        const baseline = firstLane + lane * laneHeight
        // A line at the very edge would be cut in half.
        const at = Math.min(width - 1, Math.max(1, left))
        return (
          <g key={`${left} ${text}`} className={isNotice ? classes.notice : classes.moment}>
            <line x1={at} x2={at} y1={trackTop - 3} y2={baseline} />
            <text x={at + 5} y={baseline}>
              {text}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
