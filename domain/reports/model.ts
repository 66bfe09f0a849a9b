import type { Parent, PhrasingContent, Root } from 'mdast'
import type {} from 'mdast-util-directive'
import type { ForwardStatement } from '../commitments'
import type { Day, Instant } from '../days'
import type { Quarter } from '../periods'
import type { CheckCode, CheckLevel, CommitmentOutcome } from '../vocabulary'

/** A place in the draft, as people count: lines and columns from 1. Offsets are of UTF-16 units, from 0. */
export interface Place {
  line: number
  column: number
  from: number
  to: number
}

/** One resolved figure, date or list: the question it answers, the answer, the words that were printed, the rows. */
export interface Claim {
  /** `c1`, `c2` … in the order of the text. */
  id: string
  /** Null: it stands in a text that a directive brought in, such as a recap. */
  place: Place | null
  directive: string
  query: Record<string, unknown>
  asOf: Day
  knownAt: Instant | null
  words: string
  value: unknown
  /** Ids of items. */
  rows: string[]
}

/** Something a reader of the draft should look at. One finding per subject. */
export interface Check {
  code: CheckCode
  level: CheckLevel
  /** What it is about: stable while the finding is the same. */
  subject: string
  sentence: string
  place: Place | null
  /** The words in the draft it is about. */
  excerpt: string | null
}

/** An item that the report names. */
export interface PrintedItem {
  item: string
  key: string
  words: string
  state: 'done' | 'open' | 'dropped'
  /** False: it stands there as "wording missing". */
  worded: boolean
  place: Place | null
}

/** What is said of an earlier promise. */
export interface StatedPromise {
  commitment: string
  key: string
  outcome: CommitmentOutcome
  /** The author's words, where a `:::reconcile` holds them. */
  words: string | null
  by: 'promised' | 'reconcile'
}

export interface ProgramCoverage {
  key: string
  title: string
  total: number
  done: number
  open: number
  /** Of the total: described by name in this report. */
  named: number
  namedDone: number
  namedOpen: number
  /** The rest is accounted for in a not-itemised line. */
  restIsSaid: boolean
}

/** How a directive of the draft shows itself in the studio. */
export interface Chip {
  from: number
  to: number
  name: string
  shape: 'text' | 'leaf' | 'container'
  /** `32 of 37`; `6 chosen of 32`. */
  shows: string
  trouble: boolean
}

/** A compiled report. Formats lay it out; they count nothing and word nothing. */
export interface ReportModel {
  format: 1
  title: string
  locale: string
  period: Quarter | null
  asOf: Day
  knownAt: Instant | null
  /** Without directives and without HTML: plain mdast, and the `claim` nodes below. */
  tree: Root
  claims: Claim[]
  printed: PrintedItem[]
  forward: ForwardStatement[]
  stated: StatedPromise[]
  coverage: ProgramCoverage[]
  /** The cause wording of each incident it recaps. */
  causes: Record<string, string>
}

/** What compiling gives the studio besides the model: for the author alone. */
export interface Compiled {
  model: ReportModel
  checks: Check[]
  chips: Chip[]
}

/** The printed words of a claim, in a sentence. */
export interface ClaimNode extends Parent {
  type: 'claim'
  id: string
  children: PhrasingContent[]
}

declare module 'mdast' {
  interface PhrasingContentMap {
    claim: ClaimNode
  }
  interface RootContentMap {
    claim: ClaimNode
  }
  interface Data {
    /** The block as a whole is this claim: a list, a table. */
    claim?: string
    /** How a block is dressed: one of a closed list, see html.ts. */
    role?:
      | 'summary'
      | 'meta'
      | 'missing'
      | 'promises'
      | 'kept'
      | 'kept-late'
      | 'open'
      | 'moved'
      | 'missed'
      | 'withdrawn'
      | 'reworded'
  }
}
