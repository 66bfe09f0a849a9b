import type { Commitment, CommitmentEvent } from '../commitments'
import type { Counts } from '../counting/count'
import type { Day, Instant } from '../days'
import type { Timeline } from '../incidents'
import type { Period, Quarter } from '../periods'
import type {
  CommitmentOutcome,
  EffectiveResolution,
  ItemKind,
  ItemStatus,
  ItemTier,
  ProgramKind,
  WordingState,
} from '../vocabulary'

/**
 * All that a report may know, gathered in one snapshot. Everything the report language prints comes from here, so
 * compiling is a function of a text and these facts.
 */
export interface ReportFacts {
  title: string
  asOf: Day
  /** Null: all that is known. */
  knownAt: Instant | null
  /** The day on which it is published, or would be: today. */
  publishedOn: Day
  /** The quarter the report is about. */
  period: Quarter | null
  firstMonth: number
  /** More days than this after acceptance are the long term. */
  longTermDays: number
  organization: {
    name: string
    zone: string
    ethos: string | null
    closing: string | null
    publicDomains: readonly string[]
  }
  /** The programs of the report, in their order. */
  programs: readonly ProgramFact[]
  incidents: readonly IncidentFact[]
  /** The members of those programs as they stood, in the order of their keys. */
  items: readonly ItemFact[]
  /** Ids in the order in which they were chosen; empty: nothing was chosen, every named one with wording is shown. */
  chosen: readonly string[]
  /** Null: this is the first. */
  previous: PreviousReport | null
  /** Promises made before this report and not yet settled by a published one, in the order of their keys. */
  promises: readonly PromiseFact[]
  figures: Figures
  /** What must not be printed: see `leak`. */
  internal: Internal
}

export interface ProgramFact {
  id: string
  key: string
  kind: ProgramKind
  /** What customers read; a plain word of its kind where it has no public title. */
  title: string
  notePublic: string | null
  baselineOn: Day | null
}

export interface IncidentFact {
  id: string
  key: string
  title: string
  timeline: Timeline
  summaryPublic: string | null
  causePublic: string | null
}

export interface ItemFact {
  id: string
  key: string
  keyNumber: number
  /** Keys of the report's programs it was a member of. */
  programs: readonly string[]
  status: ItemStatus
  statusOn: Day | null
  statusResolution: EffectiveResolution
  continuous: boolean
  placeholder: boolean
  kind: ItemKind
  tier: ItemTier
  acceptedOn: Day | null
  /** What customers are told of its target: at the public resolution. */
  target: Period | null
  titlePublic: string | null
  wordingState: WordingState
  evidence: 'none' | 'unchecked' | 'checked'
  /** There is none, and it was recorded why. */
  evidenceExcused: boolean
}

export interface PromiseFact {
  commitment: Commitment
  events: readonly CommitmentEvent[]
  /** How it stands at as-of, before this report is published. */
  outcome: CommitmentOutcome
  finished: { on: Day; resolution: EffectiveResolution } | null
  /** Its item is in verification: its work is said to be finished, and nobody has checked it. */
  inVerification: boolean
  /** A later target is recorded inside than was promised; null: none. */
  targetInside: Period | null
  dropped: boolean
}

export interface PreviousReport {
  slug: string
  title: string
  publishedOn: Day
  asOf: Day | null
  period: Quarter | null
  /** Items it showed as open: id and the words it used. */
  shown: readonly { item: string; words: string; state: 'done' | 'open' | 'dropped' }[]
  /** The cause wording it used, by the key of the incident. */
  causes: Readonly<Record<string, string>>
}

/** Counts and the rows behind them, from the one counting function. `programs` are keys; a union counts each item once. */
export interface Figures {
  counts(programs: readonly string[], asOf?: Day): Counts
  doneIn(programs: readonly string[], quarter: Quarter): { items: string[]; dateNotStated: number }
  changesSince(
    programs: readonly string[],
    since: Day,
  ): { done: string[]; added: string[]; dropped: string[]; moved: string[]; reopened: string[] }
}

export interface Internal {
  /** Texts of items, incidents and programs that only people inside read. */
  texts: readonly string[]
  /** Texts that may be printed: the approved wordings. */
  approved: readonly string[]
  /** `FT`, `INC`: what keys here begin with. */
  keyPrefixes: readonly string[]
  people: readonly { name: string; email: string | null; isPublic: boolean }[]
}
