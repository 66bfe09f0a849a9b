import type { Root } from 'mdast'
import { numberWords } from '../../words'
import type { Claim } from '../model'
import { clausesOf, placeIn, proseOf } from '../prose'
import type { Resolving } from '../resolving'

/**
 * Figures about the record that were typed instead of asked for: "N of M", "N %", "N improvements" in the clause of a
 * status word, where no claim says that value. Any other typed number gets a quiet mark, unless it is a date, a time,
 * a version, a standard, a name with digits or the like.
 */
export function checkNumbers(draft: Root, resolving: Resolving): void {
  const said = saidBy(resolving.claims)
  for (const prose of proseOf(draft)) {
    const counted: [number, number][] = []
    for (const clause of clausesOf(prose.text)) {
      const measures = measuresIn(clause.text)
      for (const figure of figuresIn(clause.text)) {
        const at = clause.at + figure.at
        const isOurs = measures.length > 0 && !isSettledElsewhere(prose.text, at, figure.words.length)
        if (!isOurs) continue
        counted.push([at, at + figure.words.length])
        if (said.says(figure, measures)) continue
        const place = placeIn(prose, at, figure.words.length)
        const sentence = `“${figure.words}” is typed, and no figure of this report says so. ${adviceFor(figure)}`
        resolving.check('typed-number', 'error', figure.words.toLowerCase(), sentence, place, figure.words)
      }
    }
    for (const { at, words } of otherNumbers(prose.text)) {
      if (counted.some(([from, to]) => at >= from && at < to)) continue
      const place = placeIn(prose, at, words.length)
      // What the timeline contradicts has its finding already.
      const isWrong = resolving.checks.some(
        (each) =>
          each.code === 'time-mismatch' &&
          each.place &&
          place &&
          each.place.from <= place.from &&
          place.to <= each.place.to,
      )
      if (isWrong) continue
      const sentence = `“${words}” is typed. Bind it to a figure of the record, or state it with its source: :stated[${words}]{source="…"}.`
      resolving.check('typed-number', 'quiet', `${words}@${excerptAround(prose.text, at)}`, sentence, place, words)
    }
  }
}

interface Figure {
  at: number
  words: string
  shape: 'of' | 'percent' | 'count'
  value: number
  total: number | null
}

const adviceFor = (figure: Figure) =>
  figure.shape === 'of'
    ? 'Write :ratio instead.'
    : figure.shape === 'percent'
      ? 'Write :percent instead.'
      : 'Write :count{of=…} instead.'

const measureWords = {
  done: /\b(?:complet(?:e|ed|ing|ion)|done|finish(?:ed)?|deliver(?:ed)?|ship(?:ped)?|implement(?:ed)?|closed|landed|fixed|addressed|resolved)\b/i,
  open: /\b(?:open|remain(?:s|ing)?|outstanding|left|pending|to go|still to)\b/i,
  inFlight: /\b(?:in[- ]flight|in progress|under ?way|being worked on|ongoing|started)\b/i,
  notStarted: /\b(?:not (?:yet )?started|planned|queued)\b/i,
  total: /\b(?:identif(?:y|ied)|found|in total|altogether|promised|listed|committed to)\b/i,
  dropped: /\b(?:not pursued|dropped|abandoned|descoped|cancel(?:l)?ed)\b/i,
} as const
type Measure = keyof typeof measureWords

const measuresIn = (clause: string): Measure[] =>
  (Object.keys(measureWords) as Measure[]).filter((measure) => measureWords[measure].test(clause))

const nouns =
  '(?:(?:technical|corrective|preventive|further|more|other|additional|new|remaining|planned|critical|open|completed)\\s+){0,3}(?:improvements?|items?|actions?|initiatives?|measures?|fixes|changes|tasks?|projects?|recommendations?|findings?|services?|of them|of these)'
const spelled: Record<string, number> = {}
// "No" is a word of its own, and "one" is an article more often than a figure.
numberWords.forEach((word, value) => {
  if (value > 1) spelled[word] = value
})
;['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'].forEach((ten, at) => {
  spelled[ten] = (at + 2) * 10
  numberWords.slice(1, 10).forEach((one, unit) => {
    spelled[`${ten}-${one}`] = (at + 2) * 10 + unit + 1
  })
})
const number = `(?:\\d{1,3}(?:,\\d{3})+|\\d+|${Object.keys(spelled)
  .sort((a, b) => b.length - a.length)
  .join('|')})`
const valueSaid = (words: string) => spelled[words.toLowerCase()] ?? Number(words.replaceAll(',', ''))

const ofShape = new RegExp(
  `(?<![\\w.,/-])(${number})\\s+(?:out\\s+)?of\\s+(?:(?:all|the|our|these|those)\\s+){0,2}(${number})(?![\\w%]|[.,]\\d)`,
  'gi',
)
const percentShape = /(?<![\w.,])(\d+(?:\.\d+)?)\s?(?:%|percent\b|per cent\b)/gi
const countShape = new RegExp(`(?<![\\w.,/-])(${number})\\s+(?:of\\s+(?:our|the|these|those)\\s+)?${nouns}\\b`, 'gi')

function figuresIn(clause: string): Figure[] {
  const found: Figure[] = []
  const add = (figure: Figure) => {
    const overlaps = found.some(
      (each) => figure.at < each.at + each.words.length && each.at < figure.at + figure.words.length,
    )
    if (!overlaps) found.push(figure)
  }
  for (const each of clause.matchAll(ofShape))
    add({
      at: each.index,
      words: each[0],
      shape: 'of',
      value: valueSaid(each[1] ?? ''),
      total: valueSaid(each[2] ?? ''),
    })
  for (const each of clause.matchAll(percentShape))
    add({ at: each.index, words: each[0], shape: 'percent', value: Number(each[1]), total: null })
  for (const each of clause.matchAll(countShape))
    add({ at: each.index, words: each[0], shape: 'count', value: valueSaid(each[1] ?? ''), total: null })
  return found
}

