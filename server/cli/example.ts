import pino from 'pino'
import { v7 as newId } from 'uuid'
import { engine } from '../../db/dialect'
import { type Lock, readLock, takeLock } from '../../db/lock'
import { listWorkspaces } from '../../db/open'
import { stories, storyBySlug } from '../../db/stories'
import { RuleError } from '../../domain/errors'
import { Installation } from '../workspaces/installation'
import { type Asked, asJson, BadInput, type Command, type Streams } from './command'
import { isSetUp } from './workspace'

const slugs = stories.map((story) => story.slug)

export const example: Command = {
  name: 'example',
  usage: 'load [STORY] | remove STORY | list',
  about: `Examples are workspaces of their own, beside the real one. STORY is one of ${slugs.join(', ')}.`,
  options: {},
  words: 2,
  async run(asked, streams) {
    const [verb, story] = asked.words
    if (verb === 'list' && story === undefined) return list(asked, streams)
    if (verb === 'load') return load(asked, streams, known(story ?? slugs[0]))
    if (verb === 'remove') return remove(asked, streams, known(story))
    const problem =
      verb === undefined ? 'Say what to do with the example' : `followthrough example cannot “${asked.words.join(' ')}”`
    throw new BadInput(`${problem}: load [STORY], remove STORY or list. See followthrough example --help.`)
  },
}

function known(story: string | undefined): string {
  if (story === undefined) throw new BadInput(`Name the example: followthrough example remove ${slugs[0]}.`)
  if (!storyBySlug(story)) throw new BadInput(`There is no example “${story}”. There is ${slugs.join(', ')}.`)
  return story
}

async function list(asked: Asked, { out }: Streams): Promise<number> {
  const found = new Set(await listWorkspaces(asked.dataDir))
  const rows = stories.map(({ slug, title }) => ({ story: slug, title, loaded: found.has(slug) }))
  if (asked.is('json')) out(asJson(rows))
  else for (const row of rows) out(`${row.story}  ${row.title}  ${row.loaded ? 'loaded' : 'not loaded'}\n`)
  return 0
}

async function load(asked: Asked, { out }: Streams, story: string): Promise<number> {
  // An example that an older version wrote cannot be read; whoever loads it may also bring it up to date.
  const wasThere = await isSetUp(asked, story).catch(() => false)
  if (!wasThere) await changed(asked, 'loadExample', story, (installation) => installation.load(story))
  if (asked.is('json')) out(asJson({ story, loaded: true, wasThere }))
  else out(wasThere ? `The example ${story} is already there.\n` : `The example ${story} is loaded.\n`)
  return 0
}

async function remove(asked: Asked, { out }: Streams, story: string): Promise<number> {
  const wasThere = (await listWorkspaces(asked.dataDir)).includes(story)
  if (wasThere) await changed(asked, 'removeExample', story, (installation) => installation.remove(story))
  if (asked.is('json')) out(asJson({ story, loaded: false, wasThere }))
  else out(wasThere ? `The example ${story} is removed.\n` : `The example ${story} is not loaded.\n`)
  return 0
}

/** Does it here when nobody holds the data folder; otherwise the server that holds it is asked to. */
async function changed(
  asked: Asked,
  procedure: 'loadExample' | 'removeExample',
  story: string,
  work: (installation: Installation) => Promise<void>,
): Promise<void> {
  let lock: Lock | null = null
  try {
    lock = engine === 'sqlite' ? takeLock(asked.dataDir) : null
  } catch (error) {
    const address = error instanceof RuleError && error.code === 'data-in-use' ? readLock(asked.dataDir)?.address : null
    if (!address) throw error
    return askServer(address, procedure, story)
  }
  const installation = new Installation(asked.dataDir, pino({ level: 'silent' }))
  try {
    await work(installation)
  } finally {
    await installation.close()
    lock?.release()
  }
}

async function askServer(address: string, procedure: string, story: string): Promise<void> {
  const response = await fetch(`${address}/trpc/workspaces.${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-followthrough': '1' },
    body: JSON.stringify({ intentId: newId(), story }),
    signal: AbortSignal.timeout(60_000),
  }).catch(() => null)
  if (!response)
    throw new RuleError('no-answer', `The server at ${address} holds the data folder and did not answer. Try again.`)
  if (response.ok) return
  const body = (await response.json().catch(() => null)) as { error?: { message?: string } } | null
  throw new RuleError(
    'refused',
    body?.error?.message ?? `The server at ${address} refused with status ${response.status}.`,
  )
}
