import { v7 as newId } from 'uuid'
import type { Database, Tx } from '../../db/open'
import { organization, person, service, team } from '../../db/schema'
import type { Story, StoryAct, StoryReport } from '../../db/stories'
import { dayInZone } from '../../domain/days'
import { complete, start } from '../../domain/items'
import { moveTarget, targetStory } from '../../domain/targets'
import { type Recorder, record } from '../history/store'
import type { IncidentRow } from '../incidents/store'
import { propose } from '../items/propose'
import {
  type ItemRow,
  saveStatus,
  saveTarget,
  standingItem,
  statedTargets,
  targetEntriesOf,
  touchItem,
} from '../items/store'
import { insertLocalPerson } from '../people/store'
import { insertProgram } from '../programs/store'
import { rememberItem } from '../search/documents'
import { insertStoryIncident, playReport, rewordStoryIncident } from './load-story-reports'
import { moveCounter } from './workspace'

/** An example becomes a workspace: one write, through the product's own verbs, each act recorded at its own time. */
export function loadStory(db: Database, story: Story): Promise<void> {
  return db.write(async (tx) => {
    await insertPeople(tx, story)
    const acts = actsInOrder(story)
    const [first] = acts
    const began = first ? first.recordedAt : `${story.organization.todayOn}T12:00:00.000Z`
    const programs = await insertPrograms(tx, story, recorderAt(story, began))
    const incidents = new Map<Story['incidents'][number], IncidentRow>()
    for (const told of story.incidents)
      incidents.set(told, await insertStoryIncident(tx, recorderAt(story, began), told))
    const rows = new Map<string, ItemRow>()
    for (const act of acts) {
      const recorder = recorderAt(story, act.recordedAt)
      const today = dayInZone(new Date(act.recordedAt), story.organization.zone)
      if (act.did === 'report') {
        await playReport(tx, recorder, act.report, today, new Map([...rows].map(([key, row]) => [key, row.id])))
        continue
      }
      if (act.did === 'reword') {
        const row = incidents.get(act.incident)
        if (row) incidents.set(act.incident, await rewordStoryIncident(tx, recorder, row, act.words))
        continue
      }
      if (act.did === 'accept') {
        const { row } = await accepted(tx, recorder, act.item, programs, today)
        if (row.key !== act.item.key) throw new Error(`The story numbers ${act.item.key} as ${row.key}`)
        rows.set(row.key, row)
        continue
      }
      const row = rows.get(act.item.key)
      if (!row) throw new Error(`${act.item.key} acts before it exists`)
      rows.set(row.key, await played(tx, recorder, row, act, today))
    }
    await moveCounter(tx)
  })
}

type ItemAct = StoryAct & { item: Story['items'][number] }
type Act =
  | ItemAct
  | { did: 'accept'; recordedAt: string; item: Story['items'][number] }
  | { did: 'report'; recordedAt: string; report: StoryReport }
  | {
      did: 'reword'
      recordedAt: string
      incident: Story['incidents'][number]
      words: { summaryPublic: string; causePublic: string }
    }

/** By the time of recording: `recordedAt` never falls along the history. Acceptances keep the order of the keys. */
function actsInOrder(story: Story): Act[] {
  const acceptances = story.items.map(
    (item): Act => ({ did: 'accept', recordedAt: `${item.acceptedOn}T18:00:00.000Z`, item }),
  )
  const others = story.items.flatMap((item) => item.acts.map((act): Act => ({ ...act, item })))
  const reports = story.reports.map((report): Act => ({ did: 'report', recordedAt: report.recordedAt, report }))
  const words = story.incidents.flatMap((incident) =>
    incident.reworded.map(
      ({ recordedAt, summaryPublic, causePublic }): Act => ({
        did: 'reword',
        recordedAt,
        incident,
        words: { summaryPublic, causePublic },
      }),
    ),
  )
  return [...acceptances, ...others, ...words, ...reports].sort((a, b) =>
    a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : 0,
  )
}

const recorderAt = (story: Story, instant: string): Recorder => ({
  actor: { id: story.recorder, kind: 'story' },
  requestId: null,
  now: () => new Date(instant),
})

