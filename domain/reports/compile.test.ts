import { describe, expect, test } from 'vitest'
import { parsePeriod } from '../periods'
import { compileReport } from './compile'
import { markdownOf } from './markdown'
import { factsOf, foundingItems, incident, promiseOf } from './testing/facts'

const founding = () => factsOf(foundingItems())
/** What a line of the draft prints. */
const printed = (source: string, facts = founding()) =>
  markdownOf(compileReport(source, facts).model).split('\n').slice(4).join('\n').trim()
/** What is wrong with it; that some items are not mentioned is looked at apart. */
const troubles = (source: string, facts = founding()) =>
  compileReport(source, facts)
    .checks.filter((each) => each.code !== 'coverage')
    .map(({ code, level, sentence }) => `${level} ${code}: ${sentence}`)

const april = {
  slug: 'q1',
  title: 'The April update',
  publishedOn: '2021-04-16' as const,
  asOf: '2021-04-16' as const,
  period: '2021-Q1' as const,
  shown: [],
  causes: {},
}

describe('figures in a sentence', () => {
  test.each([
    [':count{of=done program=FES}', '32'],
    [':count{of=total}', '37'],
    [':count{of=open}', '5'],
    [':count{of=open as=words}', 'five'],
    [':count{of=in-flight}', '2'],
    [':count{of=not-started}', '3'],
    [':count{of=dropped}', '0'],
    [':count{of=done quarter=2021-Q2}', '3'],
    [':count{of=done since=previous}', '8'],
    [':ratio{program=FES}', '32 of 37'],
    [':percent{program=FES}', '86%'],
    [':window{incident=INC-1}', '5:00am PST to 7:30am PST'],
    [':elapsed{incident=INC-1 to=first-public-notice}', '25 minutes'],
    [':elapsed{to=detected}', 'within 1 minute'],
    [':elapsed{to=resolved}', '2 hours 30 minutes'],
    [':date{of=as-of}', 'July 20, 2021'],
    [':date{of=incident style=weekday}', 'Friday, February 26, 2021'],
    [':date{of=previous}', 'April 16, 2021'],
    [':date{of=previous style=month}', 'April 2021'],
    [':period', 'Q2 2021'],
    [':period{offset=1}', 'Q3 2021'],
    [':horizon', '180 days'],
    [':stated[99.95%]{source="Status page" by="Operations"}', '99.95%'],
  ])('%s prints %s', (source, words) => {
    const facts = factsOf(foundingItems(), { previous: april })
    expect(printed(source, facts)).toBe(words)
    expect(troubles(source, facts)).toEqual([])
  })

  test('a noun follows its figure', () => {
    const one = factsOf([{ key: 'FT-1', status: 'accepted' }])
    const of = (source: string, facts = founding()) => [printed(source, facts), troubles(source, facts)]
    expect(of(':count{of=total noun=improvement}')).toEqual(['37 improvements', []])
    expect(of(':count{of=total noun=improvement}', one)).toEqual(['1 improvement', []])
    expect(of(':count{of=done noun="corrective action" as=words}', one)).toEqual(['no corrective actions', []])
  })

  test('what reads like a directive and is none stays as it was typed', () => {
    const source = 'At 5:00am the ratio was 3:1; note:this, C::D and http://example.com:8080/x:y stay.'
    expect(printed(source).replaceAll('\\', '')).toContain('At 5:00am the ratio was 3:1; note:this, C::D and')
    expect(troubles(source).filter((each) => each.includes('unresolved'))).toEqual([])
  })

  test('a figure under five items is a fraction, and none is said to be none', () => {
    const few = factsOf([
      { key: 'FT-1', status: 'done' },
      { key: 'FT-2', status: 'accepted' },
    ])
    expect(printed(':percent', few)).toBe('1 of 2')
    expect(printed(':ratio', factsOf([]))).toBe('no items yet')
  })

  test.each([
    [
      ':count{off=done}',
      'Line 1, column 1: :count does not take “off”. It takes of, program, quarter, since, as, noun.',
    ],
    [':count{of=finished}', 'of=finished is not understood.'],
    [':count{program=XXX}', 'program=XXX is no program of this report. It is about FES.'],
    [':count{of=open since=previous}', 'Only what is done is counted since a report'],
    [':count{since=previous}', 'There is no previous report to compare with.'],
    [':elapsed', ':elapsed needs to=: the later milestone.'],
    [':elapsed{to=mitigated}', 'INC-1 does not say when it was mitigated.'],
    [':window{incident=INC-9}', 'incident=INC-9 is no incident of this report. There is INC-1.'],
    [':period{offset=x}', 'offset=x is not a whole number.'],
    [':frobnicate{x=1}', 'There is no directive :frobnicate.'],
    ['::frobnicate', 'There is no directive ::frobnicate.'],
    ['::count{of=done}', 'count is written with one colon.'],
    ['A :items{state=done} here', 'items is written with two colons, on a line of its own.'],
    ['We say :period: now', 'is not a whole directive'],
    ['Text ::items{state=done}', 'is not a whole directive'],
    ['x <b>bold</b>', 'HTML is not part of a report'],
    ['![x](http://example.com/x.png)', 'Pictures are not part of a report yet.'],
    ['[x](javascript:alert)', 'A link leads to http, https or mailto'],
    ['We will TBD.', '“TBD” still waits for its words.'],
    [':::commitment{due=soon}\nWe will.\n:::', 'is not a date we can read'],
    [':::commitment{kind=standing due=2021-08}\nWe will.\n:::', 'A standing promise has no due.'],
    [':::reconcile{promise=P-9 as=moved}\nx\n:::', 'promise=P-9 is no open promise.'],
    [':::next-update\nSoon.\n:::', ':::next-update needs about='],
    ['::recap{incident=INC-2}', 'incident=INC-2 is no incident of this report.'],
  ])('%s is said to be wrong, with its place', (source, sentence) => {
    const found = compileReport(source, founding()).checks.filter((check) => check.code === 'unresolved')
    expect(found[0]?.level).toBe('error')
    expect(found.map((check) => check.sentence).join(' ')).toContain(sentence)
    expect(found[0]?.sentence).toMatch(/^Line \d+, column \d+: /)
    expect(found[0]?.place?.line).toBe(1)
  })

  test('nothing of a directive that cannot be answered disappears silently', () => {
    expect(printed('We did :count{of=finished} things.').replaceAll('\\', '')).toBe(
      'We did [:count cannot be answered] things.',
    )
    expect(printed('::items{state=gone}').replaceAll('\\', '')).toBe('[::items cannot be answered]')
  })
})

