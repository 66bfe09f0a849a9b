import { and, eq, fillPlaceholders, inArray, sql } from 'drizzle-orm'
import type { Read, Rows } from '../../db/open'
import { item, person, program, programItem, team } from '../../db/schema'
import { type Cell, csvLine } from '../../domain/csv'
import type { Day } from '../../domain/days'
import { isOverdue, titleOf } from '../../domain/items'
import { type FiscalFirstMonth, type Period, periodInWords } from '../../domain/periods'
import {
  actionClassWords,
  type EffectiveResolution,
  itemKindWords,
  statusWords,
  tierWords,
  wordingStateWords,
} from '../../domain/vocabulary'
import { idSlots, inIdSlots } from '../id-slots'
import { asksTheRecord } from '../items/list'
import { conditionsNow, orderOf } from '../items/list-now'
import { matchingRows, sorted, targetOfThen } from '../items/list-then'
import { idsByAttributes, type Listing } from '../items/listed'
import { programsByKeys } from '../programs/store'
import { type Context, type Reading, readingOf } from '../trpc'

const heads = [
  'Key',
  'Title',
  'Kind',
  'Status',
  'Status since',
  'Since by',
  'Overdue',
  'Ongoing',
  'Target from',
  'Target to',
  'Target',
  'Moved',
  'Days slipped',
  'Owner',
  'Accountable',
  'Team',
  'Programs',
  'Priority',
  'Tier',
  'Class',
  'Customer wording',
  'Wording is',
  'Description',
  'Created',
  'Updated',
] as const

/** In this order a row of the database arrives, as an array; `rowOf` counts on it. */
const columns = {
  id: item.id,
  key: item.key,
  titleInternal: item.titleInternal,
  placeholder: item.placeholder,
  kind: item.kind,
  status: item.status,
  statusOn: item.statusOn,
  doneResolution: item.doneResolution,
  continuous: item.continuous,
  targetFromOn: item.targetFromOn,
  targetEndOn: item.targetEndOn,
  targetResolution: item.targetResolution,
  moves: item.moves,
  slipDays: item.slipDays,
  owner: person.name,
  accountable: sql<string | null>`(select name from ${person} where id = ${item.accountable})`,
  team: team.name,
  programs: sql<string | null>`(select string_agg(${program.key}, ' ' order by ${program.position}) from ${programItem}
    inner join ${program} on ${program.id} = ${programItem.program} where ${programItem.item} = ${item.id})`,
  priority: item.priority,
  tier: item.tier,
  actionClass: item.actionClass,
  titlePublic: item.titlePublic,
  wordingState: item.wordingState,
  descriptionInternal: item.descriptionInternal,
  createdAt: item.createdAt,
  updatedAt: item.updatedAt,
}

const selectRows = (read: Read) =>
  read.select(columns).from(item).leftJoin(person, eq(person.id, item.owner)).leftJoin(team, eq(team.id, item.team))

type Row = Awaited<ReturnType<typeof selectRows>>[number]

/** Where a row stands, today or on the day asked about. */
type Standing = Pick<Row, 'status' | 'targetFromOn' | 'targetEndOn' | 'targetResolution'> & {
  statusOn: Day | null
  resolution: EffectiveResolution | null
  overdue: boolean
}

export type Asked = Omit<Listing, 'limit' | 'cursor'>

/**
 * The list as CSV: its rows and no other, one line each under a line of heads, in pieces. In the order of the keys
 * unless it is sorted by a column. On another day the status and the target are those of then; names and words are
 * today's. Gives the number of rows. Throws what the list throws, before the first piece.
 */
export async function writeItemsCsv(
  ctx: Pick<Context, 'workspace' | 'standing'>,
  asked: Asked,
  write: (text: string) => void | Promise<void>,
): Promise<number> {
  // Not inside the stream: building the columns streams as well, and there are only so many connections for that.
  await ctx.workspace.counting.build()
  return ctx.workspace.db.stream(async (read, rows) => {
    const view = await readingOf(ctx, asked, read)
    const firstMonth = ctx.standing.organization?.fiscalFirstMonth ?? 1
    const chosen = asked.program?.length ? await programsByKeys(read, asked.program) : null
    const programIds = chosen?.map((each) => each.id) ?? null
    const lines = new Lines(firstMonth)
    const pieces = asksTheRecord(asked, ctx.standing.today)
      ? linesThen(view, asked, programIds, firstMonth, lines)
      : linesNow(read, rows, asked, { today: ctx.standing.today, firstMonth, programIds }, lines)
    let text = csvLine(heads)
    for await (const piece of pieces) {
      await write(text + piece)
      text = ''
    }
    if (text) await write(text)
    return lines.written
  })
}

async function* linesNow(
  read: Read,
  rows: Rows,
  asked: Asked,
  context: Parameters<typeof conditionsNow>[1],
  lines: Lines,
): AsyncGenerator<string> {
  const { conditions, values } = conditionsNow(asked, context)
  const sort = asked.sort === 'schedule' ? 'key' : asked.sort
  const query = selectRows(read)
    .where(and(...conditions()))
    .orderBy(...orderOf({ sort, descending: asked.descending }))
  const filledIn = {
    toSQL: () => {
      const { sql: text, params } = query.toSQL()
      return { sql: text, params: fillPlaceholders(params, values) }
    },
  }
  for await (const chunk of rows<readonly unknown[]>(filledIn)) {
    let text = ''
    for (const cells of chunk) {
      const row = rowOf(cells)
      text += lines.line(row, {
        status: row.status,
        statusOn: row.statusOn,
        resolution: row.doneResolution,
        targetFromOn: row.targetFromOn,
        targetEndOn: row.targetEndOn,
        targetResolution: row.targetResolution,
        overdue: isOverdue(row, context.today),
      })
    }
    yield text
  }
}

