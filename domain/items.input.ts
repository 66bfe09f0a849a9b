import { z } from 'zod'
import {
  actionClasses,
  addedReasons,
  confidences,
  dropKinds,
  effectiveResolutions,
  itemKinds,
  itemStatuses,
  itemTiers,
  priorities,
  removedReasons,
  slipReasons,
  targetResolutions,
  wordingStates,
} from './vocabulary'
import { AsOf, DayInput, IdInput, Intent, QuarterInput, Text, Versioned } from './vocabulary.input'

const Period = z.object({ fromOn: DayInput, endOn: DayInput, resolution: z.enum(targetResolutions) })
const Target = z.object({
  period: Period.nullable(),
  publicResolution: z.enum(targetResolutions).nullable().optional(),
  saidAs: Text(200).nullable().optional(),
  confidence: z.enum(confidences),
})

/** A new improvement. With `programs` it is accepted into them from `on`; without, it is proposed. */
export const ProposeItem = Intent.extend({
  titleInternal: Text(2_000),
  kind: z.enum(itemKinds).default('improvement'),
  continuous: z.boolean().default(false),
  tier: z.enum(itemTiers).default('improvement'),
  actionClass: z.enum(actionClasses).nullable().optional(),
  priority: z.enum(priorities).nullable().optional(),
  descriptionInternal: Text(20_000).nullable().optional(),
  titlePublic: Text(2_000).nullable().optional(),
  owner: IdInput.nullable().optional(),
  accountable: IdInput.nullable().optional(),
  team: IdInput.nullable().optional(),
  services: z.array(IdInput).max(50).default([]),
  programs: z.array(IdInput).max(20).default([]),
  on: DayInput.optional(),
  reasonCode: z.enum(addedReasons).optional(),
  reason: Text(2_000).optional(),
  approvedBy: IdInput.optional(),
  target: Target.optional(),
})

const ItemVersion = Versioned.extend({ itemId: IdInput })
const Dated = ItemVersion.extend({ on: DayInput.optional(), resolution: z.enum(effectiveResolutions).optional() })

export const AcceptItem = Dated
export const StartItem = Dated
export const BlockItem = Dated.extend({ reason: Text(2_000) })
export const UnblockItem = Dated
export const SubmitItem = Dated
export const CompleteItem = Dated.extend({
  evidenceUrl: z
    .url({ protocol: /^https?$/, message: 'A link to evidence begins with http:// or https://.' })
    .max(2_000)
    .optional(),
  noEvidenceReason: Text(2_000).optional(),
})
export const ReopenItem = Dated.extend({ reason: Text(2_000) })
export const DropItem = Dated.extend({
  kind: z.enum(dropKinds),
  reason: Text(2_000),
  approvedBy: IdInput.optional(),
  replacementItem: IdInput.optional(),
})
export const CorrectStatusDay = ItemVersion.extend({
  on: DayInput,
  resolution: z.enum(effectiveResolutions).optional(),
})
export const MoveItemTarget = ItemVersion.extend({
  target: Target,
  saidOn: DayInput.optional(),
  reasonCode: z.enum(slipReasons).optional(),
  reason: Text(2_000).optional(),
})
export const AssignItem = ItemVersion.extend({ owner: IdInput.nullable() })
export const RetitleItem = ItemVersion.extend({ titleInternal: Text(2_000) })
export const DescribeItem = ItemVersion.extend({ descriptionInternal: Text(20_000) })
export const WordItemPublicly = ItemVersion.extend({
  titlePublic: Text(2_000).nullable(),
  wordingState: z.enum(wordingStates),
})
export const UndoItemChange = ItemVersion.extend({ seq: z.int().min(1) })
export const AddItemToProgram = ItemVersion.extend({
  programId: IdInput,
  on: DayInput.optional(),
  reasonCode: z.enum(addedReasons).optional(),
  reason: Text(2_000).optional(),
  approvedBy: IdInput.optional(),
})
export const RemoveItemFromProgram = ItemVersion.extend({
  programId: IdInput,
  on: DayInput.optional(),
  reasonCode: z.enum(removedReasons),
  reason: Text(2_000).optional(),
  approvedBy: IdInput.optional(),
})

export const itemSorts = ['schedule', 'key', 'target', 'status', 'owner', 'updated'] as const
export const statusGroups = ['open', 'done', 'dropped', 'in_flight', 'not_started', 'proposed'] as const

/** The filters of a list: what the address carries and what the command line takes. */
export const ItemFilters = AsOf.extend({
  /** Program keys. */
  program: z.array(Text(20)).max(20).optional(),
  status: z
    .array(z.enum([...itemStatuses, ...statusGroups]))
    .max(12)
    .optional(),
  /** A person's id, or `nobody`. */
  owner: IdInput.optional(),
  team: IdInput.optional(),
  service: IdInput.optional(),
  /** The quarter the target ends in; or `none`, `overdue`. */
  due: z.union([z.enum(['none', 'overdue']), QuarterInput]).optional(),
  /** The quarter it was done in; or `unstated`: by a day, in no quarter. */
  finished: z.union([z.literal('unstated'), QuarterInput]).optional(),
  /** Its target moved after this day. */
  movedSince: DayInput.optional(),
  /** Done at as-of and not yet at this day. */
  doneSince: DayInput.optional(),
  /** Words of the title, or a key. */
  text: Text(200).optional(),
  kind: z.enum(['counted', 'ongoing']).optional(),
})

export const ListItems = ItemFilters.extend({
  sort: z.enum(itemSorts).default('key'),
  descending: z.boolean().default(false),
  cursor: Text(400).optional(),
  limit: z.int().min(1).max(100).default(50),
})

const List = <T extends z.ZodType>(schema: T) =>
  z.preprocess(
    (given) =>
      typeof given === 'string'
        ? given
            .split(',')
            .map((part) => part.trim())
            .filter(Boolean)
        : given,
    schema,
  )

/** The same filters as the address of the items page writes them: `program=FES,XSV&status=done`. Nothing else. */
export const ItemsInAddress = ItemFilters.extend({
  program: List(ItemFilters.shape.program),
  status: List(ItemFilters.shape.status),
  sort: ListItems.shape.sort,
  descending: z
    .literal('true')
    .optional()
    .transform((given) => given === 'true'),
}).strict()

export const ItemByKey = z.object({ key: Text(40).min(1) })
