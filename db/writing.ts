import { AsyncResource } from 'node:async_hooks'
import { named, StoreError } from './errors'
import { type Guards, Turn } from './turn'

/** What a group commit needs from an engine. Methods of SQLite return nothing, those of PostgreSQL a promise. */
export interface Writer<Tx> {
  begin(): void | Promise<void>
  savepoint(): void | Promise<void>
  release(): void | Promise<void>
  rollbackToSavepoint(): void | Promise<void>
  commit(): void | Promise<void>
  /** Must leave no transaction open, whatever state the connection is in. */
  rollback(): void | Promise<void>
  /** False when the engine has dropped the whole transaction by itself (disk full, I/O error, lost connection). */
  inTransaction(): boolean
  tx(turn: Turn): Tx
  /** Called after a failed commit or a dropped transaction; must not throw. */
  recover(error: unknown): void | Promise<void>
  /** Called between groups; must not throw. */
  rest(): void | Promise<void>
}

interface Waiting<Tx> {
  run: (turn: Turn, tx: Tx) => Promise<unknown>
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

interface Alone {
  alone: () => void | Promise<void>
}

type Outcome<Tx> = { work: Waiting<Tx>; ok: boolean; value: unknown }

const groupSize = 32

const nextTick = () => new Promise<void>((resolve) => setImmediate(resolve))

/**
 * The one write path: works wait in a queue, and a group of them shares one commit, each in its own savepoint.
 * One commit costs a sync of the disk, so ten writers that wait for one sync are ten times faster than ten syncs.
 */
export class WriteQueue<Tx> {
  #waiting: (Waiting<Tx> | Alone)[] = []
  #draining = false
  #idle: (() => void)[] = []
  #closed = false

  constructor(
    private readonly writer: Writer<Tx>,
    private readonly guards: Guards,
    private readonly timeLimit: number,
  ) {}

  /** Resolves or rejects after the commit of the group the work was in. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#add({
        // The queue runs in the async context of whoever woke it; the work belongs into that of its caller.
        run: AsyncResource.bind((turn: Turn, tx: Tx) => turn.run(work, tx)),
        resolve: resolve as (value: unknown) => void,
        reject,
      })
    })
  }

  /** Runs `work` between two groups, with no transaction open: migrations and checkpoints. */
  alone<T>(work: () => T | Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#add({
        alone: async () => {
          try {
            resolve(await work())
          } catch (error) {
            reject(named(error))
          }
        },
      })
    })
  }

  /** Refuses what comes later and resolves when the last work has been answered. */
  async close(): Promise<void> {
    this.#closed = true
    if (this.#draining) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  #add(entry: Waiting<Tx> | Alone): void {
    if (this.#closed) throw new StoreError('unusable', 'The database has been closed.')
    this.#waiting.push(entry)
    if (this.#draining) return
    this.#draining = true
    // A moment later, so that the works of all requests that came in together share the first commit too.
    setImmediate(() => void this.#drain())
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const first = this.#waiting[0]
      if (first && 'alone' in first) {
        this.#waiting.shift()
        await first.alone()
      } else {
        await this.#group()
      }
      // Lets what came in meanwhile be read, or a busy queue would starve every reader.
      await nextTick()
    }
    this.#draining = false
    for (const idle of this.#idle.splice(0)) idle()
  }

  #next(taken: number, since: number): Waiting<Tx> | null {
    const first = this.#waiting[0]
    if (first === undefined || 'alone' in first) return null
    if (taken > 0 && (taken >= groupSize || performance.now() - since >= this.guards.groupMilliseconds)) return null
    this.#waiting.shift()
    return first
  }

  async #group(): Promise<void> {
    const { writer, guards } = this
    const outcomes: Outcome<Tx>[] = []
    try {
      await writer.begin()
    } catch (error) {
      await this.#lost(error)
      const now = performance.now()
      for (let taken = 0, work = this.#next(0, now); work; work = this.#next(++taken, now)) work.reject(named(error))
      return
    }
    const since = performance.now()
    try {
      for (let work = this.#next(0, since); work; work = this.#next(outcomes.length, since)) {
        const outcome: Outcome<Tx> = { work, ok: false, value: undefined }
        outcomes.push(outcome)
        await this.#one(work, outcome)
        if (!guards.afterCommit) answer(outcome)
      }
      await writer.commit()
    } catch (error) {
      await this.#lost(error)
      for (const outcome of outcomes) {
        if (outcome.ok || outcome.value === undefined) Object.assign(outcome, { ok: false, value: error })
      }
    }
    for (const outcome of outcomes) answer(outcome)
    await writer.rest()
  }

  /** Fills in `outcome`; throws only when the transaction of the whole group is lost. */
  async #one(work: Waiting<Tx>, outcome: Outcome<Tx>): Promise<void> {
    const { writer, guards } = this
    const turn = new Turn('write', guards)
    if (guards.savepoint) await writer.savepoint()
    try {
      const value = await this.#limited(work.run(turn, writer.tx(turn)))
      turn.end()
      if (turn.failed && guards.failure) throw turn.failure
      if (guards.savepoint) await writer.release()
      Object.assign(outcome, { ok: true, value })
    } catch (error) {
      // Before the savepoint is rolled back: on PostgreSQL that takes a while, and a late statement must not slip in.
      turn.end()
      if (!writer.inTransaction()) throw turn.failed ? turn.failure : error
      if (guards.savepoint) await writer.rollbackToSavepoint()
      outcome.value = error
    }
  }

  async #limited(running: Promise<unknown>): Promise<unknown> {
    if (!this.guards.timeLimit) return running
    let timer: NodeJS.Timeout | undefined
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const seconds = this.timeLimit / 1000
        reject(new StoreError('time-limit', `A change took longer than ${seconds} s and was undone. Try again.`))
      }, this.timeLimit)
    })
    try {
      return await Promise.race([running, limit])
    } finally {
      clearTimeout(timer)
    }
  }

  async #lost(error: unknown): Promise<void> {
    try {
      await this.writer.rollback()
    } catch {
      // Whatever is still wrong shows itself at the next begin(), which has a caller to tell.
    }
    await this.writer.recover(error)
  }
}

function answer<Tx>({ work, ok, value }: Outcome<Tx>): void {
  if (ok) work.resolve(value)
  else work.reject(named(value))
}
