import { sql } from 'drizzle-orm'
import {
  acceptedReasons,
  actionClasses,
  checkCodes,
  commitmentEventKinds,
  commitmentKinds,
  commitmentOutcomes,
  confidences,
  dropKinds,
  effectiveResolutions,
  evidenceKinds,
  foundKinds,
  itemKinds,
  itemOrigins,
  itemStatuses,
  itemTiers,
  membershipChanges,
  milestoneKinds,
  milestoneQualifiers,
  personStates,
  priorities,
  programKinds,
  publicationFormats,
  type Role,
  reportAudiences,
  reportStates,
  reportTemplates,
  severities,
  slipReasons,
  targetChanges,
  targetResolutions,
  wordingStates,
} from '../domain/vocabulary'
import {
  bool,
  bytes,
  check,
  day,
  enumOf,
  index,
  instant,
  int,
  json,
  oneOf,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from './dialect'

/**
 * All tables on one page, for both engines. Conventions (docs/decisions/0002): `id` is a UUIDv7 made by the
 * caller; `…On` is a Day, `…At` an instant; null means unknown; `version` counts the edits of what people edit.
 * What was counted or published has no delete verb, so nothing cascades into it.
 */

// ── People and settings ────────────────────────────────────────────────────────────────────────────────

export const organization = table(
  'organization',
  {
    id: int().primaryKey(),
    name: text().notNull(),
    zone: text().notNull(),
    fiscalFirstMonth: int().notNull().default(1),
    keyPrefix: text().notNull().default('FT'),
    longTermDays: int().notNull().default(180),
    secondPerson: bool().notNull().default(true),
    /** How the company speaks after an outage, and how it closes: Markdown with directives, put into new drafts. */
    ethos: text(),
    closing: text(),
    /** Examples only: the day at which the story's clock stands. The real workspace has a real clock. */
    todayOn: day(),
    version: int().notNull().default(1),
  },
  (t) => [
    check('organization_one_row', sql`${t.id} = 1`),
    check('organization_fiscal_month', sql`${t.fiscalFirstMonth} between 1 and 12`),
  ],
)

export const team = table('team', {
  id: text().primaryKey(),
  name: text().notNull().unique(),
})

export const person = table(
  'person',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    email: text(),
    team: text().references(() => team.id),
    roles: json<Role[]>().notNull(),
    state: enumOf(personStates).notNull(),
    leftOn: day(),
    publicName: text(),
    version: int().notNull().default(1),
  },
  (t) => [oneOf('person_state', t.state, personStates)],
)

export const service = table('service', {
  id: text().primaryKey(),
  key: text().notNull().unique(),
  name: text().notNull(),
  publicName: text(),
  owner: text().references(() => person.id),
  version: int().notNull().default(1),
})

// ── Work ───────────────────────────────────────────────────────────────────────────────────────────────

export const program = table(
  'program',
  {
    id: text().primaryKey(),
    key: text().notNull().unique(),
    kind: enumOf(programKinds).notNull(),
    titleInternal: text().notNull(),
    titlePublic: text(),
    /** What customers read after the list of its items: Markdown with directives, put into new drafts. */
    notePublic: text(),
    baselineOn: day(),
    /** True when nobody stated the baseline day and we chose it (the founding example's is its first post). */
    baselineAssumed: bool().notNull().default(false),
    owner: text().references(() => person.id),
    closedOn: day(),
    closedBy: text().references(() => person.id),
    position: int().notNull().default(0),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: int().notNull().default(1),
  },
  (t) => [oneOf('program_kind', t.kind, programKinds)],
)

