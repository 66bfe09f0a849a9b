import { type Database, listWorkspaces, openWorkspace } from '../../db/open'
import { type Standing, Workspace } from '../workspaces/workspace'
import { type Asked, BadInput } from './command'

/** A workspace that a command reads, beside a server that may be running: nothing is made and nothing changed. */
export interface Open {
  workspace: Workspace
  standing: Standing
}

/**
 * Opens the workspace that was named; or `main`, or, while that is not set up, the only example there is.
 * Throws BadInput that names the workspaces there are.
 */
export async function withWorkspace<T>(asked: Asked, work: (open: Open) => Promise<T>): Promise<T> {
  const name = asked.text('workspace')
  const found = await listWorkspaces(asked.dataDir)
  if (name !== undefined) {
    if (!found.includes(name)) {
      throw new BadInput(
        `There is no workspace “${name}” here. ${found.length ? `There is ${found.join(', ')}.` : nothingYet}`,
      )
    }
    return opened(asked, name, work)
  }
  const examples = found.filter((each) => each !== 'main')
  if (found.includes('main')) {
    if (examples.length === 0 || (await isSetUp(asked, 'main'))) return opened(asked, 'main', work)
  }
  const [only, ...more] = examples
  if (only === undefined) throw new BadInput(`There is no workspace here. ${nothingYet}`)
  if (more.length > 0)
    throw new BadInput(`Several examples are loaded. Name one: --workspace ${examples.join(' or --workspace ')}.`)
  return opened(asked, only, work)
}

const nothingYet = 'There is nothing yet: start with followthrough serve, or with followthrough example load.'

/** Whether the workspace exists and has its organisation. */
export async function isSetUp(asked: Asked, name: string): Promise<boolean> {
  if (!(await listWorkspaces(asked.dataDir)).includes(name)) return false
  return opened(asked, name, async ({ standing }) => standing.organization !== null)
}

async function opened<T>(asked: Asked, name: string, work: (open: Open) => Promise<T>): Promise<T> {
  const db: Database = await openWorkspace({ dataDir: asked.dataDir, workspace: name, mode: 'read', readers: 1 })
  try {
    // Reading changes nothing: this refuses, with a sentence, what another version of the product wrote.
    await db.migrate()
    const workspace = new Workspace(name, db)
    return await work({ workspace, standing: await workspace.standing() })
  } finally {
    await db.close()
  }
}
