import { engine } from '../../db/dialect'
import { takeLock } from '../../db/lock'
import { openWorkspace } from '../../db/open'
import { stories } from '../../db/stories'
import { RuleError } from '../../domain/errors'
import {
  BadArchive,
  importArchive,
  importMilliseconds,
  notEmpty,
  type Verified,
  verifyArchive,
} from '../imports/archive'
import { type Asked, asJson, BadInput, type Command } from './command'
import { inWords } from './export'
import { isSetUp } from './workspace'

export const importCommand: Command = {
  name: 'import',
  usage: 'FILE [--workspace NAME] [--json]',
  about:
    'Reads a file that followthrough export wrote, on this or the other database, into a workspace that holds nothing yet. It is checked whole before anything is written.',
  options: {},
  words: 1,
  async run(asked, { out }) {
    const [file] = asked.words
    if (file === undefined) throw new BadInput('Name the file: followthrough import company.followthrough.')
    const workspace = targetOf(asked)
    // Asked first, because checking a large file takes a while; once more in the write, where it counts.
    if (await isSetUp(asked, workspace).catch(() => false)) throw notEmpty(workspace)
    const verified = await verifyArchive(file).catch((error: unknown) => {
      // Bad input, and not a refusal by a rule: the file has to be another one.
      if (error instanceof BadArchive || (error instanceof RuleError && error.code === 'no-file'))
        throw new BadInput(error.message)
      throw error
    })
    await written(asked, workspace, file, verified)
    const { counts, sha256, name } = verified
    if (asked.is('json')) out(asJson({ workspace, name, counts, sha256 }))
    else out(`${name} is in the workspace ${workspace} now: ${inWords(counts)}.\n`)
    return 0
  },
}

function targetOf(asked: Asked): string {
  const name = asked.text('workspace') ?? 'main'
  const known = ['main', ...stories.map((story) => story.slug)]
  if (!known.includes(name)) throw new BadInput(`There can be no workspace “${name}”. There is ${known.join(', ')}.`)
  return name
}

async function written(asked: Asked, workspace: string, file: string, verified: Verified): Promise<void> {
  const lock = engine === 'sqlite' ? takeLock(asked.dataDir) : null
  try {
    const db = await openWorkspace({
      dataDir: asked.dataDir,
      workspace,
      mode: 'write',
      writeTimeoutMs: importMilliseconds,
    })
    try {
      await db.migrate()
      await importArchive(db, file, verified)
      await db.checkpoint()
    } finally {
      await db.close()
    }
  } finally {
    lock?.release()
  }
}
