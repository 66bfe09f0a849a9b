import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { limitOfPublishing } from './limit-publish'
import { limitOfWrites, setPragmas } from './limit-writes'

/**
 * The same answers without a product around them: node:http, a prepared statement for each, the same rows, columns and
 * bytes. It checks nothing and forbids nothing. Like the product it counts the matching rows once.
 */
const dataDir = process.env.BENCH_DATA ?? ''
const db = new Sqlite(join(dataDir, 'main.db'))
setPragmas(db)
const reader = new Sqlite(join(dataDir, 'main.db'), { readonly: true })
setPragmas(reader)

const columns = `i.id, i.key, i.key_number, i.title_internal, i.placeholder, i.continuous, i.kind, i.status, i.status_on,
  i.done_resolution, i.owner, p.name as owner_name, i.target_from_on, i.target_end_on, i.target_resolution, i.moves,
  i.version, i.done_on, i.updated_at`
const from = 'from item i left join person p on p.id = i.owner'
const open = "i.status in ('accepted', 'in_progress', 'blocked', 'in_verification')"
const pastTarget = '(i.target_end_on > @after or i.target_end_on is null or (i.target_end_on = @after and i.id > @id))'

/** Each kind of list: its page after a cursor, and how many rows match. */
const lists = {
  target: {
    where: '1',
    page: `${pastTarget} order by i.target_end_on asc nulls last, i.id asc`,
  },
  'owner-target': {
    where: 'i.owner = @filter',
    page: `${pastTarget} order by i.target_end_on asc nulls last, i.id asc`,
  },
  'status-target': {
    where: 'i.status = @filter',
    page: `${pastTarget} order by i.target_end_on asc nulls last, i.id asc`,
  },
  'status-updated': {
    where: 'i.status = @filter',
    page: '(i.updated_at < @after or (i.updated_at = @after and i.id < @id)) order by i.updated_at desc, i.id desc',
  },
  'owner-schedule': {
    where: 'i.owner = @filter',
    page: `${open} and i.continuous = 0 and i.target_end_on is not null and (i.target_end_on > @after or (i.target_end_on = @after and i.key_number > @number))
      order by i.target_end_on asc, i.key_number asc`,
  },
}
export type ListKind = keyof typeof lists | 'schedule'

interface ItemRow {
  id: string
  key: string
  key_number: number
  title_internal: string
  placeholder: number
  continuous: number
  kind: string
  status: string
  status_on: string
  done_resolution: string | null
  owner: string | null
  owner_name: string | null
  target_from_on: string | null
  target_end_on: string | null
  target_resolution: string | null
  moves: number
  version: number
  done_on: string | null
  updated_at: string
}

/** All of the schedule: each status in order by its index, merged here. */
const openPage = reader.prepare(
  `select ${columns} ${from} where i.status = @status and i.continuous = 0 and i.target_end_on >= @after
     and (i.target_end_on > @after or (i.target_end_on = @after and i.key_number > @number))
   order by i.target_end_on asc, i.key_number asc limit @limit`,
)
const allMatching = reader.prepare('select count(*) from item').pluck()
const byTarget = (a: ItemRow, b: ItemRow) =>
  a.target_end_on === b.target_end_on
    ? a.key_number - b.key_number
    : (a.target_end_on ?? '') < (b.target_end_on ?? '')
      ? -1
      : 1

const today = '2023-01-01'
const names = reader.prepare(
  `select pi.item, p.key from program_item pi join program p on p.id = pi.program
   where pi.item in (${Array(50).fill('?').join(', ')}) order by p.position`,
)
const prepared = new Map(
  Object.entries(lists).map(([kind, { where, page }]) => [
    kind,
    {
      page: reader.prepare(`select ${columns} ${from} where ${where} and ${page} limit @limit`),
      matching: reader.prepare(`select count(*) from item i where ${where}`).pluck(),
    },
  ]),
)
/** What the counting columns answered, which a limit has no business computing: it is part of the bytes all the same. */
let counts: unknown = null
let groups: unknown = null

const matchingKnown = new Map<string, number>()

