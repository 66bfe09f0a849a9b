/**
 * Finished answers, kept as the text that was sent, under the change counter they were read at. When the counter
 * moves all of them are dropped: nothing can be stale, and nothing has to be told what to forget.
 */
export class AnswerCache {
  #counter = -1
  #size = 0
  #kept = new Map<string, string>()

  constructor(private readonly mostBytes: number) {}

  get(counter: number, key: string): string | null {
    return counter === this.#counter ? (this.#kept.get(key) ?? null) : null
  }

  /** An answer read at an older counter than the newest seen is not kept. */
  keep(counter: number, key: string, body: string): void {
    if (counter < this.#counter) return
    // UTF-16 in memory: two bytes a character.
    const size = (key.length + body.length) * 2
    if (counter > this.#counter || this.#size + size > this.mostBytes) {
      this.#kept.clear()
      this.#size = 0
      this.#counter = counter
    }
    if (size > this.mostBytes) return
    this.#kept.set(key, body)
    this.#size += size
  }
}
