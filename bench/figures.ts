/** One thing that was measured, beside what it is measured against. */
export interface Row {
  workload: string
  items: number | null
  metric: string
  unit: 'ms' | 'MB' | 'kB' | '/s' | 'x' | ''
  /** The median of all rounds, and the best one: neighbours on the machine only ever add. */
  product: number
  best: number
  limit: number | null
  /** Of the best rounds of both. Null without a limit. */
  ratio: number | null
  ratioOfMedians: number | null
  bar: number | null
  /** What the bar is about. `at least`: the product's figure must not be below it. */
  barOf: 'ratio' | 'product' | 'at least' | null
  ok: boolean | null
  note?: string
}

interface Measured {
  workload: string
  items?: number | null
  metric: string
  unit: Row['unit']
  /** Rounds, or one figure. */
  product: readonly number[] | number
  limit?: readonly number[] | number
  bar?: number
  barOf?: NonNullable<Row['barOf']>
  note?: string
}

export function row(measured: Measured): Row {
  const product = roundsOf(measured.product)
  const limit = measured.limit === undefined ? null : roundsOf(measured.limit)
  const isRate = measured.barOf === 'at least'
  const bestOf = (rounds: readonly number[]) => (isRate ? Math.max(...rounds) : Math.min(...rounds))
  const ratio = limit && bestOf(product) / bestOf(limit)
  const made: Row = {
    workload: measured.workload,
    items: measured.items ?? null,
    metric: measured.metric,
    unit: measured.unit,
    product: rounded(median(product)),
    best: rounded(bestOf(product)),
    limit: limit && rounded(median(limit)),
    ratio: ratio && rounded(ratio),
    ratioOfMedians: limit && rounded(median(product) / median(limit)),
    bar: measured.bar ?? null,
    barOf: measured.bar === undefined ? null : (measured.barOf ?? 'product'),
    ok: null,
    ...(measured.note ? { note: measured.note } : {}),
  }
  made.ok = isMet(made)
  return made
}

const judged = (of: Row) => (of.barOf === 'ratio' ? of.ratio : of.product)

function isMet(of: Row): boolean | null {
  const figure = judged(of)
  if (of.bar === null || figure === null) return null
  return of.barOf === 'at least' ? figure >= of.bar : figure <= of.bar
}

/** The median misses and the best round does not: the machine was busy, or something comes and goes. */
const isMetAtBest = (of: Row) => of.barOf !== 'ratio' && isMet({ ...of, product: of.best }) === true

/** So close to its bar that a second look decides. */
export function isClose(of: Row): boolean {
  const figure = judged(of)
  return of.bar !== null && figure !== null && Math.abs(figure / of.bar - 1) <= 0.15
}

/** The better of two looks at the same thing: what disturbed a measurement only ever made it worse. */
export function better(first: Row, second: Row): Row {
  const [a, b] = [judged(first) ?? 0, judged(second) ?? 0]
  const isSecond = first.barOf === 'at least' ? b > a : b < a
  return { ...(isSecond ? second : first), note: [first.note, 'repeated'].filter(Boolean).join('; ') }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

const roundsOf = (figures: readonly number[] | number) => (typeof figures === 'number' ? [figures] : figures)

const rounded = (figure: number) => Number(figure.toPrecision(3))

/** For people: one line a row, in columns. */
export function table(rows: readonly Row[]): string {
  const heads = ['workload', 'items', 'metric', 'product', 'best', 'limit', 'ratio', '(medians)', 'bar', '', 'note']
  const lines = rows.map((each) => [
    each.workload,
    each.items?.toLocaleString('en-US') ?? '',
    each.metric,
    `${each.product} ${each.unit}`,
    each.best === each.product ? '' : String(each.best),
    each.limit === null ? '' : `${each.limit} ${each.unit}`,
    each.ratio === null ? '' : `${each.ratio}x`,
    each.ratioOfMedians === null ? '' : `${each.ratioOfMedians}x`,
    each.bar === null ? '' : barInWords(each),
    each.ok === null ? '' : each.ok ? 'ok' : isMetAtBest(each) ? 'at best' : 'MISSED',
    each.note ?? '',
  ])
  const widths = heads.map((head, at) => Math.max(head.length, ...lines.map((line) => line[at]?.length ?? 0)))
  const numeric = new Set([1, 3, 4, 5, 6, 7, 8])
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (numeric.has(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd()
  return [heads, ...lines].map(line).join('\n')
}

function barInWords({ bar, barOf, unit }: Row): string {
  if (barOf === 'ratio') return `${bar}x`
  return `${barOf === 'at least' ? 'min ' : ''}${bar} ${unit}`.trim()
}
