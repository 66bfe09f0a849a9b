import type { Day } from '../../domain/days'
import type { Story, StoryAct, StoryItem } from './story'

/**
 * The founding example: the public update on the outage of February 26, 2021. Counts, quarters and dates are the
 * facts of the published posts. Wording is ours; teams, people and the days on which work began are invented. The
 * posts give no baseline day, so the first of them (March 3, 2021) is assumed.
 */

const baseline: Day = '2021-03-03'
const firstUpdate: Day = '2021-04-16'
const recordedAtFirstUpdate = '2021-04-16T16:00:00.000Z'
const secondUpdate: Day = '2021-07-20'
const recordedAtSecondUpdate = '2021-07-20T16:00:00.000Z'

const at = (on: Day) => `${on}T17:00:00.000Z`
const start = (on: Day): StoryAct => ({ did: 'start', on, recordedAt: at(on) })
/** The posts name a quarter and no day: its last day is stored, the quarter is printed. */
const doneInQ1: StoryAct = {
  did: 'complete',
  on: '2021-03-31',
  resolution: 'quarter',
  recordedAt: '2021-04-01T16:00:00.000Z',
}
const doneInQ2: StoryAct = {
  did: 'complete',
  on: '2021-06-30',
  resolution: 'quarter',
  recordedAt: '2021-07-01T16:00:00.000Z',
}
const reworded = (titlePublic: string, recordedAt: string): StoryAct => ({ did: 'word', titlePublic, recordedAt })
const afterQ1 = '2021-04-01T16:05:00.000Z'
const afterQ2 = '2021-07-01T16:05:00.000Z'
const doneBy = (on: Day, recordedAt: string): StoryAct => ({ did: 'complete', on, resolution: 'by', recordedAt })
const promisedFor = (quarter: 'Q2 2021' | 'Q3 2021'): StoryAct => ({
  did: 'promise',
  on: firstUpdate,
  recordedAt: recordedAtFirstUpdate,
  period:
    quarter === 'Q2 2021'
      ? { fromOn: '2021-04-01', endOn: '2021-06-30', resolution: 'quarter' }
      : { fromOn: '2021-07-01', endOn: '2021-09-30', resolution: 'quarter' },
  saidAs: quarter,
  confidence: 'committed',
})

const person = (n: number) => `00000000-0000-7000-8000-0000000001${String(n).padStart(2, '0')}`
const team = (n: number) => `00000000-0000-7000-8000-0000000002${String(n).padStart(2, '0')}`
const service = (n: number) => `00000000-0000-7000-8000-0000000003${String(n).padStart(2, '0')}`
const [mara, jon, ines, priya, tomas] = [person(1), person(2), person(3), person(4), person(5)]
const [edge, platform, reliability] = [team(1), team(2), team(3)]
const enablement = service(1)
const callers = service(2)
const deployment = service(3)

const ofFes = (item: Omit<StoryItem, 'program' | 'acceptedOn' | 'accountable'>): StoryItem => ({
  program: 'FES',
  acceptedOn: baseline,
  accountable: priya,
  ...item,
})

/** Known to exist from the totals, never described: counted like all others, listed by no name. */
const notDescribed = (number: number, acts: StoryAct[]): StoryItem => ({
  key: `FT-${number}`,
  program: 'FES',
  acceptedOn: baseline,
  title: `Improvement ${number} of 37, not described in the update`,
  placeholder: true,
  services: [enablement],
  acts,
})

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** The first update named a root cause; the second spoke of a major contributing factor. */
const firstCause =
  'The root cause was an overload of the internal service that decides which features are on for which customer.'
const laterCause =
  'A major contributing factor was an overload of the internal service that decides which features are on for which customer.'

const recapWith = (cause: string) =>
  `On :date{of=incident style=weekday}, from :window, a disruption of one of our internal services reached many of our products. ${cause}

Our systems noticed the disruption and called the on-call engineers :elapsed{to=detected}. Our status page, however, said nothing for :elapsed{to=first-public-notice}, and that left you guessing. To bring the service back we gave it more capacity and more caching.`

