import { Bar, BarChart, LabelList, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { dayInShort } from '../../domain/days'
import { quarterInWords } from '../../domain/periods'
import { Figure } from './figure'
import type { QuarterView } from './page'
import classes from './quarters.module.css'

type Bars = QuarterView['stacked']['bars']

/** Fixed order from the bottom: done, in flight, not started, not pursued; told apart without colour. */
const segments = [
  { key: 'done', name: 'done', fill: 'var(--fill-done)', stroke: 'none' },
  { key: 'inFlight', name: 'in flight', fill: 'var(--fill-flight)', stroke: 'none' },
  { key: 'notStarted', name: 'not started', fill: 'url(#hatch)', stroke: 'var(--wait)' },
  { key: 'dropped', name: 'not pursued', fill: 'url(#crosshatch)', stroke: 'var(--dropped)' },
] as const

/** What happened since? The same total at the ends of quarters, at the day compared with, and at as-of. */
export function Stacked({ data }: { data: QuarterView }) {
  const { bars } = data.stacked
  const named = bars.map((bar) => ({ ...bar, name: nameOf(bar, bars, data) }))
  const shown = segments.filter((segment) => segment.key !== 'dropped' || bars.some((bar) => bar.dropped > 0))
  return (
    <Figure
      finding={data.stacked.finding}
      question="What happened since?"
      name={`standing ${data.quarter} as of ${data.asOf}`}
      table={{
        head: ['Day', 'Done', 'In flight', 'Not started', 'Not pursued', 'Total'],
        rows: bars.map((bar) => [bar.on, bar.done, bar.inFlight, bar.notStarted, bar.dropped, bar.total]),
      }}
    >
      <div className={classes.withLegend}>
        <ResponsiveContainer width="100%" height="100%">
          <BarChart
            data={named}
            margin={{ top: 10, right: 30, bottom: 4, left: 0 }}
            barCategoryGap="28%"
            accessibilityLayer={false}
          >
            <defs>
              <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <path d="M0 0V6" stroke="var(--wait)" strokeWidth="1.6" />
              </pattern>
              <pattern id="crosshatch" width="6" height="6" patternUnits="userSpaceOnUse">
                <path d="M0 0 6 6M6 0 0 6" stroke="var(--dropped)" strokeWidth="1" />
              </pattern>
            </defs>
            <XAxis dataKey="name" axisLine={false} tickLine={false} interval={0} />
            <YAxis hide domain={[0, 'dataMax']} />
            {shown.map((segment) => (
              <Bar
                key={segment.key}
                dataKey={segment.key}
                stackId="all"
                fill={segment.fill}
                stroke={segment.stroke}
                strokeWidth={segment.stroke === 'none' ? 0 : 1.5}
                isAnimationActive={false}
                maxBarSize={76}
              >
                <LabelList
                  dataKey={segment.key}
                  content={(props) => <SegmentNumber {...props} inside={segment.key === 'done'} />}
                />
              </Bar>
            ))}
          </BarChart>
        </ResponsiveContainer>
        <ul className={classes.legend}>
          {[...shown].reverse().map((segment) => (
            <li key={segment.key}>
              <svg viewBox="0 0 12 12" aria-hidden="true">
                <rect x=".5" y=".5" width="11" height="11" fill={segment.fill} stroke={segment.stroke} />
              </svg>
              {segment.name}
            </li>
          ))}
        </ul>
      </div>
    </Figure>
  )
}

/** The number of each segment: inside where there is room, beside it where there is not; none for nothing. */
function SegmentNumber({
  x,
  y,
  width,
  height,
  value,
  inside,
}: {
  x?: number | string | undefined
  y?: number | string | undefined
  width?: number | string | undefined
  height?: number | string | undefined
  value?: unknown
  inside: boolean
}) {
  const [left, top, wide, high] = [x, y, width, height].map(Number) as [number, number, number, number]
  if (!value || !Number(value)) return null
  const fits = inside && high > 18
  return (
    <text
      x={fits ? left + wide / 2 : left + wide + 6}
      y={top + high / 2 + 4}
      textAnchor={fits ? 'middle' : 'start'}
      style={fits ? { fill: 'var(--paper)', fontWeight: 600 } : undefined}
    >
      {String(value)}
    </text>
  )
}

function nameOf(bar: Bars[number], bars: Bars, data: QuarterView): string {
  if (bar.on === data.asOf && bar.quarter !== data.quarter) return dayInShort(bar.on, data.asOf)
  if (bar.quarter)
    return bars.length > 5
      ? bar.quarter.slice(2).replace('-', ' ')
      : `End of ${quarterInWords(bar.quarter).slice(0, 2)}`
  return dayInShort(bar.on, data.asOf)
}
