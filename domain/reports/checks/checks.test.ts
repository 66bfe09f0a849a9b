import { describe, expect, test } from 'vitest'
import { compileReport } from '../compile'
import { draftFrom } from '../templates'
import { factsOf, foundingItems, incident } from '../testing/facts'
import { labelled } from './labelled'

const figures = ':ratio{program=FES}, :count{of=open}, :percent{program=FES}.\n\n::not-itemised\n\n'
const facts = factsOf(foundingItems())
const found = (text: string, about: 'record' | 'incident') => {
  const bound = about === 'incident' ? `${text} (:elapsed{to=detected})` : text
  const { checks } = compileReport(`${figures}${bound}\n`, facts)
  return checks
}

describe('the hand-labelled set', () => {
  test.each(labelled)('$text', ({ text, numbers = [], quiet = [], times }) => {
    const checks = found(text, times ? 'incident' : 'record')
    const of = (code: string, level: string) =>
      checks.filter((each) => each.code === code && each.level === level).map((each) => each.excerpt)
    const typed = of('typed-number', 'error')
    expect(typed).toEqual(numbers)
    expect(of('typed-number', 'quiet')).toEqual(quiet)
    if (times) expect(of('time-mismatch', 'error').map((each) => each?.replace(/ PST$/, ''))).toEqual(times)
    // And nothing else at all.
    expect(checks.filter((each) => !['typed-number', 'time-mismatch'].includes(each.code))).toEqual([])
  })

  test('over the whole set there is no false error, and at most one false warning in 500 words', () => {
    const words = labelled.reduce((sum, { text }) => sum + text.split(/\s+/).length, 0)
    let falseErrors = 0
    let falseWarnings = 0
    for (const { text, numbers = [], times } of labelled) {
      for (const check of found(text, times ? 'incident' : 'record')) {
        const isExpected =
          check.code === 'typed-number'
            ? numbers.includes(check.excerpt ?? '')
            : (times ?? []).some((each) => check.excerpt?.startsWith(each))
        if (check.level === 'error' && !isExpected) falseErrors++
        if (check.level === 'warning') falseWarnings++
      }
    }
    expect(falseErrors).toBe(0)
    expect(falseWarnings).toBeLessThanOrEqual(Math.ceil(words / 500))
  })
})

test('the shipped templates raise nothing over a record that is in order', () => {
  for (const template of ['quarterly', 'blank'] as const) {
    const body = draftFrom(template, { ...facts, nextPeriod: { quarter: '2021-Q3', words: 'Q3 2021' } })
    expect(body).not.toContain('@')
    const { checks } = compileReport(body, facts)
    // An empty template names nothing; that is what it is told.
    expect(checks.filter((each) => template === 'quarterly' || each.code !== 'coverage')).toEqual([])
  }
})

describe('what must not leave the building', () => {
  const inside = {
    texts: [
      '14 callers still treat the flag lookup as required. Move them to last-known-good with a 24 h horizon; billing last.',
      'We examined our production systems for services that share these risks.',
      'Service disruption of February 26, 2021',
    ],
    approved: ['We examined our production systems for services that share these risks.'],
    keyPrefixes: ['FT', 'INC'],
    people: [
      { name: 'Mara Lind', email: 'mara.lind@example.com', isPublic: false },
      { name: 'Priya Nair', email: null, isPublic: true },
      { name: 'You', email: null, isPublic: false },
    ],
  }
  const leaks = (text: string, organization = facts.organization) =>
    compileReport(text, factsOf([], { internal: inside, organization }))
      .checks.filter((each) => each.code === 'leak')
      .map((each) => each.excerpt)

  test.each([
    [
      'Fourteen callers still treat the flag lookup as required, sadly.',
      ['callers still treat the flag lookup as required'],
    ],
    ['callers still treat the flag lookup', ['callers still treat the flag lookup']],
    ['still treat the flag lookup', []],
    ['callers still treat some flag lookup as required. Move', []],
    ['Callers’ still treat the flag lookup as', ['callers still treat the flag lookup as']],
    [
      'treat the flag lookup as required. Whoever must move them to last-known-good with it.',
      ['treat the flag lookup as required', 'move them to last known good with'],
    ],
    ['Move them to *last-known-good* with a 24 h horizon', ['move them to last known good with a 24 h horizon']],
    ['We examined our production systems for services that share these risks.', []],
    ['We let you down with the service disruption of February 26, 2021.', []],
    ['This is FT-12 and INC-3.', ['FT-12', 'INC-3']],
    ['We keep P-3, ISO-22301 and T-7 apart.', []],
    ['Mara Lind mended it, and Priya Nair says so to You.', ['Mara Lind']],
    ['Mara Lindgren did.', []],
    ['Write to mara.lind@example.com or support@example.com.', ['mara.lind@example.com']],
    ['It is at 10.2.3.4 and 172.20.1.1, not at 8.8.8.8 or 172.32.1.1.', ['10.2.3.4', '172.20.1.1']],
    ['The host db-1.prod.internal answers; www.example.com too.', ['db-1.prod.internal']],
    ['Key AKIAIOSFODNN7EXAMPLE was rotated.', ['AKIAIOSFODNN7EXAMPLE']],
    ['[our page](https://wiki.corp/outage)', ['wiki.corp']],
  ] as const)('%s', (text, expected) => {
    expect(leaks(text)).toEqual(expected)
  })

  test('with public domains in the settings any other address is one from inside', () => {
    const organization = { ...facts.organization, publicDomains: ['example.com'] }
    expect(leaks('Write to support@example.com or to ops@elsewhere.example.', organization)).toEqual([
      'ops@elsewhere.example',
    ])
  })

  test('a leak in a text that a directive brings in is found too', () => {
    const told = { ...incident, summaryPublic: 'As Mara Lind said, callers still treat the flag lookup as required.' }
    const { checks } = compileReport('::recap', factsOf([], { internal: inside, incidents: [told] }))
    expect(
      checks
        .filter((each) => each.code === 'leak')
        .map((each) => each.excerpt)
        .sort(),
    ).toEqual(['Mara Lind', 'callers still treat the flag lookup as required'])
  })

  test('the place is that of the typed words', () => {
    const { checks } = compileReport(
      'One line.\n\nThen callers still treat the flag lookup as required.',
      factsOf([], { internal: inside }),
    )
    expect(checks.find((each) => each.code === 'leak')?.place).toMatchObject({ line: 3, column: 6 })
  })
})

test('a paragraph that speaks of the only outage is held against its timeline', () => {
  const excerpts = (text: string) =>
    compileReport(`${text}\n\n::not-itemised`, facts)
      .checks.filter((each) => each.code === 'time-mismatch')
      .map((each) => each.excerpt)
  expect(excerpts('The disruption lasted 3 hours.')).toEqual(['3 hours'])
  expect(excerpts('The disruption lasted 2 hours 30 minutes.')).toEqual([])
  expect(excerpts('Our people met for 3 hours after lunch.')).toEqual([])
})