/** `99.9% of requests`, `30 of 50 states`: a figure with its own measure is not one of the record's. */
function isSettledElsewhere(text: string, at: number, length: number): boolean {
  const after = text.slice(at + length, at + length + 40)
  return /^\s*(?:of (?:requests|traffic|calls|messages|customers|users|capacity|regions|accounts|the time)|uptime|availability|(?:regions|hosts|servers|nodes|instances|zones|countries|states|customers|users|minutes|hours|days|weeks|months|years)\b)/i.test(
    after,
  )
}

/** The values that the report's own figures say, by what they measure. */
function saidBy(claims: readonly Claim[]) {
  const values = new Map<string, Set<number>>()
  const pairs = new Set<string>()
  const percents = new Set<number>()
  const say = (measure: string, value: unknown) => {
    if (typeof value !== 'number') return
    const set = values.get(measure) ?? new Set<number>()
    set.add(value)
    values.set(measure, set)
  }
  const names: Record<string, Measure> = { 'in-flight': 'inFlight', 'not-started': 'notStarted' }
  for (const { query, value, directive } of claims) {
    const of = typeof query.of === 'string' ? query.of.replace(/^not-itemised-/, '') : ''
    if (value !== null && typeof value === 'object' && 'done' in value && 'total' in value) {
      say('done', value.done)
      say('total', value.total)
      pairs.add(`${value.done}/${value.total}`)
      if ('percent' in value && typeof value.percent === 'number') percents.add(value.percent)
      continue
    }
    if (of === 'completed') say('done', value)
    else if (of !== '') say(names[of] ?? of, value)
    if (directive === 'stated' && typeof value === 'string')
      for (const digits of value.match(/\d+(?:\.\d+)?/g) ?? []) say('any', Number(digits))
  }
  const has = (measure: string, value: number) => values.get(measure)?.has(value) ?? false
  return {
    says(figure: Figure, measures: readonly Measure[]): boolean {
      if (has('any', figure.value)) return true
      if (figure.shape === 'percent') return percents.has(figure.value)
      if (figure.shape === 'of' && figure.total !== null) {
        const isPart =
          measures.some((measure) => has(measure, figure.value)) &&
          (has('total', figure.total) || has('done', figure.total) || has('open', figure.total))
        return pairs.has(`${figure.value}/${figure.total}`) || (isPart && !pairs.size)
      }
      return measures.some(
        (measure) =>
          has(measure, figure.value) ||
          (measure === 'inFlight' && has('open', figure.value)) ||
          (measure === 'notStarted' && has('open', figure.value)),
      )
    },
  }
}

/** What carries digits and is no figure: taken out before the rest is looked at. */
const notFigures: RegExp[] = [
  /\bhttps?:\/\/\S+/gi,
  /[\w.+-]{1,64}@[\w.-]{1,255}/g,
  // Days, months with years, years.
  /\b\d{4}-\d{2}(?:-\d{2})?\b/g,
  /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:\s*[–-]\s*\d{1,2})?(?:,?\s+\d{4})?\b/gi,
  /\b\d{1,2}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?(?:,?\s+\d{4})?\b/gi,
  /\b(?:FY|H[12]\s+(?:FY)?|Q[1-4]\s+(?:FY)?)?(?:19|20)\d{2}(?:[/–-]\d{2,4})?\b/gi,
  // Clock times are the timeline's business.
  /\b\d{1,2}(?::\d{2}){1,2}\s*(?:[ap]\.?m\.?)?(?:\s*[A-Z]{2,4})?\b/gi,
  /\b\d{1,2}\s*[ap]\.?m\.?(?:\s*[A-Z]{2,4}\b)?/gi,
  // Standards, protocols and their versions.
  /\b(?:ISO(?:\/IEC)?|IEC|IEEE|RFC|NIST(?:\s+SP)?|SOC|PCI(?:[ -]DSS)?|TLS|SSL|HTTP|IPv|OAuth|SAML|UTF|SHA|AES|RSA|WCAG|CVE|PEP|BS|EN|DIN|Article|Section|Chapter|Annex|Phase|Part|Step|Level|Tier|Version|Release|Sev(?:erity)?|Priority)[\s:/-]*\d[\w.:/-]*/gi,
  /\bv?\d+\.\d+(?:\.\d+)+[\w.-]*\b/gi,
  /\bv\d+(?:\.\d+)*\b/gi,
  // Names with digits: S3, EC2, us-east-1, k8s, P0, FT-7.
  /\b[A-Za-z][\w]*[-/]?\d[\w-]*\b/g,
  /\b[A-Za-z][A-Za-z0-9]{0,30}(?:-[A-Za-z0-9]{1,30}){0,6}-\d+[\w-]*\b/g,
  /\b\d+[A-Za-z][\w-]*\b/g,
  /\b24\/7(?:\/365)?\b/g,
  /\b\d+(?:st|nd|rd|th)\b/gi,
]

function otherNumbers(prose: string): { at: number; words: string }[] {
  let text = prose
  for (const pattern of notFigures) text = text.replace(pattern, (found) => ' '.repeat(found.length))
  return [...text.matchAll(/(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?%?|(?<![\w.,])\d+(?:\.\d+)?\s?%?/g)].map((each) => ({
    at: each.index,
    words: each[0].trim(),
  }))
}

const excerptAround = (text: string, at: number) => text.slice(Math.max(0, at - 24), at + 24)
