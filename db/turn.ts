import { AsyncLocalStorage } from 'node:async_hooks'

/** Test only: each guard can be taken away, to show that what it guards against is real. */
export interface Guards {
  /** A nested `write`, and a `snapshot` inside `write` or inside `snapshot`, throw at once. */
  nesting: boolean
  /** A statement begun after its work has ended throws. */
  revoke: boolean
  /** A work that swallowed the failure of one of its statements is refused all the same. */
  failure: boolean
  /** Each work of a group has a savepoint of its own. */
  savepoint: boolean
  /** A work may take so long and no longer. */
  timeLimit: boolean
  /** Results are handed out after the commit and not before. */
  afterCommit: boolean
  /** How long a group takes further works in. Not a guard, but tests must know what shares a commit. */
  groupMilliseconds: number
}

export const allGuards: Guards = {
  nesting: true,
  revoke: true,
  failure: true,
  savepoint: true,
  timeLimit: true,
  afterCommit: true,
  groupMilliseconds: 5,
}

const inside = new AsyncLocalStorage<Turn>()

/**
 * The time during which one work may speak to the database. It is both the token that every statement shows and
 * what tells a nested call that it is nested: an object that closes and not a flag, because promises that outlive
 * the work keep its async context, and a flag would refuse them for ever.
 */
export class Turn {
  open = true
  failed = false
  failure: unknown

  constructor(
    readonly kind: 'snapshot' | 'write' | 'stream',
    private readonly guards: Guards,
  ) {}

  /** Runs `work` so that calls nested in it can be told. */
  run<A extends unknown[], T>(work: (...args: A) => T, ...args: A): T {
    return inside.run(this, work, ...args)
  }

  /** Every statement calls this as it starts, not when it is built: a query awaited late is as late as it gets. */
  enter(): void {
    if (!this.open && this.guards.revoke) {
      throw new Error(`This ${this.kind} has ended; its statements cannot run any more. Await each one inside it.`)
    }
    if (this.failed && this.kind === 'write' && this.guards.failure) {
      // PostgreSQL aborts the transaction after a failed statement and SQLite goes on: alike is better than clever.
      throw new Error('An earlier statement of this write failed, so the whole write is refused.', {
        cause: this.failure,
      })
    }
  }

  fail(error: unknown): void {
    if (this.failed) return
    this.failed = true
    this.failure = error
  }

  end(): void {
    this.open = false
  }
}

/** Throws when the caller stands inside a work that a call of this kind must not be nested in. */
export function refuseNesting(kind: Turn['kind'], guards: Guards): void {
  if (!guards.nesting) return
  const around = inside.getStore()
  if (!around?.open) return
  if (around.kind === 'write') {
    throw new Error(`${kind}() inside write() would wait for itself or read the past. Use the tx of the write.`)
  }
  if (around.kind === 'snapshot' && kind === 'snapshot') {
    // Two snapshots are two points in time, and a pool whose every reader waits for a second one stands still.
    throw new Error('snapshot() inside snapshot() would read another point in time. Pass on the read you have.')
  }
}
