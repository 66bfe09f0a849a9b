/**
 * The words the product stores. A tuple is at once the column's enum, the form's options and the type,
 * so a new word fails the build wherever a case is missing.
 */

export const itemStatuses = [
  'proposed',
  'accepted',
  'in_progress',
  'blocked',
  'in_verification',
  'done',
  'dropped',
] as const
export type ItemStatus = (typeof itemStatuses)[number]

export const dropKinds = ['wont_do', 'risk_accepted', 'superseded', 'obsolete'] as const
export type DropKind = (typeof dropKinds)[number]

/** How exactly the day of a change is known. `by` = on or before this day; it belongs to no quarter. */
export const effectiveResolutions = ['day', 'month', 'quarter', 'by'] as const
export type EffectiveResolution = (typeof effectiveResolutions)[number]

export const targetResolutions = ['day', 'month', 'quarter', 'half', 'year'] as const
export type TargetResolution = (typeof targetResolutions)[number]

export const confidences = ['committed', 'planned', 'aspirational'] as const
export type Confidence = (typeof confidences)[number]

export const targetChanges = ['initial', 'refine', 'slip', 'pull_in', 'coarsen', 'date_withdrawn'] as const
export type TargetChange = (typeof targetChanges)[number]

export const slipReasons = [
  'underestimated',
  'dependency',
  'capacity',
  'priority',
  'scope',
  'external',
  'other',
] as const
export type SlipReason = (typeof slipReasons)[number]

export const membershipChanges = ['added', 'removed'] as const
export type MembershipChange = (typeof membershipChanges)[number]

export const addedReasons = ['baseline', 'discovered', 'split', 'new_incident', 'customer_request'] as const
export type AddedReason = (typeof addedReasons)[number]

export const removedReasons = ['duplicate', 'misfiled', 'merged', 'split'] as const
export type RemovedReason = (typeof removedReasons)[number]

/** Every reason a membership entry may carry. */
export const acceptedReasons = [
  'baseline',
  'discovered',
  'split',
  'new_incident',
  'customer_request',
  'duplicate',
  'misfiled',
  'merged',
] as const

export const itemKinds = ['improvement', 'initiative', 'deliverable'] as const
export type ItemKind = (typeof itemKinds)[number]

export const itemOrigins = ['typed', 'import', 'finding', 'api', 'story'] as const
export type ItemOrigin = (typeof itemOrigins)[number]

export const wordingStates = ['private', 'in_review', 'approved', 'embargoed'] as const
export type WordingState = (typeof wordingStates)[number]

export const actionClasses = ['investigate', 'repair', 'detect', 'mitigate', 'prevent'] as const
export type ActionClass = (typeof actionClasses)[number]

export const priorities = ['P0', 'P1', 'P2', 'P3'] as const
export type Priority = (typeof priorities)[number]

export const itemTiers = ['priority_action', 'improvement'] as const
export type ItemTier = (typeof itemTiers)[number]

export const evidenceKinds = ['url', 'file'] as const

export const programKinds = ['remediation', 'organization', 'initiatives'] as const
export type ProgramKind = (typeof programKinds)[number]

export const personStates = ['directory', 'invited', 'active', 'disabled'] as const

export const roles = ['viewer', 'editor', 'publisher', 'admin', 'reviewer', 'auditor'] as const
export type Role = (typeof roles)[number]

/** The closed list of policy words. Each procedure declares one. */
export const policyWords = [
  'public',
  'read',
  'edit-items',
  'edit-incidents',
  'word-publicly',
  'edit-reports',
  'review-reports',
  'approve-reports',
  'publish',
  'edit-plans',
  'approve-plans',
  'manage-people',
  'manage-settings',
  'own-session',
] as const
export type PolicyWord = (typeof policyWords)[number]

// ── How the words are said on screens ──────────────────────────────────────────────────────────────────

export const statusWords = {
  proposed: 'Proposed',
  accepted: 'Accepted',
  in_progress: 'In progress',
  blocked: 'Blocked',
  in_verification: 'In verification',
  done: 'Done',
  dropped: 'Not pursued',
} satisfies Record<ItemStatus, string>

export const dropKindWords = {
  wont_do: 'Decided against',
  risk_accepted: 'Risk accepted',
  superseded: 'Superseded',
  obsolete: 'Obsolete',
} satisfies Record<DropKind, string>

export const slipReasonWords = {
  underestimated: 'Underestimated',
  dependency: 'Waiting on a dependency',
  capacity: 'Capacity',
  priority: 'Other work came first',
  scope: 'Scope changed',
  external: 'External cause',
  other: 'Other',
} satisfies Record<SlipReason, string>

export const addedReasonWords = {
  baseline: 'Part of the baseline',
  discovered: 'Discovered later',
  split: 'Split from another item',
  new_incident: 'A new incident',
  customer_request: 'A customer asked',
} satisfies Record<AddedReason, string>

