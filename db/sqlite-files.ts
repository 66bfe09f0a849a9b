import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StoreError } from './errors'

/** The files of the workspaces in a data folder: `main.db`, and `example-STORY.db` for each story. */
function nameOf(dataDir: string, workspace: string): string {
  return join(dataDir, workspace === 'main' ? 'main.db' : `example-${workspace}.db`)
}

export interface FileRequest {
  dataDir: string
  workspace: string
  mode: 'read' | 'write'
}

/** The path of a workspace's file, made when it is for writing. Throws a `StoreError` when that is not possible. */
export function fileFor({ dataDir, workspace, mode }: FileRequest): string {
  const path = nameOf(dataDir, workspace)
  if (mode === 'write') create(path)
  else if (!existsSync(path)) {
    throw new StoreError('unusable', `There is no workspace "${workspace}" in ${dataDir} yet.`)
  }
  return path
}

function create(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    // SQLite gives its two side files the permissions of the first, so this covers all three.
    if (existsSync(path)) chmodSync(path, 0o600)
    else closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    throw new StoreError('unusable', `The data folder ${dirname(path)} cannot be written to.`, error)
  }
}

export function listSqlite(dataDir: string): string[] {
  if (!existsSync(dataDir)) return []
  return readdirSync(dataDir).flatMap((name) => {
    if (name === 'main.db') return ['main']
    const story = /^example-([a-z0-9-]+)\.db$/.exec(name)?.[1]
    return story ? [story] : []
  })
}

const inUse = new Map<string, number>()

export function nowInUse(path: string): void {
  inUse.set(path, (inUse.get(path) ?? 0) + 1)
}

export function noLongerInUse(path: string): void {
  inUse.set(path, (inUse.get(path) ?? 1) - 1)
}

/** Throws a `StoreError` while this process has it open: its files must not vanish under a reader's feet. */
export function dropSqlite(dataDir: string, workspace: string): void {
  const path = nameOf(dataDir, workspace)
  if (inUse.get(path)) throw new StoreError('busy', `The workspace "${workspace}" is still open and was not dropped.`)
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })
}
