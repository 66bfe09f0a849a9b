/** What can be wrong with the place where the records are kept, as opposed to what a rule refuses. */
export type StoreTrouble =
  /** The disk of the database is full. Reading still works; nothing committed is lost. */
  | 'disk-full'
  /** The disk or the connection failed. What had not been confirmed is not stored. */
  | 'io'
  /** Somebody else holds the database and did not let go in time. Trying again is right. */
  | 'busy'
  /** A write where only reading is allowed. */
  | 'read-only'
  /** A work took longer than its limit and was rolled back. */
  | 'time-limit'
  /** The database cannot be used as it is: missing, damaged, too new, or refusing a setting we rely on. */
  | 'unusable'

/** `message` is a sentence for a person: it names no table, no code and no path beyond the data folder. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  constructor(
    readonly code: StoreTrouble,
    sentence: string,
    cause?: unknown,
  ) {
    super(sentence, cause === undefined ? undefined : { cause })
  }
}

const sentences = {
  'disk-full': 'The disk that holds the database is full. Nothing was changed; free some space and try again.',
  io: 'The database could not be reached or its disk failed. The change was not confirmed; check it before repeating.',
  busy: 'The database is busy with another process. Nothing was changed; try again in a moment.',
  'read-only': 'This database is open for reading only.',
} as const

/** The driver's own error: drizzle wraps those of PostgreSQL in one of its own, and not those of SQLite. */
function codeOf(error: unknown): { code: string; error: { message: string; constraint?: string } } | null {
  for (let seen = error; seen instanceof Error; seen = seen.cause) {
    const { code } = seen as { code?: unknown }
    if (typeof code === 'string') return { code, error: seen as Error & { constraint?: string } }
  }
  return null
}

function troubleOf(error: unknown): keyof typeof sentences | null {
  const found = codeOf(error)
  if (found === null) {
    // pg reports a lost connection by words alone
    return error instanceof Error &&
      /^(Connection terminated|Client has encountered|timeout expired)/.test(causeOf(error))
      ? 'io'
      : null
  }
  const { code } = found
  if (code === 'SQLITE_FULL' || code === '53100' || code === 'ENOSPC') return 'disk-full'
  if (code === 'SQLITE_READONLY' || code.startsWith('SQLITE_READONLY_') || code === '25006') return 'read-only'
  if (/^SQLITE_(BUSY|LOCKED)/.test(code) || code === '55P03' || code === '57014') return 'busy'
  if (/^SQLITE_(IOERR|CORRUPT|NOTADB|CANTOPEN|PROTOCOL)/.test(code)) return 'io'
  if (/^(08|57P|58)/.test(code) || code === '53300') return 'io'
  if (/^(ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EIO$)/.test(code)) return 'io'
  return null
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? causeOf(error.cause) : error.message
}

/** The same error, or a `StoreError` in its place when the trouble is with the store and not with the statement. */
export function named(error: unknown): unknown {
  if (error instanceof StoreError) return error
  const trouble = troubleOf(error)
  return trouble === null ? error : new StoreError(trouble, sentences[trouble], error)
}

export interface Violation {
  kind: 'unique' | 'foreign-key' | 'check' | 'not-null'
  /** A check's own name; for the others what the engine says (SQLite `item.key`, PostgreSQL `item_key_unique`). */
  detail: string
}

const violations: Record<string, Violation['kind']> = {
  SQLITE_CONSTRAINT_UNIQUE: 'unique',
  SQLITE_CONSTRAINT_PRIMARYKEY: 'unique',
  SQLITE_CONSTRAINT_ROWID: 'unique',
  SQLITE_CONSTRAINT_FOREIGNKEY: 'foreign-key',
  SQLITE_CONSTRAINT_TRIGGER: 'foreign-key',
  SQLITE_CONSTRAINT_CHECK: 'check',
  SQLITE_CONSTRAINT_NOTNULL: 'not-null',
  23505: 'unique',
  23503: 'foreign-key',
  23001: 'foreign-key',
  23514: 'check',
  23502: 'not-null',
}

/** Which constraint of the schema refused a statement, alike on both engines; null for any other error. */
export function violated(error: unknown): Violation | null {
  const found = codeOf(error)
  const kind = found && violations[found.code]
  if (!found || !kind) return null
  return { kind, detail: found.error.constraint ?? found.error.message.replace(/^.*failed:? ?/, '') }
}
