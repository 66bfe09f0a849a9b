import canonicalize from 'canonicalize'
import type { Read, Tx } from '../../db/open'
import { endOfDayInZone, type Instant } from '../../domain/days'
import { RuleError } from '../../domain/errors'
import { checkIncident } from '../../domain/incidents'
import {
  CreateIncident,
  EditIncident,
  IncidentByKey,
  LinkIncidentProgram,
  WordIncidentPublicly,
} from '../../domain/incidents.input'
import { cleanTitle } from '../../domain/items'
import { type Recorded, type Recorder, record } from '../history/store'
import { programById } from '../programs/store'
import { type Context, change, may, reading, router } from '../trpc'
import { figuresOf, incidentPage } from './page'
import {
  allIncidents,
  cleanHits,
  cleanMilestones,
  cleanWords,
  type Hit,
  type IncidentRow,
  incidentByKey,
  incidentToChange,
  insertIncident,
  isLinked,
  linkProgram,
  programLinks,
  saveIncident,
  servicesOf,
  timelineOf,
  timelinesOf,
  unlinkProgram,
} from './store'

const answer = ({ id, key, version }: IncidentRow) => ({ id, key, version })

/** The last instant that has happened: now, and in an example the end of the day its clock stands at. */
function happenedBy(ctx: Context): Instant {
  const now = ctx.workspace.now().toISOString()
  const endOfToday = endOfDayInZone(ctx.standing.today, ctx.standing.organization?.zone ?? 'UTC')
  return endOfToday < now ? endOfToday : now
}

type Values = Record<string, unknown>

/** Records what differs, before and after, and saves it. What changes nothing is no change: nothing is written. */
async function changeRecord(
  tx: Tx,
  recorder: Recorder,
  row: IncidentRow,
  verb: string,
  before: Values,
  after: Values,
  save: (recorded: Recorded, changed: ReadonlySet<string>) => Promise<IncidentRow>,
): Promise<IncidentRow> {
  const changed = Object.keys(after).filter((name) => canonicalize(before[name]) !== canonicalize(after[name]))
  if (changed.length === 0) return row
  const only = (values: Values) => Object.fromEntries(changed.map((name) => [name, values[name]]))
  const recorded = await record(tx, recorder, {
    did: `incident ${verb}`,
    subjectKind: 'incident',
    subjectId: row.id,
    version: row.version + 1,
    difference: { before: only(before), after: only(after) },
  })
  return save(recorded, new Set(changed))
}

/** In one order, so that listing the same services differently is no change. */
const byService = (hits: readonly Hit[]) => [...hits].sort((a, b) => (a.service < b.service ? -1 : 1))

/** The part of an incident that `edit` changes, as it stands. */
async function standingRecord(read: Read, row: IncidentRow) {
  const { windows, milestones } = await timelineOf(read, row.id)
  const { title, severity, zone, summaryInternal, causeInternal } = row
  const services = (await servicesOf(read, row.id)).map(({ id, effectPublic }) => ({ service: id, effectPublic }))
  return { title, severity, zone, windows, milestones, services, summaryInternal, causeInternal }
}