export const feb26: Story = {
  slug: 'feb-26-2021',
  title: 'February 26, 2021',
  about:
    'A public update of July 2021, rebuilt as live data: 37 improvements to one service, 32 of them done. The facts are from the published posts; people and teams are invented.',
  opensAt: '/quarters/2021-Q2?asOf=2021-07-20&comparedWith=2021-04-16',
  organization: {
    name: 'Example company',
    zone: 'America/Los_Angeles',
    keyPrefix: 'FT',
    todayOn: secondUpdate,
    ethos: `We would rather show you an unflattering number than none. That is why this update says what is open as plainly as what is done.

:::commitment{kind=standing}
Whenever an incident of ours disrupts your communications, we will tell you about it.
:::`,
    closing:
      'We are sorry for what this outage cost you and the people you serve, and we thank you for staying with us while we mend it.',
  },
  teams: [
    { id: edge, name: 'Edge' },
    { id: platform, name: 'Platform' },
    { id: reliability, name: 'Reliability' },
  ],
  people: [
    { id: mara, name: 'Mara Lind', team: edge, email: 'mara.lind@example.com' },
    { id: jon, name: 'Jon Okafor', team: platform, email: 'jon.okafor@example.com' },
    { id: ines, name: 'Ines Castro', team: platform, email: 'ines.castro@example.com' },
    { id: priya, name: 'Priya Nair', team: reliability, email: 'priya.nair@example.com' },
    { id: tomas, name: 'Tomas Brandt', team: reliability, email: 'tomas.brandt@example.com' },
  ],
  recorder: priya,
  services: [
    {
      id: enablement,
      key: 'FEATURE-ENABLEMENT',
      name: 'Feature Enablement Service',
      publicName: 'Feature Enablement Service',
      owner: mara,
    },
    {
      id: callers,
      key: 'CALLERS',
      name: 'Services that call Feature Enablement',
      publicName: 'services that depend on it',
      owner: jon,
    },
    { id: deployment, key: 'DEPLOY', name: 'Deployment tooling', publicName: 'deployment tooling', owner: tomas },
  ],
  programs: [
    {
      key: 'FES',
      kind: 'remediation',
      titleInternal: 'Improvements to the Feature Enablement Service',
      titlePublic: 'Improvements to the Feature Enablement Service',
      baselineOn: baseline,
      baselineAssumed: true,
      owner: mara,
    },
    {
      key: 'XSV',
      kind: 'organization',
      titleInternal: 'Lower the risk across our other services',
      titlePublic: 'Lowering the risk across our other services',
      notePublic: `:::commitment{kind=publication due=2021-07}
In July 2021 we will also publish an update to our business continuity and disaster recovery (BC/DR) plans.
:::`,
      baselineOn: baseline,
      baselineAssumed: true,
      owner: tomas,
    },
    {
      key: 'LTI',
      kind: 'initiatives',
      titleInternal: 'Longer-term initiatives',
      titlePublic: 'Longer-term initiatives',
      baselineOn: baseline,
      baselineAssumed: true,
      owner: priya,
    },
  ],
  items: [
    ofFes({
      key: 'FT-1',
      title: 'Scale out earlier and further under a spike',
      description:
        'New thresholds and a larger ceiling for the auto-scaling group, so that a burst meets spare capacity.',
      titlePublic: 'Add capacity to the service earlier and in larger steps.',
      actionClass: 'prevent',
      owner: mara,
      services: [enablement],
      acts: [
        start('2021-03-04'),
        doneInQ1,
        reworded('The service now adds capacity earlier and in larger steps when traffic rises.', afterQ1),
      ],
    }),
    ofFes({
      key: 'FT-2',
      title: 'Take it off the critical paths; callers cache by default',
      description:
        'Two things in one promise: no request waits for the lookup any more, and the client library keeps the last answer.',
      titlePublic: 'Take the service out of the path of requests; let its clients keep what they last knew.',
      actionClass: 'prevent',
      owner: jon,
      services: [enablement, callers],
      acts: [
        start('2021-03-05'),
        doneInQ1,
        reworded('Requests no longer wait for this service: its clients keep what they last knew.', afterQ1),
      ],
    }),
    ofFes({
      key: 'FT-3',
      title: 'Shorter request timeout, API that scales',
      description: 'Timeout cut, and the read API split so that reads scale apart from writes.',
      titlePublic: 'Its requests give up sooner, and its interface was rebuilt to carry more load.',
      actionClass: 'mitigate',
      owner: ines,
      services: [enablement],
      acts: [start('2021-03-08'), doneInQ1],
    }),
    ofFes({
      key: 'FT-4',
      title: 'Fail over without a person',
      description: 'Health-based failover between zones, rehearsed with the on-call team.',
      titlePublic: 'Make failover within the service more dependable.',
      actionClass: 'mitigate',
      owner: mara,
      services: [enablement],
      acts: [
        promisedFor('Q2 2021'),
        start('2021-04-19'),
        doneInQ2,
        reworded('When part of the service fails, another part now takes over more dependably.', afterQ2),
      ],
    }),
    ofFes({
      key: 'FT-5',
      title: 'Serve from a cheaper internal cache',
      description: 'The internal cache was reworked: fewer look-ups per request and no thundering herd on expiry.',
      titlePublic: 'Rework the way the service caches internally.',
      actionClass: 'prevent',
      owner: ines,
      services: [enablement],
      acts: [
        promisedFor('Q2 2021'),
        start('2021-04-26'),
        doneInQ2,
        reworded('The way the service caches internally was reworked and now costs it far less work.', afterQ2),
      ],
    }),
    ofFes({
      key: 'FT-6',
      title: 'Callers keep working when it is down',
      description: 'Every caller has a tested answer for a lookup that fails: last known good, or a safe default.',
      titlePublic: 'Let every service that uses it keep working when it is unavailable.',
      actionClass: 'mitigate',
      owner: jon,
      services: [callers],
      acts: [
        promisedFor('Q2 2021'),
        start('2021-05-03'),
        doneInQ2,
        reworded('Every service that uses it keeps working, with fewer functions, when it is unavailable.', afterQ2),
      ],
    }),
    ofFes({
      key: 'FT-7',
      title: 'Harden services that are not critical but call it',
      description:
        '14 callers still treat the flag lookup as required. Move them to last-known-good with a 24 h horizon; billing last.',
      titlePublic: 'Hardening the less critical services that rely on the Feature Enablement Service.',
      tier: 'priority_action',
      actionClass: 'prevent',
      owner: mara,
      services: [callers],
      acts: [start('2021-04-06'), promisedFor('Q3 2021')],
    }),
    ofFes({
      key: 'FT-8',
      title:
        'Redefine the caching layer of the less critical services, so that a cold start of one does not put the whole read load on the others',
      description: 'One shared caching layer instead of nine private ones.',
      titlePublic: 'Giving the less critical services that use it a better caching layer.',
      tier: 'priority_action',
      actionClass: 'prevent',
      owner: jon,
      services: [callers],
      acts: [start('2021-04-06'), promisedFor('Q3 2021')],
    }),
    ...range(9, 29).map((number) => notDescribed(number, [doneBy(firstUpdate, recordedAtFirstUpdate)])),
    ...range(30, 34).map((number) => notDescribed(number, [doneBy(secondUpdate, recordedAtSecondUpdate)])),
    ...range(35, 37).map((number) => notDescribed(number, [])),
    {
      key: 'FT-38',
      program: 'XSV',
      acceptedOn: baseline,
      title: 'Audit production for services with the same risks',
      titlePublic: 'We examined our production systems for services that share these risks.',
      actionClass: 'investigate',
      owner: tomas,
      accountable: priya,
      acts: [start('2021-04-12'), doneInQ2],
    },
    {
      key: 'FT-39',
      program: 'XSV',
      acceptedOn: baseline,
      title: 'Deployment tooling and runbooks that manage fleet capacity without manual steps',
      titlePublic:
        'Better deployment tools and runbooks: capacity is managed without manual steps, and recovery is quicker.',
      actionClass: 'mitigate',
      owner: tomas,
      accountable: priya,
      services: [deployment],
      acts: [start('2021-04-14'), doneInQ2],
    },
    {
      key: 'FT-40',
      program: 'XSV',
      acceptedOn: baseline,
      title: 'Publish the software change process',
      titlePublic: 'Our process for changing software is published.',
      actionClass: 'prevent',
      owner: priya,
      accountable: priya,
      acts: [start('2021-05-10'), doneInQ2],
    },
    {
      key: 'FT-41',
      program: 'LTI',
      acceptedOn: baseline,
      title: 'Find and lower risks all the time with the company-wide assessment',
      titlePublic: 'Finding and lowering risks continuously, with a renewed company-wide assessment.',
      kind: 'initiative',
      continuous: true,
      owner: priya,
      accountable: priya,
      acts: [start('2021-05-17')],
    },
    {
      key: 'FT-42',
      program: 'LTI',
      acceptedOn: baseline,
      title: 'A hardened, automated deployment process',
      titlePublic: 'Planning a deployment process that is harder to get wrong and runs by itself.',
      kind: 'initiative',
      owner: tomas,
      accountable: priya,
      services: [deployment],
      acts: [start('2021-06-01')],
    },
    {
      key: 'FT-43',
      program: 'LTI',
      acceptedOn: baseline,
      title: 'One set of incident tools and one way to respond',
      titlePublic: 'One set of incident tools and one response process, for quicker answers and clearer news.',
      kind: 'initiative',
      owner: ines,
      accountable: priya,
      acts: [start('2021-06-07')],
    },
  ],
  incidents: [
    {
      title: 'Service disruption of February 26, 2021',
      severity: 'sev1',
      zone: 'America/Los_Angeles',
      windows: [{ fromAt: '2021-02-26T13:00:00.000Z', toAt: '2021-02-26T15:30:00.000Z' }],
      milestones: [
        { kind: 'started', at: '2021-02-26T13:00:00.000Z', qualifier: 'exact', saidAs: null, public: true },
        {
          kind: 'detected',
          at: '2021-02-26T13:01:00.000Z',
          qualifier: 'within',
          saidAs: 'within 1 minute',
          public: true,
        },
        {
          kind: 'acknowledged',
          at: '2021-02-26T13:01:00.000Z',
          qualifier: 'within',
          saidAs: 'on-call notified',
          public: true,
        },
        // The posts do not say from which instant the 25 minutes run; the start of the impact is assumed.
        {
          kind: 'first_public_notice',
          at: '2021-02-26T13:25:00.000Z',
          qualifier: 'exact',
          saidAs: 'status page updated',
          public: true,
        },
        { kind: 'resolved', at: '2021-02-26T15:30:00.000Z', qualifier: 'exact', saidAs: null, public: true },
      ],
      services: [
        { service: enablement, effectPublic: 'Many products were slow, answered with errors or could not be reached.' },
      ],
      programs: ['FES', 'XSV', 'LTI'],
      summaryInternal:
        'Look-ups of feature flags rose faster than the auto-scaling group could follow; callers treated the look-up as required and failed with it.',
      causeInternal:
        'No headroom in the group, no client-side cache, and a timeout long enough to hold every worker of the callers.',
      causePublic: firstCause,
      summaryPublic: recapWith(firstCause),
      reworded: [
        { recordedAt: '2021-07-19T16:00:00.000Z', causePublic: laterCause, summaryPublic: recapWith(laterCause) },
      ],
    },
  ],
  reports: [
    {
      is: 'elsewhere',
      slug: 'february-26-disruption',
      title: 'What happened on February 26, 2021',
      url: 'https://example.com/blog/february-26-disruption',
      programs: ['FES'],
      recordedAt: '2021-03-03T19:00:00.000Z',
      body: `On February 26, 2021, a disruption of an internal service reached many of our products for two and a half hours.

This is what we do about it first. We add capacity to the service earlier and in larger steps. We take it out of the path of requests, and let its clients keep what they last knew.
`,
      promises: [
        { item: 'FT-1', text: 'Add capacity to the service earlier and in larger steps.' },
        {
          item: 'FT-2',
          text: 'Take the service out of the path of requests; let its clients keep what they last knew.',
        },
      ],
    },
    {
      is: 'published',
      period: '2021-Q1',
      programs: ['FES'],
      recordedAt: '2021-04-16T17:00:00.000Z',
      body: `On :date{of=incident incident=INC-1} we let you down. This is the first account of what we do about it.

## What happened

::recap{incident=INC-1}

## Improvements to the Feature Enablement Service

We identified :count{of=total program=FES} improvements. As of :date{of=as-of}, :ratio{program=FES} are complete.

::items{program=FES state=done by=quarter}

::items{program=FES state=open by=eta}

::not-itemised{program=FES}

## What we said in March, and where it stands

::promised{since=previous}

## What comes next

We are sorry for the trouble this caused you.

:::next-update{about=2021-Q2}
We will report again on the second quarter of 2021.
:::
`,
    },
    {
      is: 'draft',
      template: 'quarterly',
      period: '2021-Q2',
      programs: ['FES', 'XSV', 'LTI'],
      recordedAt: '2021-07-20T16:30:00.000Z',
    },
  ],
}