export const item = table(
  'item',
  {
    id: text().primaryKey(),
    key: text().notNull().unique(),
    /** The number in the key, so that FT-9 sorts before FT-10. */
    keyNumber: int().notNull(),
    kind: enumOf(itemKinds).notNull(),
    continuous: bool().notNull().default(false),
    placeholder: bool().notNull().default(false),
    origin: enumOf(itemOrigins).notNull(),
    createdBy: text()
      .notNull()
      .references(() => person.id),
    titleInternal: text().notNull(),
    descriptionInternal: text(),
    titlePublic: text(),
    notePublic: text(),
    wordingState: enumOf(wordingStates).notNull().default('private'),
    actionClass: enumOf(actionClasses),
    priority: enumOf(priorities),
    tier: enumOf(itemTiers).notNull().default('improvement'),
    owner: text().references(() => person.id),
    accountable: text().references(() => person.id),
    team: text().references(() => team.id),
    acceptance: text(),
    parent: text(),
    // Projections of the entries below: rewritten with each entry in the same transaction, checked by `doctor`.
    status: enumOf(itemStatuses).notNull(),
    statusOn: day().notNull(),
    doneOn: day(),
    doneResolution: enumOf(effectiveResolutions),
    targetFromOn: day(),
    targetEndOn: day(),
    targetResolution: enumOf(targetResolutions),
    moves: int().notNull().default(0),
    slipDays: int().notNull().default(0),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: int().notNull().default(1),
  },
  (t) => [
    oneOf('item_kind', t.kind, itemKinds),
    oneOf('item_origin', t.origin, itemOrigins),
    oneOf('item_wording_state', t.wordingState, wordingStates),
    oneOf('item_action_class', t.actionClass, actionClasses),
    oneOf('item_priority', t.priority, priorities),
    oneOf('item_tier', t.tier, itemTiers),
    oneOf('item_status', t.status, itemStatuses),
    oneOf('item_target_resolution', t.targetResolution, targetResolutions),
    // Each index costs every write; each has a row in the bench.
    index('item_by_key_number').on(t.keyNumber, t.id),
    index('item_by_status').on(t.status, t.targetEndOn, t.id),
    index('item_by_owner').on(t.owner, t.targetEndOn, t.id),
    index('item_by_target').on(t.targetEndOn, t.id),
    index('item_by_update').on(t.updatedAt, t.id),
  ],
)

export const itemService = table(
  'item_service',
  {
    item: text()
      .notNull()
      .references(() => item.id),
    service: text()
      .notNull()
      .references(() => service.id),
  },
  (t) => [primaryKey({ columns: [t.item, t.service] }), index('item_service_by_service').on(t.service, t.item)],
)

/**
 * What every entry carries. `seq` is the number of the history record it was written with; `recordedAt` never
 * falls along `seq`; `supersedes` names an entry of the same table that this one takes out of the record;
 * `void` says that it only takes out and puts nothing in its place.
 */
const entry = () => ({
  seq: int().primaryKey(),
  effectiveOn: day().notNull(),
  recordedAt: instant().notNull(),
  recordedBy: text()
    .notNull()
    .references(() => person.id),
  supersedes: int(),
  void: bool().notNull().default(false),
})

export const itemStatusEntry = table(
  'item_status_entry',
  {
    ...entry(),
    item: text()
      .notNull()
      .references(() => item.id),
    status: enumOf(itemStatuses).notNull(),
    effectiveResolution: enumOf(effectiveResolutions).notNull().default('day'),
    dropKind: enumOf(dropKinds),
    replacementItem: text().references(() => item.id),
    /** Completed without evidence: why there is none. */
    noEvidenceReason: text(),
    reason: text(),
    approvedBy: text().references(() => person.id),
  },
  (t) => [
    oneOf('item_status_entry_status', t.status, itemStatuses),
    oneOf('item_status_entry_resolution', t.effectiveResolution, effectiveResolutions),
    oneOf('item_status_entry_drop_kind', t.dropKind, dropKinds),
    index('item_status_entry_fold').on(t.item, t.effectiveOn, t.seq, t.recordedAt, t.status),
    index('item_status_entry_superseded').on(t.supersedes, t.recordedAt).where(sql`${t.supersedes} is not null`),
  ],
)

export const itemTargetEntry = table(
  'item_target_entry',
  {
    ...entry(),
    item: text()
      .notNull()
      .references(() => item.id),
    /** All three null: the date was withdrawn. */
    fromOn: day(),
    endOn: day(),
    targetResolution: enumOf(targetResolutions),
    publicResolution: enumOf(targetResolutions),
    saidAs: text(),
    confidence: enumOf(confidences).notNull(),
    change: enumOf(targetChanges).notNull(),
    reasonCode: enumOf(slipReasons),
    reason: text(),
  },
  (t) => [
    oneOf('item_target_entry_resolution', t.targetResolution, targetResolutions),
    oneOf('item_target_entry_public_resolution', t.publicResolution, targetResolutions),
    oneOf('item_target_entry_confidence', t.confidence, confidences),
    oneOf('item_target_entry_change', t.change, targetChanges),
    oneOf('item_target_entry_reason_code', t.reasonCode, slipReasons),
    index('item_target_entry_fold').on(t.item, t.effectiveOn, t.seq, t.recordedAt),
    index('item_target_entry_superseded').on(t.supersedes, t.recordedAt).where(sql`${t.supersedes} is not null`),
  ],
)