function list(asked: URLSearchParams): string {
  const kind = asked.get('kind') ?? ''
  const of = prepared.get(kind)
  const limit = 50
  const filter = asked.get('filter')
  const values = { filter, after: asked.get('after'), id: asked.get('id'), number: Number(asked.get('number')) }
  const rows = of
    ? (of.page.all({ ...values, limit: limit + 1 }) as ItemRow[])
    : ['accepted', 'in_progress', 'blocked', 'in_verification']
        .flatMap((status) => openPage.all({ ...values, status, limit: limit + 1 }) as ItemRow[])
        .sort(byTarget)
        .slice(0, limit + 1)
  const known = matchingKnown.get(`${kind} ${filter}`)
  const matching = known ?? ((of ? of.matching.get({ filter }) : allMatching.get()) as number)
  matchingKnown.set(`${kind} ${filter}`, matching)
  const items = rows.slice(0, limit).map((row) => ({
    id: row.id,
    key: row.key,
    title: row.title_internal,
    placeholder: row.placeholder === 1,
    continuous: row.continuous === 1,
    kind: row.kind,
    status: row.status,
    statusOn: row.status_on,
    statusResolution: row.done_resolution,
    owner: row.owner ? { id: row.owner, name: row.owner_name } : null,
    targetFromOn: row.target_from_on,
    targetEndOn: row.target_end_on,
    targetResolution: row.target_resolution,
    overdue:
      !row.continuous &&
      row.target_end_on !== null &&
      row.target_end_on < today &&
      row.status !== 'done' &&
      row.status !== 'dropped' &&
      row.status !== 'proposed',
    moves: row.moves,
    version: row.version,
    programs: [] as string[],
  }))
  const byId = new Map(items.map((item) => [item.id, item]))
  const ids: (string | null)[] = items.map((item) => item.id)
  while (ids.length < 50) ids.push(null)
  for (const name of names.all(...ids) as { item: string; key: string }[]) byId.get(name.item)?.programs.push(name.key)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  const sorted = kind === 'status-updated' ? last?.updated_at : last?.target_end_on
  const section = kind.endsWith('schedule') ? 'due' : null
  const nextCursor = last
    ? Buffer.from(JSON.stringify([sorted, last.id, last.key_number, section])).toString('base64url')
    : null
  return JSON.stringify({ result: { data: { items, matching, groups, nextCursor, counts } } })
}

/** The index of memberships begins with the program. */
const byProgram = ' and program in (select id from program)'
const itemByKey = reader.prepare('select * from item where key = ?')
const entriesOf = ['item_status_entry', 'item_target_entry', 'membership_entry'].map((name) =>
  reader.prepare(`select * from ${name} where item = ?${name === 'membership_entry' ? byProgram : ''}`),
)

/** The rows that an item's page is made of. What the product makes of them in words is not here. */
function one(key: string): string {
  const row = itemByKey.get(key) as { id: string }
  const [status, target, membership] = entriesOf.map((entries) => entries.all(row.id))
  return JSON.stringify({ result: { data: { ...row, status, target, membership } } })
}

const found = reader.prepare(
  `select kind, subject, key, title, count(*) over () as matching from search_document
   where number in (select rowid from search_index where search_index match @phrase)
     and (@short is null or folded like @short escape '\\')
   order by case when folded like @beginning escape '\\' then 0
     when folded like @head0 escape '\\' and (@head1 is null or folded like @head1 escape '\\')
       and (@head2 is null or folded like @head2 escape '\\') then 1 else 2 end,
     length(key), key, number
   limit 50`,
)

/** Up to three words, one of them short: as the bench asks. */
function search(text: string): string {
  const words = text.toLowerCase().split(' ')
  const long = words.filter((word) => word.length >= 3)
  const short = words.find((word) => word.length < 3)
  const head = (at: number) => (words[at] === undefined ? null : `%${words[at]}%\n%`)
  const rows = found.all({
    phrase: long.map((word) => `"${word}"`).join(' '),
    short: short === undefined ? null : `%${short}%`,
    beginning: words.length === 1 ? `${words[0]}%` : null,
    head0: head(0),
    head1: head(1),
    head2: head(2),
  }) as { matching: number }[]
  const hits = rows.map(({ matching: _, ...hit }) => hit)
  return JSON.stringify({ result: { data: { hits, matching: rows[0]?.matching ?? 0 } } })
}

const everything = `select i.key, i.title_internal, i.placeholder, i.kind, i.status, i.status_on, i.done_resolution, i.continuous,
    i.target_from_on, i.target_end_on, i.target_resolution, i.moves, i.slip_days, p.name,
    (select name from person where id = i.accountable), t.name,
    (select string_agg(pr.key, ' ' order by pr.position) from program_item pi join program pr on pr.id = pi.program where pi.item = i.id),
    i.priority, i.tier, i.action_class, i.title_public, i.wording_state, i.description_internal, i.created_at, i.updated_at
  from item i left join person p on p.id = i.owner left join team t on t.id = i.team order by i.key_number, i.id`
