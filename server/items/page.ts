import { asc, eq, sql } from 'drizzle-orm'
import type { Read } from '../../db/open'
import { itemService, program, programItem, service, team } from '../../db/schema'
import { liveEntries } from '../../domain/entries'
import { isOverdue, possibleVerbs, titleOf } from '../../domain/items'
import { effectiveInWords, type Period } from '../../domain/periods'
import { targetStory } from '../../domain/targets'
import { promisesOfItem } from '../commitments/store'
import { namesOfPeople } from '../people/store'
import { programKeysByIds } from '../programs/store'
import type { Standing } from '../workspaces/workspace'
import { evidenceOf, type ItemRow, membershipEntriesOf, statedTargets, statusEntriesOf, targetEntriesOf } from './store'
import { storyOf } from './story'

/** Everything one item's page shows, at today's values. */
export async function itemPage(read: Read, row: ItemRow, standing: Standing) {
  const firstMonth = standing.organization?.fiscalFirstMonth ?? 1
  const status = await statusEntriesOf(read, row.id)
  const target = await targetEntriesOf(read, row.id)
  const membership = await membershipEntriesOf(read, row.id)
  const personIds = new Set<string>()
  for (const id of [row.owner, row.accountable, row.createdBy]) if (id) personIds.add(id)
  for (const entry of [...status, ...target, ...membership]) personIds.add(entry.recordedBy)
  for (const entry of [...status, ...membership]) if (entry.approvedBy) personIds.add(entry.approvedBy)
  const names = await namesOfPeople(read, [...personIds])
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  const programs = await programKeysByIds(read, [...new Set(membership.map((entry) => entry.program))])
  const memberOf = await read
    .prepared('item-programs', (r) =>
      r
        .select({ id: program.id, key: program.key, title: program.titleInternal })
        .from(programItem)
        .innerJoin(program, eq(program.id, programItem.program))
        .where(eq(programItem.item, sql.placeholder('item')))
        .orderBy(asc(program.position)),
    )
    .execute({ item: row.id })
  const services = await read
    .prepared('item-services', (r) =>
      r
        .select({ key: service.key, name: service.name })
        .from(itemService)
        .innerJoin(service, eq(service.id, itemService.service))
        .where(eq(itemService.item, sql.placeholder('item')))
        .orderBy(asc(service.name)),
    )
    .execute({ item: row.id })
  const [itsTeam] = row.team ? await read.select().from(team).where(eq(team.id, row.team)) : []
  const proofs = await evidenceOf(read, row.id)
  const story = targetStory(statedTargets(target))
  const standingTarget = liveEntries(target).at(-1)
  const person_ = (id: string | null) => {
    const name = nameOf(id)
    return id && name ? { id, name } : null
  }
  return {
    id: row.id,
    key: row.key,
    version: row.version,
    kind: row.kind,
    continuous: row.continuous,
    placeholder: row.placeholder,
    origin: row.origin,
    tier: row.tier,
    actionClass: row.actionClass,
    priority: row.priority,
    title: titleOf(row),
    titleInternal: row.titleInternal,
    descriptionInternal: row.descriptionInternal,
    titlePublic: row.titlePublic,
    notePublic: row.notePublic,
    wordingState: row.wordingState,
    status: row.status,
    statusOn: row.statusOn,
    statusInWords: effectiveInWords(row.statusOn, liveEntries(status).at(-1)?.effectiveResolution ?? 'day', firstMonth),
    overdue: isOverdue(row, standing.today),
    verbs: possibleVerbs(row),
    owner: person_(row.owner),
    accountable: person_(row.accountable),
    team: itsTeam?.name ?? null,
    acceptance: row.acceptance,
    programs: memberOf,
    services,
    target: {
      period: story.standing as Period | null,
      saidAs: standingTarget?.saidAs ?? null,
      confidence: standingTarget?.endOn ? standingTarget.confidence : null,
      firstSaidOn: liveEntries(target)[0]?.effectiveOn ?? null,
      firstCommitted: story.firstCommitted as Period | null,
      moves: story.moves,
      slipDays: story.slipDays,
    },
    promises: await promisesOfItem(read, row.id),
    evidence: proofs.map(({ id, url, note, addedAt, checkedAt }) => ({
      id,
      url,
      note,
      addedAt,
      checked: checkedAt !== null,
    })),
    noEvidenceReason: liveEntries(status).at(-1)?.noEvidenceReason ?? null,
    story: storyOf(
      { status, target, membership },
      { person: nameOf, program: (id) => programs.get(id) ?? 'a program' },
      firstMonth,
    ),
  }
}