export const incidents = router({
  /** All of them, the latest first. */
  list: may('read').query(({ ctx }) =>
    reading(ctx, {}, async ({ read }) => {
      const rows = await allIncidents(read)
      const timelines = await timelinesOf(read, rows)
      const links = await programLinks(read)
      return {
        incidents: rows
          .map((row) => ({
            id: row.id,
            key: row.key,
            number: row.keyNumber,
            title: row.title,
            severity: row.severity,
            ...figuresOf(timelines.get(row.id) ?? { zone: row.zone, windows: [], milestones: [] }),
            programs: links
              .filter((link) => link.incident === row.id)
              .map(({ id, key, title }) => ({ id, key, title })),
          }))
          .sort((a, b) => (a.day === b.day ? b.number - a.number : (a.day ?? '') < (b.day ?? '') ? 1 : -1)),
      }
    }),
  ),

  byKey: may('read')
    .input(IncidentByKey)
    .query(({ ctx, input }) =>
      reading(ctx, {}, async ({ read }) => incidentPage(read, await incidentByKey(read, input.key))),
    ),

  create: may('edit-incidents')
    .input(CreateIncident)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'incidents.create', async (tx, recorder) =>
        answer(await insertIncident(tx, recorder, input, happenedBy(ctx))),
      ),
    ),

  /** One verb for the whole record: its parts are checked against each other, so they change together. */
  edit: may('edit-incidents')
    .input(EditIncident)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'incidents.edit', async (tx, recorder) => {
        const row = await incidentToChange(tx, input)
        const before = await standingRecord(tx, row)
        const after = {
          title: input.title === undefined ? before.title : cleanTitle(input.title, 'title'),
          severity: input.severity ?? before.severity,
          zone: input.zone ?? before.zone,
          windows: input.windows ?? before.windows,
          milestones: input.milestones ? cleanMilestones(input.milestones) : before.milestones,
          services: input.services ? cleanHits(input.services) : before.services,
          summaryInternal:
            input.summaryInternal === undefined ? before.summaryInternal : cleanWords(input.summaryInternal),
          causeInternal: input.causeInternal === undefined ? before.causeInternal : cleanWords(input.causeInternal),
        }
        checkIncident(after, happenedBy(ctx))
        const sorted = (values: typeof before) => ({ ...values, services: byService(values.services) })
        const saved = await changeRecord(
          tx,
          recorder,
          row,
          'edit',
          sorted(before),
          sorted(after),
          (recorded, changed) => {
            const { title, severity, zone, summaryInternal, causeInternal, windows, milestones, services } = after
            return saveIncident(tx, row, { title, severity, zone, summaryInternal, causeInternal }, recorded, {
              ...(changed.has('windows') ? { windows } : {}),
              ...(changed.has('milestones') ? { milestones } : {}),
              ...(changed.has('services') ? { services } : {}),
            })
          },
        )
        return answer(saved)
      }),
    ),

  /** What customers read, apart from what is known inside. */
  wordPublicly: may('word-publicly')
    .input(WordIncidentPublicly)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'incidents.wordPublicly', async (tx, recorder) => {
        const row = await incidentToChange(tx, input)
        const { summaryPublic, causePublic } = row
        const words = {
          summaryPublic: input.summaryPublic === undefined ? summaryPublic : cleanWords(input.summaryPublic),
          causePublic: input.causePublic === undefined ? causePublic : cleanWords(input.causePublic),
        }
        const saved = await changeRecord(
          tx,
          recorder,
          row,
          'wordPublicly',
          { summaryPublic, causePublic },
          words,
          (recorded) => saveIncident(tx, row, words, recorded),
        )
        return answer(saved)
      }),
    ),

  /** The program that holds what was promised after it. */
  linkProgram: may('edit-incidents')
    .input(LinkIncidentProgram)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'incidents.linkProgram', async (tx, recorder) => {
        const row = await incidentToChange(tx, input)
        const program = await programById(tx, input.programId)
        if (await isLinked(tx, row.id, program.id)) {
          throw new RuleError('already-linked', `${program.key} is linked to ${row.key} already.`, 'programId')
        }
        const recorded = await record(tx, recorder, {
          did: 'incident linkProgram',
          subjectKind: 'incident',
          subjectId: row.id,
          version: row.version + 1,
          difference: { before: { program: null }, after: { program: program.id } },
        })
        await linkProgram(tx, row.id, program.id)
        return answer(await saveIncident(tx, row, {}, recorded))
      }),
    ),

  unlinkProgram: may('edit-incidents')
    .input(LinkIncidentProgram)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'incidents.unlinkProgram', async (tx, recorder) => {
        const row = await incidentToChange(tx, input)
        const program = await programById(tx, input.programId)
        if (!(await isLinked(tx, row.id, program.id))) {
          throw new RuleError('not-linked', `${program.key} is not linked to ${row.key}.`, 'programId')
        }
        const recorded = await record(tx, recorder, {
          did: 'incident unlinkProgram',
          subjectKind: 'incident',
          subjectId: row.id,
          version: row.version + 1,
          difference: { before: { program: program.id }, after: { program: null } },
        })
        await unlinkProgram(tx, row.id, program.id)
        return answer(await saveIncident(tx, row, {}, recorded))
      }),
    ),
})