describe('items', () => {
  test('one group a quarter for what is done, one a date for what is open, and the rest in a line', () => {
    expect(
      printed('::items{program=FES state=done}\n\n::items{program=FES state=open}\n\n::not-itemised{program=FES}'),
    ).toBe(`### Completed in Q1 2021

- Words of no. 1.
- Words of no. 2.
- Words of no. 3.

### Completed in Q2 2021

- Words of no. 4.
- Words of no. 5.
- Words of no. 6.

### In flight, expected in Q3 2021

- Words of no. 7.
- Words of no. 8.

29 of the 37 are not described here: 26 completed, 3 open.`)
  })

  test('the line of what is not itemised knows the lists after it as well as those before', () => {
    expect(printed('::not-itemised{program=FES}\n\n::items{state=done quarter=2021-Q1}')).toMatch(
      /^34 of the 37 are not described here: 29 completed, 5 open\./,
    )
  })

  test('what was chosen is shown, in the order in which it was chosen', () => {
    const facts = factsOf(foundingItems(), { chosen: ['id-FT-6', 'id-FT-1', 'id-FT-4'] })
    expect(printed('::items{state=done}', facts)).toBe(
      '### Completed in Q1 2021\n\n- Words of no. 1.\n\n### Completed in Q2 2021\n\n- Words of no. 6.\n- Words of no. 4.',
    )
  })

  test('an item without approved wording is named by its key and is an error, and its title is never printed', () => {
    const facts = factsOf([{ key: 'FT-1', status: 'done', wordingState: 'in_review', titlePublic: 'Not yet.' }])
    expect(printed('::items{state=done show=all}', facts)).toContain('FT-1: wording missing')
    expect(troubles('::items{state=done show=all}\n\n::not-itemised', facts)).toEqual([
      'error wording: FT-1 is shown, and its customer wording is not approved: it is in review.',
    ])
    // Nothing was chosen: it is simply not among the named ones.
    expect(printed('::items{state=done}', facts)).toBe('')
  })

  test('an expected date that is over at as-of is an error', () => {
    const facts = factsOf([{ key: 'FT-1', status: 'in_progress', target: parsePeriod('Q2 2021') }])
    expect(troubles('::items{state=open}', facts).join()).toContain(
      'error eta-passed: FT-1 is shown as expected in Q2 2021, which is over on July 20, 2021.',
    )
    expect(troubles('::items{state=open}', { ...facts, asOf: '2021-06-30' })).toEqual([])
  })

  test('what is named as done shows the evidence its policy asks for', () => {
    const priority = (more: object) =>
      troubles('::items{state=done}', factsOf([{ key: 'FT-1', status: 'done', tier: 'priority_action', ...more }]))
    expect(priority({}).join()).toContain('error not-verified')
    expect(priority({ evidenceExcused: true })).toEqual([])
    expect(priority({ evidence: 'unchecked' }).join()).toContain('warning not-verified')
    expect(priority({ evidence: 'checked' })).toEqual([])
  })

  test('open items that a reader would never learn of are a warning, unless the line says how many', () => {
    const missing = (source: string) =>
      compileReport(source, founding()).checks.map(({ code, level, sentence }) => `${level} ${code}: ${sentence}`)
    expect(missing('::items{state=done}')).toEqual([
      'warning coverage: Improvements to FES: 5 open, none named here; 31 items of 37 never mentioned. Add ::not-itemised{program=FES}.',
    ])
    expect(missing('::items{state=done}\n\n::not-itemised')).toEqual([])
  })

  test('what was not pursued stays in every total', () => {
    const facts = factsOf([
      { key: 'FT-1', status: 'done' },
      { key: 'FT-2', status: 'dropped' },
      { key: 'FT-3', status: 'accepted' },
    ])
    expect(printed('::headline', facts)).toBe(
      '- **1** of 3 improvements complete\n- **1** open without a date\n- **1** not pursued, and still in the total',
    )
    expect(printed('::not-itemised', facts)).toBe(
      '3 of the 3 are not described here: 1 completed, 1 open, 1 not pursued.',
    )
    expect(printed('::items{state=dropped}', facts)).toBe('### Not pursued\n\n- Words of no. 2.')
  })
})

