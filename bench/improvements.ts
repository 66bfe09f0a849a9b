import { type Story, type StoryAct, storyBySlug } from '../db/stories'
import type { StoryItem } from '../db/stories/story'
import { randomFrom } from '../domain/counting/testing/random-histories'
import type { Day } from '../domain/days'
import { parsePeriod } from '../domain/periods'

const founding = 37

/**
 * The record that a report is measured over: the founding example, or one program with so many improvements that are
 * all described to customers, an incident, two published reports with some thirty promises, and a draft that names
 * every one of them.
 */
export function improvements(items: number): Story {
  const example = storyBySlug('feb-26-2021')
  if (!example) throw new Error('The founding example is missing')
  if (items === founding) return example
  return {
    ...example,
    programs: example.programs.filter((each) => each.key === 'FES'),
    incidents: example.incidents.map((each) => ({ ...each, programs: ['FES'], reworded: [] })),
    items: describedItems(items),
    reports: [
      {
        is: 'published',
        period: '2020-Q4',
        programs: ['FES'],
        recordedAt: '2021-03-20T17:00:00.000Z',
        body: 'What we will have done by the end of June:\n\n::items{program=FES state=open eta=2021-Q2}\n\n::not-itemised{program=FES}\n',
      },
      {
        is: 'published',
        period: '2021-Q1',
        programs: ['FES'],
        recordedAt: '2021-04-16T17:00:00.000Z',
        body: '::recap{incident=INC-1}\n\n::items{program=FES state=done by=quarter}\n\n::promised{since=previous}\n\n::not-itemised{program=FES}\n',
      },
      {
        is: 'draft',
        template: 'quarterly',
        period: '2021-Q2',
        programs: ['FES'],
        recordedAt: '2021-07-20T16:30:00.000Z',
      },
    ],
  }
}

const baseline: Day = '2021-03-03'
const promised = 30
const at = (on: Day) => `${on}T17:00:00.000Z`

function describedItems(items: number): StoryItem[] {
  const random = randomFrom(37)
  const one = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)] as T
  return Array.from({ length: items }, (_, n): StoryItem => {
    const words = {
      title: `${one(verbs)} ${one(things)} of ${one(places)} ${one(ways)} (${one(places)}, part ${n + 1})`,
      titlePublic: `${one(gains)} when ${one(events)}, for ${one(readers)} who use ${one(places)}.`,
      // A tenth of them says more, in some 25 words.
      ...(n % 10 === 0
        ? { description: Array.from({ length: 6 }, () => `${one(verbs)} ${one(things)}`).join(', ') }
        : {}),
    }
    return { key: `FT-${n + 1}`, program: 'FES', acceptedOn: baseline, ...words, acts: actsOf(n, one) }
  })
}

function actsOf(n: number, one: <T>(of: readonly T[]) => T): StoryAct[] {
  const start: StoryAct = { did: 'start', on: '2021-03-08', recordedAt: at('2021-03-08') }
  const target = (saidAs: string, on: Day): StoryAct => ({
    did: 'promise',
    on,
    recordedAt: at(on),
    period: parsePeriod(saidAs),
    saidAs,
    confidence: 'committed',
  })
  const complete = (on: Day): StoryAct => ({ did: 'complete', on, resolution: 'day', recordedAt: at(on) })
  if (n < promised) return [start, target('Q2 2021', '2021-03-10'), complete('2021-06-18')]
  const lot = n % 10
  if (lot < 4) return [start, complete(one(['2021-03-24', '2021-03-30', '2021-04-08']))]
  if (lot < 7) return [start, complete(one(['2021-05-04', '2021-05-28', '2021-06-22']))]
  if (lot < 8) return [start, target('Q3 2021', '2021-05-03')]
  if (lot < 9) return [target('Q4 2021', '2021-05-03')]
  return []
}

const verbs = [
  'Split',
  'Replace',
  'Bound',
  'Measure',
  'Retry',
  'Shard',
  'Cache',
  'Drain',
  'Rehearse',
  'Document',
  'Alert on',
]
const things = [
  'the lookup path',
  'the queue depth',
  'failover of the primary',
  'the client pool',
  'the flag store',
  'the warm-up',
  'load shedding',
  'the runbook',
  'the config push',
  'the health check',
]
const places = [
  'messaging',
  'voice',
  'sign-in',
  'billing',
  'the console',
  'the status page',
  'routing',
  'webhooks',
  'reporting',
  'search',
  'storage',
  'lookup',
]
const ways = [
  'before the next peak',
  'without a restart',
  'per region',
  'behind a switch',
  'with a budget',
  'in both zones',
  'at half the load',
]
const gains = [
  'Requests are answered sooner',
  'Nothing is lost',
  'You are told within minutes',
  'Errors are retried for you',
  'Work goes on from a copy',
  'Less stops at once',
]
const events = [
  'one region is down',
  'traffic doubles',
  'a part of ours is slow',
  'we deploy',
  'a dependency fails',
  'a certificate is renewed',
]
const readers = [
  'all customers',
  'customers in Europe',
  'customers in Asia',
  'new customers',
  'large accounts',
  'people on call',
]
