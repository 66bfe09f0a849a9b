import { createHash } from 'node:crypto'
import type Sqlite from 'better-sqlite3'
import { setPragmas } from './limit-writes'

type Stored = Record<string, string | number | Buffer | null>

/** One more transaction with the rows and the bytes that the latest publication was: nothing is made, checked or read. */
export function limitOfPublishing(db: Sqlite.Database): (intentId: string) => number {
  setPragmas(db)
  const all = (sql: string, ...of: unknown[]) => db.prepare(sql).all(...of) as Stored[]
  const [version] = all("select * from report_version where state = 'published' order by published_at desc limit 1")
  if (!version) throw new Error('Nothing is published')
  const { id, report } = version
  const rows: [table: string, rows: Stored[]][] = [
    ['report_version', [version]],
    ['publication', all('select * from publication where report_version = ?', id)],
    ['claim', all('select * from claim where report_version = ?', id)],
    ['commitment', all('select * from commitment where made_in = ?', id)],
    ['commitment_event', all('select * from commitment_event where report_version = ?', id)],
    [
      'history',
      all(`select * from history where seq >= (select max(seq) from history where action = 'report publish')`),
    ],
    ['intent', all('select * from intent order by at desc limit 1')],
  ]
  const inserts = rows.map(([table, of]) => {
    const columns = Object.keys(of[0] ?? {})
    if (columns.length === 0) return null
    return db.prepare(
      `insert into ${table} (${columns.join(', ')}) values (${columns.map((column) => `@${column}`).join(', ')})`,
    )
  })
  const reportChange = db.prepare('update report set version = version + 1, updated_at = ? where id = ?')
  const counter = db.prepare('update change_counter set n = n + 1')
  let seq = Number(db.prepare('select max(seq) from history').pluck().get())
  let number = Number(version.number)
  let key = 10_000
  const write = db.transaction((intentId: string) => {
    const at = new Date().toISOString()
    number++
    for (const [n, [table, of]] of rows.entries()) {
      for (const stored of of) {
        const set: Stored = { ...stored }
        if ('report_version' in set) set.report_version = `${intentId}`
        if ('published_at' in set) set.published_at = at
        if (table === 'report_version') Object.assign(set, { id: intentId, number })
        if (table === 'commitment') {
          key++
          Object.assign(set, { id: `${intentId}-${key}`, key: `P-${key}`, key_number: key, made_in: intentId })
        }
        if (table === 'commitment_event' || table === 'history') set.seq = ++seq
        if (table === 'history') set.hash = createHash('sha256').update(JSON.stringify(set)).digest('hex')
        if (table === 'intent') set.intent_id = intentId
        inserts[n]?.run(set)
      }
    }
    reportChange.run(at, report)
    counter.run()
    return number
  })
  return (intentId) => write.immediate(intentId)
}

/** How many rows one publication is, and how many bytes are in them. */
export function weightOfPublication(db: Sqlite.Database): { rows: number; kilobytes: number } {
  const one = (sql: string) => Number(db.prepare(sql).pluck().get())
  const latest = "(select id from report_version where state = 'published' order by published_at desc limit 1)"
  const rows =
    1 +
    one(`select count(*) from publication where report_version = ${latest}`) +
    one(`select count(*) from claim where report_version = ${latest}`) +
    one(`select count(*) from commitment where made_in = ${latest}`) +
    one(`select count(*) from commitment_event where report_version = ${latest}`) +
    one(`select count(*) from history where seq >= (select max(seq) from history where action = 'report publish')`) +
    3
  const bytes =
    one(`select length(body) + length(model) from report_version where id = ${latest}`) +
    one(`select sum(length(bytes)) from publication where report_version = ${latest}`) +
    one(
      `select sum(length(query) + length(words) + length(coalesce(value, '')) + length(rows) + 64) from claim where report_version = ${latest}`,
    )
  return { rows, kilobytes: bytes / 1_000 }
}