export const removedReasonWords = {
  duplicate: 'Duplicate',
  misfiled: 'Filed in the wrong program',
  merged: 'Merged into another item',
  split: 'Split into other items',
} satisfies Record<RemovedReason, string>

export const confidenceWords = {
  committed: 'committed',
  planned: 'planned',
  aspirational: 'aspirational',
} satisfies Record<Confidence, string>

export const actionClassWords = {
  investigate: 'Investigate',
  repair: 'Repair',
  detect: 'Detect',
  mitigate: 'Mitigate',
  prevent: 'Prevent',
} satisfies Record<ActionClass, string>

export const itemKindWords = {
  improvement: 'Improvement',
  initiative: 'Initiative',
  deliverable: 'Deliverable',
} satisfies Record<ItemKind, string>

export const programKindWords = {
  remediation: 'Remediation of an incident',
  organization: 'Across the organisation',
  initiatives: 'Longer-term initiatives',
} satisfies Record<ProgramKind, string>

export const tierWords = {
  priority_action: 'Priority action',
  improvement: 'Improvement',
} satisfies Record<ItemTier, string>

export const wordingStateWords = {
  private: 'not approved',
  in_review: 'in review',
  approved: 'approved',
  embargoed: 'embargoed',
} satisfies Record<WordingState, string>

// ── Incidents ──────────────────────────────────────────────────────────────────────────────────────────

export const severities = ['sev1', 'sev2', 'sev3', 'sev4'] as const
export type Severity = (typeof severities)[number]

export const milestoneKinds = [
  'started',
  'detected',
  'acknowledged',
  'first_public_notice',
  'mitigated',
  'resolved',
  'other',
] as const
export type MilestoneKind = (typeof milestoneKinds)[number]

/** How exactly the time of a milestone is known: `within` = at this time or before it. */
export const milestoneQualifiers = ['exact', 'within', 'about'] as const
export type MilestoneQualifier = (typeof milestoneQualifiers)[number]

export const severityWords = {
  sev1: 'SEV 1, critical',
  sev2: 'SEV 2, severe',
  sev3: 'SEV 3, moderate',
  sev4: 'SEV 4, minor',
} satisfies Record<Severity, string>

export const milestoneWords = {
  started: 'Started',
  detected: 'Detected',
  acknowledged: 'Acknowledged',
  first_public_notice: 'First public notice',
  mitigated: 'Mitigated',
  resolved: 'Resolved',
  other: 'Other',
} satisfies Record<MilestoneKind, string>

// ── Reports and promises ───────────────────────────────────────────────────────────────────────────────

export const reportTemplates = ['quarterly', 'blank'] as const
export type ReportTemplate = (typeof reportTemplates)[number]

export const reportAudiences = ['customers'] as const
export type ReportAudience = (typeof reportAudiences)[number]

/** A draft becomes published once; `elsewhere` is a post that was published before or outside this product. */
export const reportStates = ['draft', 'published', 'elsewhere'] as const
export type ReportState = (typeof reportStates)[number]

export const publicationFormats = ['html', 'md', 'txt', 'json'] as const
export type PublicationFormat = (typeof publicationFormats)[number]

export const commitmentKinds = ['item_target', 'publication', 'next_update', 'standing', 'other'] as const
export type CommitmentKind = (typeof commitmentKinds)[number]

/** What happened to a promise after it was made. `reported`: a published report said where it stands. */
export const commitmentEventKinds = ['reported', 'moved', 'reworded', 'withdrawn', 'closed'] as const
export type CommitmentEventKind = (typeof commitmentEventKinds)[number]

export const commitmentOutcomes = ['open', 'kept', 'kept_late', 'moved', 'missed', 'reworded', 'withdrawn'] as const
export type CommitmentOutcome = (typeof commitmentOutcomes)[number]

export const checkLevels = ['error', 'warning', 'quiet'] as const
export type CheckLevel = (typeof checkLevels)[number]

export const checkCodes = [
  'typed-number',
  'unreconciled',
  'vanished',
  'not-verified',
  'eta-passed',
  'wording',
  'leak',
  'unresolved',
  'time-mismatch',
  'coverage',
] as const
export type CheckCode = (typeof checkCodes)[number]

export const reportStateWords = {
  draft: 'Draft',
  published: 'Published',
  elsewhere: 'Published elsewhere',
} satisfies Record<ReportState, string>

export const commitmentKindWords = {
  item_target: 'An improvement',
  publication: 'A publication',
  next_update: 'An update',
  standing: 'A standing promise',
  other: 'Other',
} satisfies Record<CommitmentKind, string>

export const outcomeWords = {
  open: 'Open',
  kept: 'Kept',
  kept_late: 'Kept late',
  moved: 'Moved',
  missed: 'Missed',
  reworded: 'Reworded',
  withdrawn: 'Withdrawn',
} satisfies Record<CommitmentOutcome, string>

/** What search finds. */
export const foundKinds = ['item', 'incident', 'report'] as const
export type FoundKind = (typeof foundKinds)[number]