describe('promises', () => {
  const kept = promiseOf('id-FT-4', { outcome: 'kept', finished: { on: '2021-06-30', resolution: 'quarter' } })
  const open = promiseOf('id-FT-7', {
    commitment: { id: 'p7', key: 'P-7', text: 'Harden the others.', due: parsePeriod('Q3 2021') },
  })
  const update = promiseOf(null, {
    commitment: {
      id: 'p8',
      key: 'P-8',
      kind: 'next_update',
      about: '2021-Q2',
      due: parsePeriod('Q3 2021'),
      dueAssumed: true,
    },
  })
  const missed = promiseOf('id-FT-35', {
    outcome: 'missed',
    commitment: { id: 'p9', key: 'P-9', text: 'A third thing.' },
  })

  test('what was said and where it stands; an assumed date is never printed, and this update keeps its promise', () => {
    const facts = factsOf(foundingItems(), { promises: [kept, open, update], previous: april })
    expect(printed('::promised{since=previous}', facts)).toBe(`| We said | For | Today |
| - | - | - |
| Make failover dependable. | Q2 2021 | Kept |
| Harden the others. | Q3 2021 | Open |
| An update about Q2 2021 | no date given | Kept, with this update |`)
    expect(troubles('::promised{since=previous}\n\n::not-itemised', facts)).toEqual([])
  })

  test('a due or changed promise needs its words', () => {
    const facts = (promises: ReturnType<typeof promiseOf>[]) => factsOf(foundingItems(), { promises })
    const only = (source: string, promises: ReturnType<typeof promiseOf>[]) =>
      troubles(`${source}\n\n::not-itemised`, facts(promises)).filter((each) => each.startsWith('error'))
    expect(only('Nothing.', [kept])[0]).toContain(
      'unreconciled: P-1, “Make failover dependable.”, ended since it was made, and nothing here says so.',
    )
    expect(only('::items{state=done}', [kept])).toEqual([])
    expect(only('Nothing.', [open])).toEqual([])
    expect(only('::promised', [missed])[0]).toContain(
      'P-9, “A third thing.”, was due by June 30, 2021 and is not done.',
    )
    const moved = '::promised\n\n:::reconcile{promise=P-9 as=moved}\nIt takes a quarter longer.\n:::'
    expect(only(moved, [{ ...missed, targetInside: parsePeriod('Q4 2021') }])).toEqual([])
    expect(only('::promised\n\n:::reconcile{promise=P-9 as=withdrawn}\nWe will not do it.\n:::', [missed])).toEqual([])
    expect(only('::promised', [{ ...open, targetInside: parsePeriod('Q4 2021') }])[0]).toContain(
      'has a later date inside than was promised',
    )
    expect(only('::promised', [{ ...open, dropped: true }])[0]).toContain('is not pursued any more')
  })

  test('the words stand where they are written, and the table above says the same', () => {
    const facts = factsOf(foundingItems(), { promises: [{ ...open, targetInside: parsePeriod('Q4 2021') }] })
    const source = '::promised\n\n:::reconcile{promise=P-7 as=moved}\nIt takes a quarter longer.\n:::'
    expect(printed(source, facts)).toBe(`| We said | For | Today |
| - | - | - |
| Harden the others. | Q3 2021 | Moved to Q4 2021 |

It takes a quarter longer.`)
    expect(compileReport(source, facts).model.stated).toEqual([
      { commitment: 'p7', key: 'P-7', outcome: 'moved', words: 'It takes a quarter longer.', by: 'reconcile' },
    ])
  })

  test('nobody says kept of what is not done', () => {
    const source = ':::reconcile{promise=P-7 as=kept}\nDone.\n:::\n\n::not-itemised'
    expect(troubles(source, factsOf(foundingItems(), { promises: [open] }))).toEqual([
      'error not-verified: P-7 is said to be kept, and its item is not done.',
    ])
    expect(troubles(source, factsOf(foundingItems(), { promises: [{ ...open, inVerification: true }] }))).toEqual([
      'error not-verified: P-7 is said to be kept, and its item is still in verification.',
    ])
  })

  const said = (as: string, promise: ReturnType<typeof promiseOf>) =>
    troubles(
      `:::reconcile{promise=${promise.commitment.key} as=${as}}\nWords.\n:::`,
      factsOf(foundingItems(), { promises: [promise] }),
    )
  const bcdr = promiseOf(null, { commitment: { id: 'p10', key: 'P-10', kind: 'publication', text: 'Publish.' } })
  const earlierUpdate = promiseOf(null, {
    commitment: { id: 'p11', key: 'P-11', kind: 'next_update', about: '2021-Q1' },
  })
  test.each([
    ['moved', kept, 'P-1 is said to be moved, and it was kept.'],
    ['missed', kept, 'P-1 is said to be missed, and it was kept.'],
    ['kept-late', kept, 'P-1 is said to be kept late, and it was kept.'],
    ['moved', open, 'P-7 is said to be moved, and its item has no later date. Move its target first, with the reason.'],
    ['moved', { ...open, targetInside: parsePeriod('Q3 2021') }, 'its item has no later date'],
    ['moved', { ...open, targetInside: parsePeriod('Q4 2021') }, null],
    ['kept', bcdr, 'nobody has recorded where customers can see it. Close P-10 on the page of promises.'],
    ['kept', { ...bcdr, outcome: 'kept' as const }, null],
    ['kept', earlierUpdate, 'P-11 is said to be kept, and no update about that quarter was published.'],
    ['withdrawn', open, null],
    ['reworded', open, null],
  ])('what is said of a promise is held against the record: %s', (as, promise, sentence) => {
    const found = said(as, promise)
    if (sentence === null) expect(found).toEqual([])
    else expect(found.join(' ')).toContain(sentence)
  })

  test('the table says the date that was published, not the one inside', () => {
    const due = parsePeriod('Q4 2021')
    const moved = { kind: 'moved' as const, outcome: null, effectiveOn: '2021-06-01' as const, due }
    const promise = { ...open, outcome: 'moved' as const, events: [moved], targetInside: parsePeriod('Q3 2021') }
    expect(printed('::promised', factsOf(foundingItems(), { promises: [promise] }))).toContain(
      '| Q3 2021 | Moved to Q4 2021 |',
    )
  })

  test('an update published late is kept late by it, however early its figures stand', () => {
    const facts = factsOf(foundingItems(), { promises: [update], publishedOn: '2021-10-20' })
    expect(printed('::promised', facts)).toContain('Kept late, with this update')
  })

  test('an item once shown as open does not vanish', () => {
    const shown = { item: 'id-FT-7', words: 'Harden the others.', state: 'open' as const }
    const facts = factsOf(foundingItems(), { previous: { ...april, shown: [shown] } })
    expect(troubles('Nothing.\n\n::not-itemised', facts)).toEqual([
      'error vanished: FT-7 was shown as open in “The April update” (“Harden the others.”) and is not mentioned here.',
    ])
    expect(troubles('::items{state=open}\n\n::not-itemised', facts)).toEqual([])
    expect(troubles('::promised\n\n::not-itemised', { ...facts, promises: [open] })).toEqual([])
  })

  test('forward statements are gathered: dates of items, publications, the next update, standing ones', () => {
    const source = `::items{state=open}

:::commitment{due=2021-07 kind=publication}
We will publish our plans in July 2021.
:::

:::commitment{kind=standing}
We will always tell you.
:::

:::next-update{about=2021-Q3}
We will report on the third quarter.
:::`
    expect(compileReport(source, founding()).model.forward).toMatchObject([
      { kind: 'item_target', item: 'id-FT-7', due: { endOn: '2021-09-30' } },
      { kind: 'item_target', item: 'id-FT-8' },
      {
        kind: 'publication',
        text: 'We will publish our plans in July 2021.',
        due: { fromOn: '2021-07-01', endOn: '2021-07-31' },
      },
      { kind: 'standing', due: null },
      { kind: 'next_update', about: '2021-Q3', due: { endOn: '2021-12-31' }, dueAssumed: true },
    ])
  })
})