async function insertPeople(tx: Tx, story: Story) {
  await tx
    .insert(organization)
    .values({ id: 1, ...story.organization })
    .returning()
  for (const each of story.teams) await tx.insert(team).values(each).returning()
  for (const each of story.people) {
    await tx
      .insert(person)
      .values({ ...each, roles: [], state: 'directory' })
      .returning()
  }
  await insertLocalPerson(tx, 'You')
  for (const each of story.services) await tx.insert(service).values(each).returning()
}

async function insertPrograms(tx: Tx, story: Story, recorder: Recorder): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const program of story.programs) {
    const id = newId()
    const { key, titleInternal, titlePublic, kind, baselineOn } = program
    const recorded = await record(tx, recorder, {
      did: 'program create',
      subjectKind: 'program',
      subjectId: id,
      version: 1,
      difference: { key, titleInternal, titlePublic, kind, baselineOn },
    })
    await insertProgram(tx, { id, ...program }, recorded)
    ids.set(key, id)
  }
  return ids
}

function accepted(
  tx: Tx,
  recorder: Recorder,
  item: Story['items'][number],
  programs: ReadonlyMap<string, string>,
  today: Parameters<typeof propose>[3],
) {
  const program = programs.get(item.program)
  if (!program) throw new Error(`${item.key} belongs to an unknown program ${item.program}`)
  return propose(
    tx,
    recorder,
    {
      id: newId(),
      origin: 'story',
      titleInternal: item.title,
      descriptionInternal: item.description ?? null,
      titlePublic: item.titlePublic ?? null,
      notePublic: item.notePublic ?? null,
      wordingState: item.titlePublic ? 'approved' : 'private',
      placeholder: item.placeholder ?? false,
      kind: item.kind ?? 'improvement',
      continuous: item.continuous ?? false,
      tier: item.tier ?? 'improvement',
      actionClass: item.actionClass ?? null,
      owner: item.owner ?? null,
      accountable: item.accountable ?? null,
      services: [...(item.services ?? [])],
      programs: [program],
      on: item.acceptedOn,
    },
    today,
  )
}

async function played(tx: Tx, recorder: Recorder, row: ItemRow, act: ItemAct, today: Parameters<typeof propose>[3]) {
  if (act.did === 'promise') {
    const story = targetStory(statedTargets(await targetEntriesOf(tx, row.id)))
    const { period, saidAs, confidence } = act
    const move = moveTarget(
      row,
      story,
      { period, publicResolution: period.resolution, saidAs, confidence },
      { on: act.on },
      today,
    )
    const recorded = await record(tx, recorder, {
      did: 'item moveTarget',
      subjectKind: 'item',
      subjectId: row.id,
      version: row.version + 1,
      difference: { from: story.standing, to: period, change: move.change },
    })
    return saveTarget(tx, row, move, recorded)
  }
  if (act.did === 'word') {
    const words = { titlePublic: act.titlePublic, wordingState: 'approved' as const }
    const recorded = await record(tx, recorder, {
      did: 'item wordPublicly',
      subjectKind: 'item',
      subjectId: row.id,
      version: row.version + 1,
      difference: { before: { titlePublic: row.titlePublic, wordingState: row.wordingState }, after: words },
    })
    const worded = await touchItem(tx, row, recorded, words)
    await rememberItem(tx, worded)
    return worded
  }
  const { standing } = await standingItem(tx, row)
  const status =
    act.did === 'start'
      ? start(standing, { on: act.on }, today)
      : complete(
          standing,
          { on: act.on, resolution: act.resolution },
          // What the posts do not show was not recorded; that is said, not hidden.
          { evidence: false, noEvidenceReason: 'not recorded in the public posts' },
          today,
        )
  const recorded = await record(tx, recorder, {
    did: `item ${act.did}`,
    subjectKind: 'item',
    subjectId: row.id,
    version: row.version + 1,
    difference: { from: standing.status, ...status },
  })
  return saveStatus(tx, row, status, recorded)
}