const csvHeads =
  'Key,Title,Kind,Status,Status since,Since by,Overdue,Ongoing,Target from,Target to,Target,Moved,Days slipped,Owner,Accountable,Team,Programs,Priority,Tier,Class,Customer wording,Wording is,Description,Created,Updated\r\n'
const kindWords: Record<string, string> = {
  improvement: 'Improvement',
  initiative: 'Initiative',
  deliverable: 'Deliverable',
}
const statusWords: Record<string, string> = {
  proposed: 'Proposed',
  accepted: 'Accepted',
  in_progress: 'In progress',
  blocked: 'Blocked',
  in_verification: 'In verification',
  done: 'Done',
  dropped: 'Not pursued',
}
const needsQuotes = /[",\r\n]/
const cell = (text: string | null) =>
  text === null ? '' : needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text

type CsvRow = [
  ...[string, string, number, string, string, string, string | null, number],
  ...[string | null, string | null, string | null, number, number],
  ...(string | null)[],
]

/** Of what the bench loads: targets are quarters, nothing is public, no text begins like a formula. */
async function csv(response: ServerResponse): Promise<void> {
  const own = new Sqlite(join(dataDir, 'main.db'), { readonly: true })
  let text = csvHeads
  let rows = 0
  for (const row of own.prepare(everything).raw().iterate() as IterableIterator<CsvRow>) {
    const [key, title, , kind, status, statusOn, resolution, continuous, from, end, , moves, slipDays, ...names] = row
    const [owner, accountable, team, programs, priority, , actionClass, titlePublic, , description, created, updated] =
      names
    const isOverdue =
      !continuous && end !== null && end < today && status !== 'done' && status !== 'dropped' && status !== 'proposed'
    const target = end === null ? '' : `Q${Math.ceil(Number(end.slice(5, 7)) / 3)} ${end.slice(0, 4)}`
    text += `${cell(key)},${cell(title)},${kindWords[kind]},${statusWords[status]},${statusOn},${resolution ?? ''},${isOverdue ? 'yes' : 'no'},${continuous ? 'yes' : 'no'},${from ?? ''},${end ?? ''},${target},${moves},${slipDays},${cell(owner ?? null)},${cell(accountable ?? null)},${cell(team ?? null)},${cell(programs ?? null)},${priority ?? ''},Improvement,${actionClass ?? ''},${cell(titlePublic ?? null)},not approved,${cell(description ?? null)},${created},${updated}\r\n`
    if (++rows % 2_000 > 0) continue
    if (!response.write(text)) await once(response, 'drain')
    text = ''
  }
  response.end(text)
  own.close()
}

const publication = reader.prepare(
  `select bytes, sha256, published_at from publication where slug = ? and format = 'html' order by published_at desc limit 1`,
)
let page = { head: '', foot: '', etag: '', headers: {} as Record<string, string> }

/** The published article between a head and a foot that do not change. */
function update(slug: string, known: string | undefined, response: ServerResponse): void {
  const row = publication.get(slug) as { bytes: Buffer }
  if (known === page.etag) {
    response.writeHead(304, page.headers)
    response.end()
    return
  }
  const body = Buffer.concat([Buffer.from(page.head), row.bytes, Buffer.from(page.foot)])
  response.writeHead(200, { ...page.headers, 'content-length': body.length })
  response.end(body)
}

let write: ((intentId: string) => number) | null = null
let publish: ((intentId: string) => number) | null = null

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://limit')
  const answer = (text: string) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    response.end(text)
  }
  if (request.method === 'GET') {
    if (pathname === '/csv') {
      response.writeHead(200, { 'content-type': 'text/csv' })
      void csv(response)
      return
    }
    if (pathname.startsWith('/updates/'))
      return update(pathname.slice('/updates/'.length), request.headers['if-none-match'], response)
    if (pathname === '/search') return answer(search(searchParams.get('text') ?? ''))
    return answer(pathname === '/list' ? list(searchParams) : one(searchParams.get('key') ?? ''))
  }
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    const sent = JSON.parse(body)
    if (pathname === '/page') {
      page = sent
      return answer('{}')
    }
    if (pathname === '/publish') {
      publish ??= limitOfPublishing(db)
      return answer(JSON.stringify({ result: { data: { number: publish(sent.intentId) } } }))
    }
    if (pathname === '/constants') {
      counts = sent.counts
      groups = sent.groups
      return answer('{}')
    }
    write ??= limitOfWrites(db)
    answer(JSON.stringify({ result: { data: { undo: write(sent.intentId) } } }))
  })
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`The limit is ready at http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
process.on('SIGTERM', () => process.exit(0))