export const membershipEntry = table(
  'membership_entry',
  {
    ...entry(),
    program: text()
      .notNull()
      .references(() => program.id),
    item: text()
      .notNull()
      .references(() => item.id),
    change: enumOf(membershipChanges).notNull(),
    reasonCode: enumOf(acceptedReasons),
    reason: text(),
    approvedBy: text().references(() => person.id),
  },
  (t) => [
    oneOf('membership_entry_change', t.change, membershipChanges),
    oneOf('membership_entry_reason_code', t.reasonCode, acceptedReasons),
    index('membership_entry_fold').on(t.program, t.item, t.effectiveOn, t.seq, t.recordedAt, t.change),
    index('membership_entry_superseded').on(t.supersedes, t.recordedAt).where(sql`${t.supersedes} is not null`),
  ],
)

/** Projection: current membership. */
export const programItem = table(
  'program_item',
  {
    program: text()
      .notNull()
      .references(() => program.id),
    item: text()
      .notNull()
      .references(() => item.id),
  },
  (t) => [primaryKey({ columns: [t.program, t.item] }), index('program_item_by_item').on(t.item)],
)

export const evidence = table(
  'evidence',
  {
    id: text().primaryKey(),
    item: text()
      .notNull()
      .references(() => item.id),
    kind: enumOf(evidenceKinds).notNull(),
    url: text().notNull(),
    note: text(),
    addedAt: instant().notNull(),
    addedBy: text()
      .notNull()
      .references(() => person.id),
    checkedBy: text().references(() => person.id),
    checkedAt: instant(),
  },
  (t) => [oneOf('evidence_kind', t.kind, evidenceKinds), index('evidence_by_item').on(t.item)],
)

// ── Incidents ──────────────────────────────────────────────────────────────────────────────────────────

export const incident = table(
  'incident',
  {
    id: text().primaryKey(),
    key: text().notNull().unique(),
    keyNumber: int().notNull(),
    title: text().notNull(),
    severity: enumOf(severities).notNull(),
    /** The IANA zone its times are said in. */
    zone: text().notNull(),
    summaryInternal: text(),
    /** Markdown with inline directives: what `::recap` prints. */
    summaryPublic: text(),
    causeInternal: text(),
    causePublic: text(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: int().notNull().default(1),
  },
  (t) => [oneOf('incident_severity', t.severity, severities)],
)

/** A stretch of impact; there may be several. `toAt` null: it lasts. */
export const incidentWindow = table(
  'incident_window',
  {
    incident: text()
      .notNull()
      .references(() => incident.id),
    position: int().notNull(),
    fromAt: instant().notNull(),
    toAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.incident, t.position] })],
)

export const incidentMilestone = table(
  'incident_milestone',
  {
    incident: text()
      .notNull()
      .references(() => incident.id),
    position: int().notNull(),
    kind: enumOf(milestoneKinds).notNull(),
    at: instant().notNull(),
    qualifier: enumOf(milestoneQualifiers).notNull().default('exact'),
    /** The words it was said in, where they were: `within 1 minute`. */
    saidAs: text(),
    public: bool().notNull().default(true),
  },
  (t) => [
    primaryKey({ columns: [t.incident, t.position] }),
    oneOf('incident_milestone_kind', t.kind, milestoneKinds),
    oneOf('incident_milestone_qualifier', t.qualifier, milestoneQualifiers),
  ],
)

export const incidentService = table(
  'incident_service',
  {
    incident: text()
      .notNull()
      .references(() => incident.id),
    service: text()
      .notNull()
      .references(() => service.id),
    /** What customers noticed. */
    effectPublic: text(),
  },
  (t) => [primaryKey({ columns: [t.incident, t.service] })],
)

export const programIncident = table(
  'program_incident',
  {
    program: text()
      .notNull()
      .references(() => program.id),
    incident: text()
      .notNull()
      .references(() => incident.id),
  },
  (t) => [primaryKey({ columns: [t.program, t.incident] })],
)

// ── Reports ────────────────────────────────────────────────────────────────────────────────────────────

export const report = table(
  'report',
  {
    id: text().primaryKey(),
    slug: text().notNull().unique(),
    title: text().notNull(),
    template: enumOf(reportTemplates).notNull(),
    audience: enumOf(reportAudiences).notNull().default('customers'),
    locale: text().notNull().default('en-US'),
    /** The quarter it is about; null when it is about none. */
    period: text(),
    periodFromOn: day(),
    periodEndOn: day(),
    /** The day its figures stand at; null in a draft: today. */
    asOfOn: day(),
    previousReport: text(),
    state: enumOf(reportStates).notNull().default('draft'),
    /** A draft that was discarded. What was published has no delete verb. */
    discardedAt: instant(),
    createdAt: instant().notNull(),
    createdBy: text()
      .notNull()
      .references(() => person.id),
    updatedAt: instant().notNull(),
    version: int().notNull().default(1),
  },
  (t) => [
    oneOf('report_template', t.template, reportTemplates),
    oneOf('report_audience', t.audience, reportAudiences),
    oneOf('report_state', t.state, reportStates),
  ],
)

