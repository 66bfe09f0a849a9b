import { createHash } from 'node:crypto'
import type Sqlite from 'better-sqlite3'

/** The same as in db/sqlite.ts: a limit that syncs less would be no limit. */
export function setPragmas(db: Sqlite.Database): void {
  for (const pragma of [
    'busy_timeout = 5000',
    'journal_mode = wal',
    'synchronous = 2',
    'foreign_keys = 1',
    'wal_autocheckpoint = 1000',
    'temp_store = 2',
    'cache_size = -8000',
  ]) {
    db.pragma(pragma)
  }
}

/** The least that a durable change with chained history can be: one row, one record with its hash, one commit. */
export function limitOfWrites(db: Sqlite.Database): (intentId: string) => number {
  setPragmas(db)
  const ids = db.prepare('select id from item order by key_number limit 2000').pluck().all() as string[]
  const last = db.prepare('select seq, hash from history order by seq desc limit 1')
  const change = db.prepare('update item set status = ?, updated_at = ?, version = version + 1 where id = ?')
  const append = db.prepare(
    `insert into history (seq, at, actor, actor_kind, request_id, action, subject_kind, subject_id, version, reason, difference, previous_hash, hash)
     values (?, ?, 'bench', 'person', ?, 'item block', 'item', ?, 1, null, ?, ?, ?)`,
  )
  let next = 0
  const write = db.transaction((intentId: string) => {
    const id = ids[next++ % ids.length] as string
    const at = new Date().toISOString()
    const before = last.get() as { seq: number; hash: string }
    const difference = JSON.stringify({ from: 'in_progress', status: 'blocked' })
    change.run(next % 2 ? 'blocked' : 'in_progress', at, id)
    const record = JSON.stringify([before.seq + 1, at, intentId, id, difference, before.hash])
    const hash = createHash('sha256').update(record).digest('hex')
    append.run(before.seq + 1, at, intentId, id, difference, before.hash, hash)
    return before.seq + 1
  })
  return (intentId) => write.immediate(intentId)
}
