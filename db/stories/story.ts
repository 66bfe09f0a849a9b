import type { Day, Instant } from '../../domain/days'
import type { Quarter } from '../../domain/periods'
import type {
  ActionClass,
  Confidence,
  EffectiveResolution,
  ItemKind,
  ItemTier,
  MilestoneKind,
  MilestoneQualifier,
  ProgramKind,
  ReportTemplate,
  Severity,
  TargetResolution,
} from '../../domain/vocabulary'

/**
 * An example as code: what is so, and what was done on which day. The loader plays the acts through the product's
 * own verbs, in the order in which they were recorded, so an example can hold nothing a person could not have made.
 */
export interface Story {
  slug: string
  title: string
  /** One sentence for the welcome page: what it shows and what in it is invented. */
  about: string
  /** Where its reader is taken first, under the example's own address. */
  opensAt: string
  organization: { name: string; zone: string; keyPrefix: string; todayOn: Day; ethos: string; closing: string }
  teams: readonly { id: string; name: string }[]
  people: readonly { id: string; name: string; team: string; email: string }[]
  /** The person in whose name everything was recorded. */
  recorder: string
  services: readonly { id: string; key: string; name: string; publicName: string; owner: string }[]
  programs: readonly {
    key: string
    kind: ProgramKind
    titleInternal: string
    titlePublic: string
    notePublic?: string
    baselineOn: Day
    baselineAssumed: boolean
    owner: string
  }[]
  /** In the order of their keys. */
  items: readonly StoryItem[]
  /** In the order of their keys; each is there before anything else is recorded. */
  incidents: readonly StoryIncident[]
  reports: readonly StoryReport[]
}

export interface StoryIncident {
  title: string
  severity: Severity
  zone: string
  windows: readonly { fromAt: Instant; toAt: Instant | null }[]
  milestones: readonly {
    kind: MilestoneKind
    at: Instant
    qualifier: MilestoneQualifier
    saidAs: string | null
    public: boolean
  }[]
  services: readonly { service: string; effectPublic: string | null }[]
  programs: readonly string[]
  summaryInternal: string
  causeInternal: string
  summaryPublic: string
  causePublic: string
  /** What customers read of it was worded anew. */
  reworded: readonly { recordedAt: Instant; summaryPublic: string; causePublic: string }[]
}

/** `recordedAt` is when it was published, or when the draft was made. */
export type StoryReport = { recordedAt: Instant; programs: readonly string[] } & (
  | {
      is: 'elsewhere'
      slug: string
      title: string
      url: string
      body: string
      promises: readonly { item: string; text: string }[]
    }
  | { is: 'published'; period: Quarter; body: string }
  /** Its text is what the template makes of the record. */
  | { is: 'draft'; template: ReportTemplate; period: Quarter }
)

export interface StoryItem {
  /** What the loader's own numbering must arrive at; it refuses the story otherwise. */
  key: string
  program: string
  /** The day from which it belongs to the program. */
  acceptedOn: Day
  title: string
  description?: string
  titlePublic?: string
  notePublic?: string
  placeholder?: boolean
  kind?: ItemKind
  continuous?: boolean
  tier?: ItemTier
  actionClass?: ActionClass
  owner?: string
  accountable?: string
  services?: readonly string[]
  acts: readonly StoryAct[]
}

/** `recordedAt` is when somebody wrote it down; it may lie after the day on which it was so. */
export type StoryAct = { recordedAt: Instant } & (
  | { did: 'start'; on: Day }
  | { did: 'complete'; on: Day; resolution: EffectiveResolution }
  /** What customers read of it was worded anew, and approved. */
  | { did: 'word'; titlePublic: string }
  | {
      did: 'promise'
      on: Day
      period: { fromOn: Day; endOn: Day; resolution: TargetResolution }
      saidAs: string
      confidence: Confidence
    }
)