/** Every text that was saved, as it was typed. */
export const reportDraft = table(
  'report_draft',
  {
    report: text()
      .notNull()
      .references(() => report.id),
    number: int().notNull(),
    body: text().notNull(),
    author: text()
      .notNull()
      .references(() => person.id),
    savedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.report, t.number] })],
)

/** The programs a report is about. Incidents come by way of them. */
export const reportScope = table(
  'report_scope',
  {
    report: text()
      .notNull()
      .references(() => report.id),
    program: text()
      .notNull()
      .references(() => program.id),
    position: int().notNull(),
  },
  (t) => [primaryKey({ columns: [t.report, t.program] })],
)

/** Which items are shown, and in which order: a matter of the report, not of the item. */
export const reportChoice = table(
  'report_choice',
  {
    report: text()
      .notNull()
      .references(() => report.id),
    item: text()
      .notNull()
      .references(() => item.id),
    position: int().notNull(),
  },
  (t) => [primaryKey({ columns: [t.report, t.item] })],
)

/** Immutable: what was published, as it was compiled. */
export const reportVersion = table(
  'report_version',
  {
    id: text().primaryKey(),
    report: text()
      .notNull()
      .references(() => report.id),
    number: int().notNull(),
    state: enumOf(reportStates).notNull(),
    body: text().notNull(),
    model: json<unknown>().notNull(),
    contentSha256: text().notNull(),
    asOfOn: day(),
    knownAt: instant(),
    publishedAt: instant().notNull(),
    publishedOn: day().notNull(),
    publishedBy: text()
      .notNull()
      .references(() => person.id),
    elsewhereUrl: text(),
  },
  (t) => [
    uniqueIndex('report_version_number').on(t.report, t.number),
    oneOf('report_version_state', t.state, reportStates),
  ],
)

/** Immutable: the bytes customers read, one row a format. All that public pages know of an update. */
export const publication = table(
  'publication',
  {
    reportVersion: text()
      .notNull()
      .references(() => reportVersion.id),
    format: enumOf(publicationFormats).notNull(),
    slug: text().notNull(),
    title: text().notNull(),
    publishedAt: instant().notNull(),
    publishedOn: day().notNull(),
    asOfOn: day().notNull(),
    bytes: bytes().notNull(),
    sha256: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.reportVersion, t.format] }),
    oneOf('publication_format', t.format, publicationFormats),
    index('publication_by_slug').on(t.slug, t.format, t.publishedAt),
    index('publication_by_day').on(t.format, t.publishedAt),
  ],
)

/** What public pages may know of the company. */
export const publicSettings = table('public_settings', { id: int().primaryKey(), name: text().notNull() }, (t) => [
  check('public_settings_one_row', sql`${t.id} = 1`),
])

/** Immutable: each figure, date and list of a published version, with the question it answers and its rows. */
export const claim = table(
  'claim',
  {
    reportVersion: text()
      .notNull()
      .references(() => reportVersion.id),
    /** `c1`, `c2` … in the order of the text. */
    place: text().notNull(),
    directive: text().notNull(),
    query: json<Record<string, unknown>>().notNull(),
    asOfOn: day().notNull(),
    knownAt: instant(),
    words: text().notNull(),
    value: json<unknown>(),
    /** Ids of items. */
    rows: json<string[]>().notNull(),
    hash: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.reportVersion, t.place] })],
)

/** A publisher took the responsibility for an error that stood at publication. */
export const checkOverride = table(
  'check_override',
  {
    reportVersion: text()
      .notNull()
      .references(() => reportVersion.id),
    code: enumOf(checkCodes).notNull(),
    subject: text().notNull(),
    reason: text().notNull(),
    by: text()
      .notNull()
      .references(() => person.id),
  },
  (t) => [
    primaryKey({ columns: [t.reportVersion, t.code, t.subject] }),
    oneOf('check_override_code', t.code, checkCodes),
  ],
)