test('changes since the previous report, the rewording of a cause among them', () => {
  const previous = {
    ...april,
    shown: [{ item: 'id-FT-4', words: 'Make failover dependable.', state: 'open' as const }],
    causes: { 'INC-1': 'The root cause was an overload.' },
  }
  const text = printed('::changes{since=previous}', factsOf(foundingItems(), { previous }))
  expect(text).toContain(
    '### Newly completed: 8\n\n- Words of no. 4.\n- Words of no. 5.\n- Words of no. 6.\n- and 5 not described here',
  )
  expect(text).toContain('“Make failover dependable.” now reads “Words of no. 4.”')
  expect(text).toContain(
    'The cause, “The root cause was an overload.”, now reads “A major contributing factor was an overload.”',
  )
})

test('claims are numbered in the order of the text and carry their rows', () => {
  const { model } = compileReport(
    '::not-itemised\n\nWe did :ratio of :count{of=total}.\n\n::items{state=open}',
    founding(),
  )
  expect(model.claims.map(({ id, words }) => [id, words])).toEqual([
    ['c1', '29 of the 37'.replace('29', '35')],
    ['c2', '32'],
    ['c3', '3'],
    ['c4', '32 of 37'],
    ['c5', '37'],
    ['c6', '2 by name: In flight, expected in Q3 2021'],
  ])
  expect(model.claims[3]?.rows).toHaveLength(32)
  expect(model.claims[4]?.rows).toHaveLength(37)
  expect(model.claims[5]?.rows).toEqual(['id-FT-7', 'id-FT-8'])
})