/**
 * The driver's own values, in the order of `columns`: one engine knows no booleans. Written out, because an object that is
 * put together by name costs more than all the rest of its line.
 */
const rowOf = (cells: readonly unknown[]): Row => ({
  id: cells[0] as Row['id'],
  key: cells[1] as Row['key'],
  titleInternal: cells[2] as Row['titleInternal'],
  placeholder: Boolean(cells[3]),
  kind: cells[4] as Row['kind'],
  status: cells[5] as Row['status'],
  statusOn: cells[6] as Row['statusOn'],
  doneResolution: cells[7] as Row['doneResolution'],
  continuous: Boolean(cells[8]),
  targetFromOn: cells[9] as Row['targetFromOn'],
  targetEndOn: cells[10] as Row['targetEndOn'],
  targetResolution: cells[11] as Row['targetResolution'],
  moves: cells[12] as Row['moves'],
  slipDays: cells[13] as Row['slipDays'],
  owner: cells[14] as Row['owner'],
  accountable: cells[15] as Row['accountable'],
  team: cells[16] as Row['team'],
  programs: cells[17] as Row['programs'],
  priority: cells[18] as Row['priority'],
  tier: cells[19] as Row['tier'],
  actionClass: cells[20] as Row['actionClass'],
  titlePublic: cells[21] as Row['titlePublic'],
  wordingState: cells[22] as Row['wordingState'],
  descriptionInternal: cells[23] as Row['descriptionInternal'],
  createdAt: cells[24] as Row['createdAt'],
  updatedAt: cells[25] as Row['updatedAt'],
})

const rowsPerPiece = 500

async function* linesThen(
  view: Reading,
  asked: Asked,
  programIds: readonly string[] | null,
  firstMonth: FiscalFirstMonth,
  lines: Lines,
): AsyncGenerator<string> {
  const only = await idsByAttributes(view.read, asked)
  const ofToday = asked.sort === 'owner' || asked.sort === 'updated' || asked.sort === 'schedule'
  const sort = ofToday ? 'key' : asked.sort
  const matching = sorted(matchingRows(view, asked, programIds ?? 'all', only, firstMonth), {
    sort,
    descending: asked.descending,
  })
  for (let from = 0; from < matching.length; from += rowsPerPiece) {
    const part = matching.slice(from, from + rowsPerPiece)
    const byId = new Map<string, Row>()
    for (const ids of inIdSlots(part.map((row) => row.id))) {
      const found = await view.read
        .prepared('items-csv', (r) => selectRows(r).where(inArray(item.id, idSlots)))
        .execute(ids)
      for (const row of found) byId.set(row.id, row)
    }
    let text = ''
    for (const then of part) {
      const row = byId.get(then.id)
      if (!row) continue
      const { status, statusOn, targetEndOn } = then
      const { targetFromOn, targetResolution } =
        row.targetEndOn === targetEndOn ? row : { ...row, ...(await targetOfThen(view, then)) }
      text += lines.line(row, {
        status,
        statusOn,
        resolution: status === 'done' ? then.statusResolution : null,
        targetFromOn,
        targetEndOn,
        targetResolution,
        overdue: isOverdue(then, view.asOf),
      })
    }
    yield text
  }
}

class Lines {
  written = 0
  /** A few hundred periods at most, said a hundred thousand times. */
  readonly #periods = new Map<string, string>()

  constructor(private readonly firstMonth: FiscalFirstMonth) {}

  line(row: Row, then: Standing): string {
    this.written++
    const cells: Cell[] = [
      row.key,
      titleOf(row),
      itemKindWords[row.kind],
      statusWords[then.status],
      then.statusOn,
      then.status === 'done' ? then.resolution : null,
      then.overdue ? 'yes' : 'no',
      row.continuous ? 'yes' : 'no',
      then.targetFromOn,
      then.targetEndOn,
      this.#target(then),
      row.moves,
      row.slipDays,
      row.owner,
      row.accountable,
      row.team,
      row.programs,
      row.priority,
      tierWords[row.tier],
      row.actionClass && actionClassWords[row.actionClass],
      row.titlePublic,
      wordingStateWords[row.wordingState],
      row.descriptionInternal,
      row.createdAt,
      row.updatedAt,
    ]
    return csvLine(cells)
  }

  #target({ targetFromOn, targetEndOn, targetResolution }: Standing): string | null {
    if (targetEndOn === null) return null
    const period: Period = {
      fromOn: targetFromOn ?? targetEndOn,
      endOn: targetEndOn,
      resolution: targetResolution ?? 'day',
    }
    const name = `${period.fromOn} ${period.endOn} ${period.resolution}`
    let words = this.#periods.get(name)
    if (words === undefined) {
      words = periodInWords(period, this.firstMonth)
      this.#periods.set(name, words)
    }
    return words
  }
}
