/**
 * A few connections that are opened when first needed and handed round. The one given back last is taken first:
 * its pages are warm.
 */
export class Pool<T extends { usable: boolean; close(): void | Promise<void> }> {
  #free: T[] = []
  #waiting: { resolve: (connection: T) => void; reject: (error: unknown) => void }[] = []
  #taken = 0
  #drained: (() => void) | null = null
  #closed = false

  constructor(
    private readonly size: number,
    private readonly open: () => T | Promise<T>,
  ) {}

  /** A free connection at once, without a promise: on SQLite a snapshot costs less than the promise would. */
  tryTake(): T | undefined {
    const free = this.#closed ? undefined : this.#free.pop()
    if (free) this.#taken++
    return free
  }

  async take(): Promise<T> {
    if (this.#closed) throw new Error('The database has been closed.')
    const free = this.tryTake()
    if (free) return free
    if (this.#taken >= this.size) {
      return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
    }
    this.#taken++
    try {
      return await this.open()
    } catch (error) {
      this.#handOn(null)
      throw error
    }
  }

  give(connection: T): void {
    if (connection.usable && !this.#closed) {
      this.#handOn(connection)
    } else {
      this.#drop(connection)
      this.#handOn(null)
    }
  }

  #drop(connection: T): void {
    try {
      // At once where it can be, so that on SQLite no reader outlives the writer.
      Promise.resolve(connection.close()).catch(() => undefined)
    } catch {
      // Given up for being broken; that it does not even close adds nothing.
    }
  }

  #handOn(connection: T | null): void {
    const next = this.#waiting.shift()
    if (next && connection) {
      next.resolve(connection)
      return
    }
    if (next) {
      Promise.resolve()
        .then(this.open)
        .then(next.resolve, (error: unknown) => {
          this.#handOn(null)
          next.reject(error)
        })
      return
    }
    this.#taken--
    if (connection) this.#free.push(connection)
    if (this.#taken === 0) this.#drained?.()
  }

  /** Waits for what is out, `patience` milliseconds at most, and closes what is in. */
  async close(patience: number): Promise<void> {
    this.#closed = true
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('The database has been closed.'))
    if (this.#taken > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patience)
        this.#drained = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    await Promise.all(this.#free.splice(0).map((connection) => connection.close()))
  }
}