test('the recap resolves its own figures for its incident', () => {
  expect(printed('::recap{incident=INC-1}')).toBe(
    'From 5:00am PST to 7:30am PST many products were slow. We noticed within 1 minute; you were told after 25 minutes.',
  )
  expect(compileReport('::recap', founding()).model.causes).toEqual({ 'INC-1': incident.causePublic })
  const silent = factsOf([], { incidents: [{ ...incident, summaryPublic: null }] })
  expect(troubles('::recap', silent)[0]).toContain('INC-1 has no public summary yet. Write it on its page.')
})

test('the same text over the same facts is the same report', () => {
  const source = '# A\n\n:ratio\n\n## B\n\n::items{state=done}\n'
  expect(compileReport(source, founding())).toEqual(compileReport(source, founding()))
})

describe('what an author would not see', () => {
  test('a line of what is not itemised stands wherever it was put', () => {
    expect(printed('> ::not-itemised{program=FES}')).toBe(
      '> 37 of the 37 are not described here: 32 completed, 5 open.',
    )
  })

  test('a promise that is not closed is said to be open, and promises nothing', () => {
    const { model, checks } = compileReport(':::commitment{kind=standing}\nWe will tell you.\n\nAnd more.', founding())
    expect(checks[0]?.sentence).toContain(':::commitment is not closed. End it with ::: on a line of its own.')
    expect(model.forward).toEqual([])
  })

  test('what only some formats would print is printed by none', () => {
    const text = printed('[our page](https://example.com "FT-12 inside")\n\n```FT-99 db1.internal\ncode\n```')
    expect(text).toBe('[our page](https://example.com)\n\n```\ncode\n```')
  })

  test('a number of the summary may be typed as well', () => {
    expect(troubles('::headline\n\nWe completed 32 of 37 improvements.')).toEqual([])
  })

  test('what was done since is as many as its rows, whatever was reopened', () => {
    const facts = factsOf(foundingItems(), { previous: april })
    const { model } = compileReport(':count{of=done since=previous}', facts)
    expect(model.claims[0]?.value).toBe(model.claims[0]?.rows.length)
  })

  test('a milestone that is not public is not known to the language', () => {
    const { milestones, ...timeline } = incident.timeline
    const quiet = {
      ...incident,
      timeline: { ...timeline, milestones: milestones.filter((each) => each.kind !== 'detected') },
    }
    expect(troubles(':elapsed{to=detected}', factsOf([], { incidents: [quiet] }))[0]).toContain(
      'does not say when it was detected',
    )
  })

  test('figures that stand before the incident say so', () => {
    expect(troubles('::recap', { ...founding(), asOf: '2021-02-01' })[0]).toContain(
      'INC-1 happened on February 26, 2021, after February 1, 2021',
    )
  })

  test('half-typed outcomes leave the table as it was', () => {
    const facts = factsOf(foundingItems(), { promises: [promiseOf('id-FT-7', { commitment: { key: 'P-7' } })] })
    expect(printed('::promised\n\n:::reconcile{promise=P-7 as=mov}\nx\n:::', facts)).toContain('| Q2 2021 | Open |')
  })
})

