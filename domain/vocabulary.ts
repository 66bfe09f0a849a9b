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
