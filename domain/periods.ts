import { addDays, type Day, dayInWords, isDay, monthNames } from './days'
import { RuleError } from './errors'
import type { EffectiveResolution, TargetResolution } from './vocabulary'

/** A stretch of days, both ends inclusive, and how finely it was meant. */
export interface Period {
  fromOn: Day
  endOn: Day
  resolution: TargetResolution
}

/**
 * A quarter as a value: `2021-Q2` in calendar years, `FY2022-Q1` in fiscal years. A fiscal year is named
 * after the calendar year in which it ends, as in US GAAP filings; with a first month of January both agree.
 */
export type Quarter = `${number}-Q${1 | 2 | 3 | 4}` | `FY${number}-Q${1 | 2 | 3 | 4}`

/** 1 to 12; 1 means that fiscal years are calendar years. */
export type FiscalFirstMonth = number

const two = (n: number) => String(n).padStart(2, '0')
const firstOf = (year: number, month: number): Day => {
  const shifted = year * 12 + month - 1
  return `${String(Math.floor(shifted / 12)).padStart(4, '0')}-${two((shifted % 12) + 1)}-01` as Day
}
const lastOf = (year: number, month: number): Day => addDays(firstOf(year, month + 1), -1)
const monthOf = (day: Day) => ({ year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)) })

const quarterShape = /^(FY)?(\d{4})-Q([1-4])$/

export const isQuarter = (text: string): text is Quarter => quarterShape.test(text)

/** Throws RuleError `not-a-quarter`. */
export function parseQuarter(text: string): Quarter {
  if (isQuarter(text)) return text
  throw new RuleError('not-a-quarter', `“${text}” is not a quarter. Write 2021-Q2, or FY2022-Q1 for a fiscal one.`)
}

function quarterParts(quarter: Quarter) {
  const parts = quarterShape.exec(quarter)
  if (!parts) throw new RuleError('not-a-quarter', `“${quarter}” is not a quarter.`)
  return { fiscal: parts[1] === 'FY', year: Number(parts[2]), number: Number(parts[3]) as 1 | 2 | 3 | 4 }
}

/** The first month of quarter 1, counted in months since year 0. */
function yearStart(year: number, fiscal: boolean, firstMonth: FiscalFirstMonth): number {
  const beginsYearBefore = fiscal && firstMonth > 1
  return (beginsYearBefore ? year - 1 : year) * 12 + (fiscal ? firstMonth : 1) - 1
}

const fromMonths = (months: number) => ({ year: Math.floor(months / 12), month: (months % 12) + 1 })

/** First and last day of a quarter. `FY…` quarters are read with the organisation's first fiscal month. */
export function quarterPeriod(quarter: Quarter, firstMonth: FiscalFirstMonth = 1): Period {
  const { fiscal, year, number } = quarterParts(quarter)
  const start = fromMonths(yearStart(year, fiscal, firstMonth) + (number - 1) * 3)
  return { fromOn: firstOf(start.year, start.month), endOn: lastOf(start.year, start.month + 2), resolution: 'quarter' }
}

/** The quarter a day lies in: fiscal (`FY…`) when the first fiscal month is not January. */
export function quarterOf(day: Day, firstMonth: FiscalFirstMonth = 1): Quarter {
  const { year, month } = monthOf(day)
  if (firstMonth === 1) return `${year}-Q${(Math.floor((month - 1) / 3) + 1) as 1}`
  const sinceStart = (month - firstMonth + 12) % 12
  const fiscalYear = month >= firstMonth ? year + 1 : year
  return `FY${fiscalYear}-Q${(Math.floor(sinceStart / 3) + 1) as 1}`
}

/** The quarter `by` quarters later (or earlier, when negative). */
export function quarterAfter(quarter: Quarter, by = 1): Quarter {
  const { fiscal, year, number } = quarterParts(quarter)
  const index = year * 4 + number - 1 + by
  const shifted = `${Math.floor(index / 4)}-Q${((index % 4) + 1) as 1}` as const
  return fiscal ? `FY${shifted}` : shifted
}

/** `Q2 2021`; fiscal: `Q1 FY2022`. */
export function quarterInWords(quarter: Quarter): string {
  const { fiscal, year, number } = quarterParts(quarter)
  return `Q${number} ${fiscal ? 'FY' : ''}${year}`
}

/** `Q2`, for where the year is plain. */
export const quarterInShort = (quarter: Quarter): string => `Q${quarterParts(quarter).number}`

export function monthPeriod(day: Day): Period {
  const { year, month } = monthOf(day)
  return { fromOn: firstOf(year, month), endOn: lastOf(year, month), resolution: 'month' }
}

