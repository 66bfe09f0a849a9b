import {
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { type Day, dayFromNumber, dayInShort, dayInWords, dayNumber, monthNames } from '../../domain/days'
import { quarterInShort } from '../../domain/periods'
import { addedReasonWords, removedReasonWords } from '../../domain/vocabulary'
import { Figure } from './figure'
import type { QuarterView } from './page'
import classes from './quarters.module.css'

interface Point {
  x: number
  total: number
  done: number | null
}

/** Will we finish? Done as steps under the scope line, up to as-of; beyond it only what is due. No forecast. */
export function BurnUp({ data }: { data: QuarterView }) {
  const { burnUp, counts, asOf } = data
  const start = dayNumber(burnUp.start)
  const end = Math.max(dayNumber(burnUp.end), start + 1)
  const now = dayNumber(asOf)
  const points: Point[] = burnUp.points.map((point) => ({
    x: dayNumber(point.on),
    total: point.total,
    done: point.done,
  }))
  // The scope goes on as it stands; the done does not: what is not yet so is not drawn.
  if (end > now) points.push({ x: end, total: counts.total, done: null })
  const compared = dayNumber(data.comparedWith)
  const most = Math.max(1, ...points.map((point) => point.total))
  const top = niceTop(most)
  const unchanged = burnUp.hasBaseline && burnUp.scopeChanges.length === 0
  const quarterEnd = dayNumber(data.period.endOn)
  const marks = burnUp.due
    .slice(0, 3)
    .map((due) => ({ x: dayNumber(due.endOn), words: `${due.items} due, ${quarterInShort(due.quarter)} ends` }))
  const endMark =
    quarterEnd > now && !marks.some((mark) => mark.x === quarterEnd)
      ? [{ x: quarterEnd, words: `${quarterInShort(data.quarter)} ends` }]
      : []

  return (
    <Figure
      finding={burnUp.finding}
      question="Will we finish?"
      name={`burn-up ${data.quarter} as of ${asOf}`}
      table={{
        head: ['Day', 'In scope', 'Done', 'Not pursued'],
        rows: burnUp.points.map((point) => [point.on, point.total, point.done, point.dropped]),
      }}
    >
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart data={points} margin={{ top: 18, right: 12, bottom: 4, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--rule)" />
          <XAxis
            dataKey="x"
            type="number"
            domain={[start, end]}
            ticks={ticksBetween(burnUp.start, end)}
            tickFormatter={(x: number) => tickName(x, start)}
            axisLine={false}
            tickLine={false}
            interval="preserveStartEnd"
            minTickGap={14}
          />
          <YAxis
            domain={[0, top]}
            ticks={[0, top / 4, top / 2, (top * 3) / 4, top]}
            width={36}
            axisLine={false}
            tickLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--ink-3)', strokeDasharray: '2 3' }}
            content={({ active, payload }) => {
              const point = payload?.[0]?.payload as Point | undefined
              if (!active || !point || point.done === null) return null
              return (
                <div className={classes.tooltip}>
                  {dayInWords(dayFromNumber(point.x))}: {point.done} of {point.total} done
                </div>
              )
            }}
          />
          <ReferenceLine
            x={now}
            stroke="var(--ink-3)"
            strokeDasharray="2 3"
            label={{
              value: `as of ${dayInShort(asOf, data.today)}`,
              position: 'insideBottomLeft',
              dx: end - now < (end - start) / 6 ? -92 : 4,
              dy: -4,
            }}
          />
          {[...marks, ...endMark].map((mark, at) => (
            <ReferenceLine
              key={mark.x}
              x={mark.x}
              stroke="var(--ink-2)"
              // One below the other: ends of quarters can lie close together on a narrow screen.
              label={{ value: mark.words, position: 'insideTopRight', dy: 30 + at * 16, dx: -4 }}
            />
          ))}
          {burnUp.scopeChanges.slice(-4).map((change) => (
            <ReferenceLine
              key={`${change.on} ${change.change} ${change.reasonCode}`}
              x={dayNumber(change.on)}
              stroke="var(--blocked)"
              strokeDasharray="4 3"
              label={{ value: scopeWords(change), position: 'insideTopLeft', dx: 3, dy: -16 }}
            />
          ))}
          <Line
            dataKey="total"
            type="stepAfter"
            stroke="var(--ink-2)"
            strokeWidth={1.5}
            dot={false}
            activeDot={false}
            isAnimationActive={false}
            label={unchanged ? (props) => scopeLabel(props, counts.total, data) : false}
          />
          <Line
            dataKey="done"
            type="stepAfter"
            stroke="var(--done)"
            strokeWidth={2.5}
            dot={false}
            isAnimationActive={false}
            connectNulls={false}
          />
          {compared > start && compared < now && data.before.done > 0 ? (
            <ReferenceDot
              x={compared}
              y={data.before.done}
              r={3}
              fill="var(--done)"
              stroke="none"
              label={{
                value: `${data.before.done} on ${dayInShort(data.comparedWith, asOf)}`,
                position: 'right',
                fill: 'var(--done)',
                dy: -10,
                dx: -4,
              }}
            />
          ) : null}
          <ReferenceDot
            x={now}
            y={counts.done}
            r={3.5}
            fill="var(--done)"
            stroke="none"
            label={{
              value: `${counts.done} done`,
              position: 'left',
              fill: 'var(--done)',
              className: classes.strong ?? '',
              dy: -8,
            }}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </Figure>
  )
}

function scopeLabel(
  props: { index?: number | undefined; x?: number | string | undefined; y?: number | string | undefined },
  total: number,
  data: QuarterView,
) {
  if (props.index !== 0) return <g />
  const baseline = data.counts.total > 0 ? `scope ${total}, unchanged since the baseline` : ''
  return (
    <text x={Number(props.x) + 6} y={Number(props.y) - 7}>
      {baseline}
    </text>
  )
}

function scopeWords(change: { change: 'added' | 'removed'; items: number; reasonCode: string | null }): string {
  const words: Record<string, string> = { ...removedReasonWords, ...addedReasonWords }
  const sign = change.change === 'added' ? '+' : '−'
  return `${sign}${change.items} ${(words[change.reasonCode ?? ''] ?? '').toLowerCase()}`.trim()
}

/** A round number a little above, that four equal steps divide evenly. */
function niceTop(most: number): number {
  const unit = 10 ** Math.floor(Math.log10(most)) / 2.5
  const steps = [0.4, 1, 2, 2.5, 4, 5, 10, 20, 25].map((step) => Math.max(4, Math.round(step * unit * 10) / 10))
  const found = steps.find((step) => Number.isInteger(step / 4) && step >= most)
  return found ?? Math.ceil((most * 1.05) / 4) * 4
}

/** The first day and the beginning of each month, or of each year when there are many. */
function ticksBetween(start: Day, end: number): number[] {
  const ticks = [dayNumber(start)]
  const months = Math.round((end - dayNumber(start)) / 30.4)
  const every = months > 48 ? 12 : months > 18 ? 3 : 1
  let year = Number(start.slice(0, 4))
  let month = Number(start.slice(5, 7))
  for (;;) {
    month++
    if (month > 12) {
      month = 1
      year++
    }
    const x = dayNumber(`${year}-${String(month).padStart(2, '0')}-01` as Day)
    if (x > end) return ticks
    if ((month - 1) % every === 0) ticks.push(x)
  }
}

function tickName(x: number, start: number): string {
  const day = dayFromNumber(x)
  const month = monthNames[Number(day.slice(5, 7)) - 1]?.slice(0, 3) ?? ''
  if (x === start) return `${month} ${Number(day.slice(8, 10))}`
  return day.slice(5, 7) === '01' ? day.slice(0, 4) : month
}
