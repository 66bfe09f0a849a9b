import { TRPCClientError } from '@trpc/client'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { api, intent, type Questions, queryClient } from '../api'
import { basePath } from '../paths'
import { refusal } from '../ui/refusal'

/** How the text that is typed stands to the text that is kept. */
export type Keeping =
  | { is: 'saved' }
  | { is: 'typed' }
  | { is: 'saving' }
  /** The server was not reached; it is tried again without being asked. */
  | { is: 'unreachable'; sentence: string }
  /** Somebody else saved a draft meanwhile. */
  | { is: 'stale'; sentence: string }
  | { is: 'refused'; sentence: string }

export interface Standing {
  /** The draft the text is typed over. */
  draft: number
  keeping: Keeping
}

type Write = Questions['reports']['write']
interface Kept {
  number: number
  text: string
}

const typingRests = 600
const longestPause = 15_000

/** Sends a draft. Resolves when it is stored; everything that is shown is asked again after that, by the one rule. */
function send(input: Write): Promise<{ draft: number }> {
  const { mutationFn, ...options } = api.reports.write.mutationOptions()
  return new Promise((resolve, reject) => {
    queryClient
      .getMutationCache()
      .build(queryClient, {
        ...options,
        // Without a network it fails and says so, instead of waiting in silence.
        networkMode: 'always',
        mutationFn: async (asked, context) => {
          if (!mutationFn) throw new Error('reports.write is no procedure')
          const answer = await mutationFn(asked, context)
          resolve(answer)
          return answer
        },
      })
      .execute(input)
      .catch(reject)
  })
}

/**
 * Keeps what is typed: after a pause, over the draft it was typed over, one at a time. What could not be kept stays in
 * the window and in the session, and nothing is thrown away by anybody but its author.
 */
export class Writing {
  text: string
  private saved: string
  private standing: Standing
  private timer: ReturnType<typeof setTimeout> | undefined
  private pause = 1_000
  private running: Promise<void> | null = null
  /** Sent, and not answered: it is sent again under the same id, so that it happens once. */
  private unanswered: Write | null = null
  private readonly listeners = new Set<() => void>()
  private readonly key: string
  /** The texts of the latest drafts, by number: places in an answer are places in one of them. */
  private readonly texts = new Map<number, string>()

  constructor(private readonly report: { id: string; draft: number; body: string }) {
    this.key = `draft ${basePath} ${report.id}`
    const kept = this.readKept()
    this.saved = report.body
    this.text = kept && kept.text !== report.body ? kept.text : report.body
    const isKept = this.text !== report.body
    this.standing = { draft: isKept && kept ? kept.number : report.draft, keeping: { is: isKept ? 'typed' : 'saved' } }
    this.texts.set(report.draft, report.body)
    if (!isKept) this.forget()
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }
  readonly now = () => this.standing
  textOf = (draft: number) => this.texts.get(draft)
  isUnsaved = () => this.text !== this.saved

  type(text: string) {
    this.text = text
    if (!this.isUnsaved()) {
      this.forget()
      if (this.standing.keeping.is === 'typed') this.stand({ is: 'saved' })
      return
    }
    this.keep()
    // A conflict is its author's to settle; until then nothing is sent.
    if (this.standing.keeping.is === 'stale') return
    if (this.standing.keeping.is !== 'unreachable') {
      this.stand({ is: 'typed' })
      this.soon(typingRests)
    }
  }

  /** Saves now. Gives the draft that holds the text, or null when it could not be kept. */
  async settle(): Promise<number | null> {
    clearTimeout(this.timer)
    while (this.running) await this.running
    if (this.isUnsaved()) await this.run()
    return this.isUnsaved() ? null : this.standing.draft
  }

  /** The author looked, and wants the own text to be the next draft after `number`. */
  async saveOver(number: number) {
    this.unanswered = null
    this.standing = { ...this.standing, draft: number }
    await this.settle()
  }

  /** Another text takes the place of this one: somebody else's draft, read from the server. */
  take(number: number, body: string) {
    clearTimeout(this.timer)
    this.unanswered = null
    this.text = body
    this.saved = body
    this.texts.set(number, body)
    this.forget()
    this.standing = { draft: number, keeping: { is: 'saved' } }
    this.tell()
  }

  private soon(wait: number) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.settle(), wait)
  }

  private run(): Promise<void> {
    this.running ??= this.attempt().finally(() => {
      this.running = null
    })
    return this.running
  }

  private async attempt() {
    const write: Write = this.unanswered ?? {
      ...intent(),
      reportId: this.report.id,
      number: this.standing.draft,
      body: this.text,
    }
    this.unanswered = write
    this.stand({ is: 'saving' })
    try {
      const { draft } = await send(write)
      this.unanswered = null
      this.pause = 1_000
      this.saved = write.body
      this.remember(draft, write.body)
      this.standing = { draft, keeping: { is: this.isUnsaved() ? 'typed' : 'saved' } }
      this.tell()
      if (this.isUnsaved()) this.keep()
      else this.forget()
      if (this.isUnsaved()) this.soon(typingRests)
    } catch (error) {
      this.failed(error)
    }
  }

  private failed(error: unknown) {
    const { sentence, stale } = refusal(error)
    const isAnswered = error instanceof TRPCClientError && Boolean(error.data)
    if (isAnswered) {
      this.unanswered = null
      this.stand(stale ? { is: 'stale', sentence } : { is: 'refused', sentence })
      return
    }
    this.stand({
      is: 'unreachable',
      sentence: 'The server cannot be reached. Your text is kept here, and tried again.',
    })
    this.pause = Math.min(this.pause * 2, longestPause)
    this.soon(this.pause)
  }

  private remember(draft: number, body: string) {
    this.texts.set(draft, body)
    for (const number of this.texts.keys()) if (number < draft - 20) this.texts.delete(number)
  }

  private stand(keeping: Keeping) {
    this.standing = { ...this.standing, keeping }
    this.tell()
  }
  private tell() {
    for (const listener of this.listeners) listener()
  }

  // The session's store may be full or forbidden: then a reload loses what was not saved, and nothing else happens.
  private keep() {
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ number: this.standing.draft, text: this.text } satisfies Kept))
    } catch {}
  }
  private forget() {
    try {
      sessionStorage.removeItem(this.key)
    } catch {}
  }
  private readKept(): Kept | null {
    try {
      const kept: unknown = JSON.parse(sessionStorage.getItem(this.key) ?? 'null')
      const isKept = kept !== null && typeof kept === 'object' && 'number' in kept && 'text' in kept
      return isKept && typeof kept.number === 'number' && typeof kept.text === 'string'
        ? { number: kept.number, text: kept.text }
        : null
    } catch {
      return null
    }
  }
}

/** One keeper for as long as the report is open; leaving with something unsaved is asked about. */
export function useWriting(report: { id: string; draft: number; body: string }): Writing {
  const [writing] = useState(() => new Writing(report))
  useEffect(() => {
    if (writing.isUnsaved()) void writing.settle()
    const guard = (event: BeforeUnloadEvent) => {
      if (writing.isUnsaved()) event.preventDefault()
    }
    window.addEventListener('beforeunload', guard)
    return () => {
      window.removeEventListener('beforeunload', guard)
      if (writing.isUnsaved()) void writing.settle()
    }
  }, [writing])
  return writing
}

export const useStanding = (writing: Writing): Standing => useSyncExternalStore(writing.subscribe, writing.now)