const sameDays = (a: Period, b: { fromOn: Day; endOn: Day }) => a.fromOn === b.fromOn && a.endOn === b.endOn

/**
 * The words for a period as stored. A stored range never changes with the fiscal setting, so a range that no
 * longer is a fiscal quarter falls back to calendar words, and one that is neither to its two ends.
 */
export function periodInWords(period: Period, firstMonth: FiscalFirstMonth = 1): string {
  const { fromOn, endOn, resolution } = period
  const { year, month } = monthOf(fromOn)
  const between = () => `${dayInWords(fromOn)} to ${dayInWords(endOn)}`
  switch (resolution) {
    case 'day':
      return dayInWords(endOn)
    case 'month':
      return `${monthNames[month - 1]} ${year}`
    case 'quarter': {
      const ours = quarterOf(fromOn, firstMonth)
      if (sameDays(quarterPeriod(ours, firstMonth), period)) return quarterInWords(ours)
      const calendar = quarterOf(fromOn)
      return sameDays(quarterPeriod(calendar), period) ? quarterInWords(calendar) : between()
    }
    case 'half': {
      const half = month === firstMonth ? 1 : 2
      const named = yearName(fromOn, half === 1 ? 0 : -6, firstMonth)
      const valid = (month - firstMonth + 12) % 6 === 0 && sameDays(halfPeriod(fromOn), period)
      return valid ? `H${half} ${named}` : between()
    }
    case 'year': {
      const valid = month === firstMonth && sameDays(yearPeriodFrom(fromOn), period)
      return valid ? yearName(fromOn, 0, firstMonth) : between()
    }
  }
}

function yearName(fromOn: Day, shiftMonths: number, firstMonth: FiscalFirstMonth): string {
  const { year, month } = monthOf(fromOn)
  const start = fromMonths(year * 12 + month - 1 + shiftMonths)
  return firstMonth === 1 ? String(start.year) : `FY${start.year + 1}`
}

const halfPeriod = (fromOn: Day): Period => {
  const { year, month } = monthOf(fromOn)
  return { fromOn, endOn: lastOf(year, month + 5), resolution: 'half' }
}
const yearPeriodFrom = (fromOn: Day): Period => {
  const { year, month } = monthOf(fromOn)
  return { fromOn, endOn: lastOf(year, month + 11), resolution: 'year' }
}

/**
 * Reads a period as people type it: `2021-08-12`, `2021-08`, `August 2021`, `Q3 2021`, `2021-Q3`, `FY2022-Q1`,
 * `Q1 FY2022`, `H2 2021`, `2021`, `FY2022`, `early 2026` (its first quarter), `mid 2026`, `late 2026`,
 * and each after `by`, `by the end of` or `end of` (the same period: a target's end is its last day).
 * Throws RuleError `not-a-period`.
 */
export function parsePeriod(text: string, firstMonth: FiscalFirstMonth = 1): Period {
  const said = text
    .trim()
    .replace(/^(by\s+)?(the\s+)?end\s+of\s+/i, '')
    .replace(/^by\s+/i, '')
    .trim()
  const found =
    dayFrom(said) ??
    monthFrom(said) ??
    quarterFrom(said, firstMonth) ??
    halfFrom(said, firstMonth) ??
    yearFrom(said, firstMonth)
  if (found) return found
  throw new RuleError(
    'not-a-period',
    `“${text}” is not a date we can read. Write a day (2021-08-12), a month (August 2021), a quarter (Q3 2021), a half (H2 2021) or a year (2021).`,
    'period',
  )
}

function dayFrom(said: string): Period | null {
  if (isDay(said)) return { fromOn: said, endOn: said, resolution: 'day' }
  const named = /^([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/.exec(said)
  const turned = /^(\d{1,2})\.?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})$/.exec(said)
  const [monthName, date, year] = named
    ? [named[1], named[2], named[3]]
    : turned
      ? [turned[2], turned[1], turned[3]]
      : []
  if (!monthName || !date || !year) return null
  const month = monthNumber(monthName)
  const day = `${year}-${two(month)}-${two(Number(date))}`
  return month && isDay(day) ? { fromOn: day, endOn: day, resolution: 'day' } : null
}

function monthNumber(name: string): number {
  const folded = name.toLowerCase()
  return (
    monthNames.findIndex((month) => month.toLowerCase() === folded || month.toLowerCase().slice(0, 3) === folded) + 1
  )
}

