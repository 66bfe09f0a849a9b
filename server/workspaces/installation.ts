import type { Logger } from 'pino'
import { type Database, dropWorkspace, listWorkspaces, openWorkspace } from '../../db/open'
import { stories, storyBySlug } from '../../db/stories'
import { NotFoundError } from '../../domain/errors'
import { completeDocuments } from '../search/documents'
import { loadStory } from './load-story'
import { Workspace } from './workspace'

/** All workspaces of one installation: the real one, and one per loaded example. */
export class Installation {
  #open = new Map<string, Promise<Workspace>>()
  /** Loading and removing wait for each other: two loads of one story would write the same file. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly dataDir: string,
    private readonly log: Logger,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Opens, migrates and starts to build the columns in the background. */
  main(): Promise<Workspace> {
    return this.#workspace('main')
  }

  /** Null when this story is not loaded. Another process may have loaded it meanwhile, so the store is asked. */
  async example(story: string): Promise<Workspace | null> {
    if (!storyBySlug(story)) return null
    if (this.#open.has(story)) return this.#workspace(story)
    return (await listWorkspaces(this.dataDir)).includes(story) ? this.#workspace(story) : null
  }

  async loaded(): Promise<string[]> {
    const found = await listWorkspaces(this.dataDir)
    return found.filter((name) => storyBySlug(name))
  }

  /** Loads an example anew unless it is there. Throws NotFoundError that names the stories there are. */
  load(slug: string): Promise<void> {
    return this.#inTurn(async () => {
      const story = storyBySlug(slug)
      if (!story) {
        throw new NotFoundError(`There is no example ${slug}. There is ${stories.map((each) => each.slug).join(', ')}.`)
      }
      const workspace = await this.#workspace(slug)
      if ((await workspace.standing()).organization) return
      await loadStory(workspace.db, story)
      this.log.info({ story: slug }, 'example loaded')
    })
  }

  /** Removes an example with everything in it. Nothing happens when it is not there. */
  remove(slug: string): Promise<void> {
    return this.#inTurn(async () => {
      if (!storyBySlug(slug)) throw new NotFoundError(`There is no example ${slug}.`)
      const open = await this.#open.get(slug)
      this.#open.delete(slug)
      await open?.db.close()
      await dropWorkspace({ dataDir: this.dataDir, workspace: slug })
      this.log.info({ story: slug }, 'example removed')
    })
  }

  async close(): Promise<void> {
    const open = await Promise.allSettled(this.#open.values())
    this.#open.clear()
    for (const each of open) {
      if (each.status !== 'fulfilled') continue
      await each.value.db.checkpoint()
      await each.value.db.close()
    }
  }

  #workspace(name: string): Promise<Workspace> {
    const open = this.#open.get(name)
    if (open) return open
    const opening = this.#openWorkspace(name)
    this.#open.set(name, opening)
    opening.catch(() => this.#open.delete(name))
    return opening
  }

  async #openWorkspace(name: string): Promise<Workspace> {
    const db: Database = await openWorkspace({ dataDir: this.dataDir, workspace: name, mode: 'write', now: this.now })
    const report = await db.migrate()
    for (const note of report.notes) this.log.info({ workspace: name }, note)
    await completeDocuments((work) => db.write(work))
    return new Workspace(name, db, this.now)
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work)
    this.#turn = mine.catch(() => {})
    return mine
  }
}