/** A promise that was made in public. Its outcome is computed from its subject and its events. */
export const commitment = table(
  'commitment',
  {
    id: text().primaryKey(),
    key: text().notNull().unique(),
    keyNumber: int().notNull(),
    madeIn: text()
      .notNull()
      .references(() => reportVersion.id),
    kind: enumOf(commitmentKinds).notNull(),
    /** The words it was made in. */
    text: text().notNull(),
    item: text().references(() => item.id),
    /** The quarter an update was promised about. */
    about: text(),
    /** All three null: no date was given. */
    dueFromOn: day(),
    dueEndOn: day(),
    dueResolution: enumOf(targetResolutions),
    saidAs: text(),
    /** Nobody said this date; it follows from a rule, is never printed as promised. */
    dueAssumed: bool().notNull().default(false),
  },
  (t) => [
    oneOf('commitment_kind', t.kind, commitmentKinds),
    oneOf('commitment_due_resolution', t.dueResolution, targetResolutions),
    index('commitment_by_item').on(t.item),
  ],
)

export const commitmentEvent = table(
  'commitment_event',
  {
    seq: int().primaryKey(),
    commitment: text()
      .notNull()
      .references(() => commitment.id),
    kind: enumOf(commitmentEventKinds).notNull(),
    /** The published version that said so; null when a person closed it between reports. */
    reportVersion: text().references(() => reportVersion.id),
    /** What the published report said of it. */
    outcome: enumOf(commitmentOutcomes),
    words: text(),
    evidence: text(),
    /** The day it became so. */
    effectiveOn: day().notNull(),
    dueFromOn: day(),
    dueEndOn: day(),
    dueResolution: enumOf(targetResolutions),
    recordedAt: instant().notNull(),
    recordedBy: text()
      .notNull()
      .references(() => person.id),
  },
  (t) => [
    oneOf('commitment_event_kind', t.kind, commitmentEventKinds),
    oneOf('commitment_event_outcome', t.outcome, commitmentOutcomes),
    oneOf('commitment_event_due_resolution', t.dueResolution, targetResolutions),
    index('commitment_event_by_commitment').on(t.commitment, t.seq),
  ],
)

// ── Underneath ─────────────────────────────────────────────────────────────────────────────────────────

/** What search looks through: one row for each item, incident and report; its trigram index is hand-written SQL. */
export const searchDocument = table(
  'search_document',
  {
    number: int().primaryKey(),
    kind: enumOf(foundKinds).notNull(),
    subject: text().notNull(),
    key: text().notNull(),
    title: text().notNull(),
    /** Key, title and words, without marks and in small letters. */
    folded: text().notNull(),
  },
  (t) => [
    uniqueIndex('search_document_subject').on(t.kind, t.subject),
    oneOf('search_document_kind', t.kind, foundKinds),
  ],
)

/** Append-only and chained: `hash` covers the canonical JSON of all other columns and the hash before it. */
export const history = table(
  'history',
  {
    seq: int().primaryKey(),
    at: instant().notNull(),
    actor: text().notNull(),
    actorKind: text().notNull(),
    requestId: text(),
    action: text().notNull(),
    subjectKind: text().notNull(),
    subjectId: text().notNull(),
    version: int(),
    reason: text(),
    difference: json<Record<string, unknown>>().notNull(),
    previousHash: text().notNull(),
    hash: text().notNull(),
  },
  (t) => [index('history_by_subject').on(t.subjectKind, t.subjectId, t.seq)],
)

/** One effect per intent: a repeated mutation finds its result here. */
export const intent = table(
  'intent',
  {
    actor: text().notNull(),
    intentId: text().notNull(),
    payloadHash: text().notNull(),
    result: json<unknown>(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.actor, t.intentId] })],
)

/** Moves with every commit of work; keys cached answers and tells other nodes and browsers that something changed. */
export const changeCounter = table('change_counter', { id: int().primaryKey(), n: int().notNull() }, (t) => [
  check('change_counter_one_row', sql`${t.id} = 1`),
])

/** The next number of a kind of key. It continues after the highest and never reuses one. */
export const keySeries = table('key_series', { prefix: text().primaryKey(), last: int().notNull() })

export const tables = {
  organization,
  team,
  person,
  service,
  program,
  item,
  itemService,
  itemStatusEntry,
  itemTargetEntry,
  membershipEntry,
  programItem,
  evidence,
  incident,
  incidentWindow,
  incidentMilestone,
  incidentService,
  programIncident,
  report,
  reportDraft,
  reportScope,
  reportChoice,
  reportVersion,
  publication,
  publicSettings,
  claim,
  checkOverride,
  commitment,
  commitmentEvent,
  searchDocument,
  history,
  intent,
  changeCounter,
  keySeries,
}
