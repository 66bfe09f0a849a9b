import { sql } from 'drizzle-orm'
import {
  acceptedReasons,
  actionClasses,
  confidences,
  dropKinds,
  effectiveResolutions,
  evidenceKinds,
  itemKinds,
  itemOrigins,
  itemStatuses,
  itemTiers,
  membershipChanges,
  personStates,
  priorities,
  programKinds,
  type Role,
  slipReasons,
  targetChanges,
  targetResolutions,
  wordingStates,
} from '../domain/vocabulary'
import { bool, check, day, enumOf, index, instant, int, json, oneOf, primaryKey, table, text } from './dialect'

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

// ── Underneath ─────────────────────────────────────────────────────────────────────────────────────────

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
  history,
  intent,
  changeCounter,
  keySeries,
}