describe('nobody can stop the server with a draft', () => {
  const long = (part: string, length = 200_000) => part.repeat(Math.ceil(length / part.length)).slice(0, length)
  test.each([
    ['quotes in quotes', `${'> '.repeat(2_000)}x`],
    ['containers in containers', ':::commitment\n'.repeat(1_500)],
    ['rows of marks', '*_'.repeat(10_000)],
    ['rows of brackets', '['.repeat(10_000)],
  ])('%s are refused with their place', (_, source) => {
    const began = performance.now()
    const { checks } = compileReport(source, founding())
    expect(checks[0]).toMatchObject({ code: 'unresolved', place: { line: expect.any(Number) } })
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  // Each was minutes with one of the checks' patterns.
  test.each([
    ['a long row of letters and pluses', long('a+')],
    ['a long row of letters and hyphens', long('a-')],
    ['a long row of dots', long('a.')],
    ['brackets that wait for words', long('[insert ')],
    ['tokens that never end', long('eyJa-')],
    ['numbers and spaces', long('5      ')],
    ['figures without an end', long('5 of 5 of ')],
    ['durations', long('5 minutes and ')],
  ])('%s is read in seconds', (_, source) => {
    const began = performance.now()
    compileReport(`The outage: ${source} is done`, founding())
    expect(performance.now() - began).toBeLessThan(8_000)
  })
})