function monthFrom(said: string): Period | null {
  const iso = /^(\d{4})-(\d{2})$/.exec(said)
  const named = /^([A-Za-z]{3,9})\.?,?\s+(\d{4})$/.exec(said)
  const year = Number(iso?.[1] ?? named?.[2])
  const month = iso ? Number(iso[2]) : named?.[1] ? monthNumber(named[1]) : 0
  return year && month >= 1 && month <= 12 ? monthPeriod(firstOf(year, month)) : null
}

function quarterFrom(said: string, firstMonth: FiscalFirstMonth): Period | null {
  const turned = /^Q([1-4])\s*[-/ ]?\s*(FY)?\s*(\d{4})$/i.exec(said)
  const straight = /^(FY)?\s*(\d{4})[-/ ]?Q([1-4])$/i.exec(said)
  const part = /^(early|mid|late)[- ](FY)?(\d{4})$/i.exec(said)
  const fiscal = Boolean(turned?.[2] ?? straight?.[1] ?? part?.[2]) && firstMonth !== 1
  const year = turned?.[3] ?? straight?.[2] ?? part?.[3]
  const word = part?.[1]?.toLowerCase()
  const number = turned?.[1] ?? straight?.[3] ?? (word === 'early' ? '1' : word === 'late' ? '4' : undefined)
  if (year && word === 'mid') {
    // "mid 2026" names the two middle quarters; no resolution of ours is that, so it is kept by its days.
    const second = quarterPeriod(`${fiscal ? 'FY' : ''}${year}-Q2` as Quarter, firstMonth)
    const third = quarterPeriod(`${fiscal ? 'FY' : ''}${year}-Q3` as Quarter, firstMonth)
    return { fromOn: second.fromOn, endOn: third.endOn, resolution: 'half' }
  }
  if (!year || !number) return null
  return quarterPeriod(`${fiscal ? 'FY' : ''}${year}-Q${number}` as Quarter, firstMonth)
}

function halfFrom(said: string, firstMonth: FiscalFirstMonth): Period | null {
  const turned = /^H([12])\s*(FY)?\s*(\d{4})$/i.exec(said)
  const straight = /^(FY)?\s*(\d{4})[-/ ]?H([12])$/i.exec(said)
  const year = Number(turned?.[3] ?? straight?.[2])
  const half = Number(turned?.[1] ?? straight?.[3])
  if (!year || !half) return null
  const fiscal = Boolean(turned?.[2] ?? straight?.[1])
  const start = fromMonths(yearStart(year, fiscal, firstMonth) + (half - 1) * 6)
  return halfPeriod(firstOf(start.year, start.month))
}

function yearFrom(said: string, firstMonth: FiscalFirstMonth): Period | null {
  const parts = /^(FY)?\s*(\d{4})$/i.exec(said)
  if (!parts?.[2]) return null
  const start = fromMonths(yearStart(Number(parts[2]), Boolean(parts[1]), firstMonth))
  return yearPeriodFrom(firstOf(start.year, start.month))
}

/** Whether a range is one that its resolution can mean: a day, or whole months from the first of one to the last of another. */
export function isWholePeriod({ fromOn, endOn, resolution }: Period): boolean {
  if (resolution === 'day') return fromOn === endOn
  const months = { month: 1, quarter: 3, half: 6, year: 12 }[resolution]
  const { year, month } = monthOf(fromOn)
  return fromOn === firstOf(year, month) && endOn === lastOf(year, month + months - 1)
}

/** How the day of a change is printed: `June 12, 2021`, `June 2021`, `Q2 2021`, `by April 16, 2021`. */
export function effectiveInWords(on: Day, resolution: EffectiveResolution, firstMonth: FiscalFirstMonth = 1): string {
  if (resolution === 'by') return `by ${dayInWords(on)}`
  const period = effectivePeriod(on, resolution)
  return period ? periodInWords(period, firstMonth) : dayInWords(on)
}

/**
 * The stretch a change is known to lie in; null for `by`, whose beginning nobody knows.
 * For month and quarter the last day is what is stored, so the stretch reaches back from it.
 */
export function effectivePeriod(on: Day, resolution: EffectiveResolution): Period | null {
  switch (resolution) {
    case 'day':
      return { fromOn: on, endOn: on, resolution: 'day' }
    case 'month':
      return monthPeriod(on)
    case 'quarter': {
      const { year, month } = monthOf(on)
      return { fromOn: firstOf(year, month - 2), endOn: on, resolution: 'quarter' }
    }
    case 'by':
      return null
  }
}

/** The day that is stored for a change known to a period: its last day. */
export const effectiveDay = (period: Period): Day => period.endOn
