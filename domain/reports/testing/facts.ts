import { appendMembership, appendStatus, appendTarget, emptyColumns, registerItem } from '../../counting/columns'
import type { Day } from '../../days'
import { parsePeriod } from '../../periods'
import type { ItemStatus } from '../../vocabulary'
import type { IncidentFact, ItemFact, PromiseFact, ReportFacts } from '../facts'
import { figuresOver } from '../figures'

type Told = Partial<ItemFact> & { key: string; status: ItemStatus }

/** Facts as the server gathers them, over columns that hold the same items: the count is the product's own. */
export function factsOf(items: readonly Told[], over: Partial<ReportFacts> = {}): ReportFacts {
  const asOf = over.asOf ?? '2021-07-20'
  const columns = emptyColumns()
  let seq = 0
  const entry = (effectiveOn: Day) => ({
    seq: ++seq,
    effectiveOn,
    recordedAt: `${effectiveOn}T12:00:00.000Z`,
    supersedes: null,
    void: false,
  })
  const facts = items.map((told, at): ItemFact => {
    const fact: ItemFact = {
      id: `id-${told.key}`,
      keyNumber: at + 1,
      programs: ['FES'],
      statusOn: '2021-06-30',
      statusResolution: 'day',
      continuous: false,
      placeholder: false,
      kind: 'improvement',
      tier: 'improvement',
      acceptedOn: '2021-03-03',
      target: null,
      titlePublic: `Words of no. ${at + 1}.`,
      wordingState: 'approved',
      evidence: 'none',
      evidenceExcused: false,
      ...told,
    }
    registerItem(columns, fact.id, fact.continuous)
    for (const program of fact.programs)
      appendMembership(columns, { ...entry('2021-03-03'), program: `id-${program}`, item: fact.id, change: 'added' })
    appendStatus(columns, {
      ...entry(fact.statusOn ?? '2021-03-03'),
      item: fact.id,
      status: fact.status,
      effectiveResolution: fact.statusResolution,
    })
    if (fact.target) appendTarget(columns, { ...entry('2021-04-16'), item: fact.id, endOn: fact.target.endOn })
    return fact
  })
  const keys = over.programs?.map((each) => each.key) ?? ['FES']
  return {
    title: 'Keeping our word',
    asOf,
    knownAt: null,
    publishedOn: asOf,
    period: '2021-Q2',
    firstMonth: 1,
    longTermDays: 180,
    organization: {
      name: 'Example company',
      zone: 'America/Los_Angeles',
      ethos: null,
      closing: null,
      publicDomains: [],
    },
    programs: keys.map((key) => ({
      id: `id-${key}`,
      key,
      kind: 'remediation' as const,
      title: `Improvements to ${key}`,
      notePublic: null,
      baselineOn: '2021-03-03' as const,
    })),
    incidents: [incident],
    items: facts,
    chosen: [],
    previous: null,
    promises: [],
    figures: figuresOver(columns, { asOf, knownAt: null }, (key) => `id-${key}`, over.firstMonth ?? 1),
    internal: {
      texts: [],
      approved: facts.flatMap((fact) => fact.titlePublic ?? []),
      keyPrefixes: ['FT', 'INC'],
      people: [],
    },
    ...over,
  }
}

export const incident: IncidentFact = {
  id: 'id-INC-1',
  key: 'INC-1',
  title: 'Service disruption of February 26, 2021',
  timeline: {
    zone: 'America/Los_Angeles',
    windows: [{ fromAt: '2021-02-26T13:00:00.000Z', toAt: '2021-02-26T15:30:00.000Z' }],
    milestones: [
      { kind: 'started', at: '2021-02-26T13:00:00.000Z', qualifier: 'exact', saidAs: null, public: true },
      { kind: 'detected', at: '2021-02-26T13:01:00.000Z', qualifier: 'within', saidAs: null, public: true },
      { kind: 'first_public_notice', at: '2021-02-26T13:25:00.000Z', qualifier: 'exact', saidAs: null, public: true },
    ],
  },
  summaryPublic:
    'From :window many products were slow. We noticed :elapsed{to=detected}; you were told after :elapsed{to=first-public-notice}.',
  causePublic: 'A major contributing factor was an overload.',
}

/** The founding example's service: six named and 26 not described done, two named and three not described open. */
export function foundingItems(): Told[] {
  const q3 = parsePeriod('Q3 2021')
  const done = (key: string, statusOn: Day, statusResolution: 'quarter' | 'by', placeholder = false): Told => ({
    key,
    status: 'done',
    statusOn,
    statusResolution,
    placeholder,
    ...(placeholder ? { titlePublic: null, wordingState: 'private' as const } : {}),
  })
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `FT-${from + at}`)
  return [
    ...range(1, 3).map((key) => done(key, '2021-03-31', 'quarter')),
    ...range(4, 6).map((key) => done(key, '2021-06-30', 'quarter')),
    ...range(7, 8).map((key): Told => ({ key, status: 'in_progress', statusOn: '2021-04-06', target: q3 })),
    ...range(9, 29).map((key) => done(key, '2021-04-16', 'by', true)),
    ...range(30, 34).map((key) => done(key, '2021-07-20', 'by', true)),
    ...range(35, 37).map(
      (key): Told => ({
        key,
        status: 'accepted',
        statusOn: '2021-03-03',
        placeholder: true,
        titlePublic: null,
        wordingState: 'private',
      }),
    ),
  ]
}

/** A promise about an item, made on April 16 for the second quarter unless told otherwise. */
export function promiseOf(
  item: string | null,
  over: Omit<Partial<PromiseFact>, 'commitment'> & { commitment?: Partial<PromiseFact['commitment']> } = {},
): PromiseFact {
  const { commitment, ...rest } = over
  return {
    events: [],
    outcome: 'open',
    finished: null,
    inVerification: false,
    targetInside: null,
    dropped: false,
    ...rest,
    commitment: {
      id: `promise-${item}`,
      key: 'P-1',
      kind: 'item_target',
      text: 'Make failover dependable.',
      item,
      about: null,
      due: parsePeriod('Q2 2021'),
      dueAssumed: false,
      madeOn: '2021-04-16',
      ...commitment,
    },
  }
}
