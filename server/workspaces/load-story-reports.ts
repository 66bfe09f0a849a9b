import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { v7 as newId } from 'uuid'
import type { Tx } from '../../db/open'
import { reportVersion } from '../../db/schema'
import type { Story, StoryReport } from '../../db/stories'
import type { Day } from '../../domain/days'
import { quarterPeriod } from '../../domain/periods'
import { mayPublish, slugOfReport, titleOfReport } from '../../domain/reports/rules'
import { makeCommitment } from '../commitments/store'
import { columnsWithin } from '../counting/resident'
import { type Recorder, record } from '../history/store'
import { type IncidentRow, insertIncident, saveIncident } from '../incidents/store'
import { programsByKeys } from '../programs/store'
import { beginning, compileStored } from '../reports/compile'
import type { Gathering } from '../reports/facts'
import { rendered, storePublication } from '../reports/publish'
import { appendDraft, insertReport } from '../reports/store'

/** Incidents are there before the first item is accepted. */
export async function insertStoryIncident(
  tx: Tx,
  recorder: Recorder,
  told: Story['incidents'][number],
): Promise<IncidentRow> {
  const { programs, reworded: _, ...written } = told
  const rows = await programsByKeys(tx, programs)
  return insertIncident(tx, recorder, { ...written, programs: rows.map((row) => row.id) })
}

export async function rewordStoryIncident(
  tx: Tx,
  recorder: Recorder,
  row: IncidentRow,
  words: { summaryPublic: string; causePublic: string },
): Promise<IncidentRow> {
  const recorded = await record(tx, recorder, {
    did: 'incident wordPublicly',
    subjectKind: 'incident',
    subjectId: row.id,
    version: row.version + 1,
    difference: { before: { summaryPublic: row.summaryPublic, causePublic: row.causePublic }, after: words },
  })
  return saveIncident(tx, row, words, recorded)
}

/**
 * A report of the story: published elsewhere, published here, or a draft. It is compiled over what this transaction has
 * written so far, so the figures of April are those that were known in April.
 */
export async function playReport(
  tx: Tx,
  recorder: Recorder,
  told: StoryReport,
  today: Day,
  itemIds: ReadonlyMap<string, string>,
): Promise<void> {
  if (told.is === 'elsewhere') return bringIn(tx, recorder, told, today, itemIds)
  const columns = await columnsWithin(tx)
  const gathering: Gathering = {
    read: tx,
    columns,
    asOf: today,
    knownAt: null,
    today,
    question: (over) => ({ asOf: today, knownAt: null, ...over }),
    remembered: async (_, make) => make(),
  }
  const template = told.is === 'draft' ? told.template : 'blank'
  const { asked, body } = await beginning(gathering, { template, period: told.period, programs: told.programs }, 1)
  const id = newId()
  const title = titleOfReport(told.period)
  const slug = slugOfReport(told.period, title, [])
  const recorded = await record(tx, recorder, {
    did: 'report begin',
    subjectKind: 'report',
    subjectId: id,
    version: 1,
    difference: { slug, title, template, period: told.period, asOf: today },
  })
  const { fromOn, endOn } = quarterPeriod(told.period)
  const row = await insertReport(
    tx,
    {
      id,
      slug,
      title,
      template,
      period: told.period,
      periodFromOn: fromOn,
      periodEndOn: endOn,
      asOfOn: told.is === 'draft' ? null : today,
    },
    asked.programs,
    recorded,
  )
  await appendDraft(tx, row, 1, told.is === 'draft' ? body : told.body, recorded)
  if (told.is === 'draft') return
  const compiled = await compileStored(gathering, row)
  const overrides = mayPublish({ title, state: row.state, asOf: today }, compiled.checks, [], today)
  const made = rendered(compiled.facts, compiled.body, compiled.model)
  await storePublication(tx, recorder, row, made, overrides, { today, now: recorder.now().toISOString() })
}

/** A post that was published before this record began: its text, and the sentences in it that are promises. */
async function bringIn(
  tx: Tx,
  recorder: Recorder,
  told: Extract<StoryReport, { is: 'elsewhere' }>,
  today: Day,
  itemIds: ReadonlyMap<string, string>,
): Promise<void> {
  const id = newId()
  const version = newId()
  const { slug, title, url, body } = told
  const recorded = await record(tx, recorder, {
    did: 'report bringIn',
    subjectKind: 'report',
    subjectId: id,
    version: 1,
    difference: { slug, title, url, publishedOn: today },
  })
  const programs = (await programsByKeys(tx, told.programs)).map((row) => row.id)
  const row = await insertReport(tx, { id, slug, title, template: 'blank', state: 'elsewhere' }, programs, recorded)
  await appendDraft(tx, row, 1, body, recorded)
  await tx
    .insert(reportVersion)
    .values({
      id: version,
      report: row.id,
      number: 1,
      state: 'elsewhere',
      body,
      model: {},
      contentSha256: createHash('sha256')
        .update(canonicalize({ body, title, url }) ?? '')
        .digest('hex'),
      asOfOn: null,
      knownAt: null,
      publishedAt: recorded.at,
      publishedOn: today,
      publishedBy: recorded.by,
      elsewhereUrl: url,
    })
    .returning({ id: reportVersion.id })
  for (const promise of told.promises) {
    const item = itemIds.get(promise.item)
    if (!item) throw new Error(`The story promises ${promise.item}, which is not there`)
    const statement = {
      kind: 'item_target' as const,
      text: promise.text,
      item,
      about: null,
      due: null,
      dueAssumed: false,
    }
    await makeCommitment(tx, recorder, statement, { id: version })
  }
}
