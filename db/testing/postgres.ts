import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string
  }
}

/** One real PostgreSQL server for all tests of the project, or the one FOLLOWTHROUGH_TEST_DATABASE_URL names. */
export default async function startPostgres(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.FOLLOWTHROUGH_TEST_DATABASE_URL
  if (given) {
    project.provide('databaseUrl', given)
    return undefined
  }
  const { url, stop } = await startServer(join(project.config.root, 'db', 'testing', 'postgres-server.mjs'))
  project.provide('databaseUrl', url)
  return stop
}

interface Answer {
  url?: string
  error?: string
}

async function startServer(script: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const child = fork(script, { stdio: 'inherit' })
  const exited = once(child, 'exit')
  const answered = once(child, 'message') as Promise<[Answer]>
  const [answer] = await Promise.race([answered, exited.then((): [Answer] => [{ error: 'it ended at once' }])])
  if (answer.url === undefined) throw new Error(`The PostgreSQL server of the tests did not start: ${answer.error}`)
  const stop = async () => {
    child.disconnect()
    await exited
  }
  return { url: answer.url, stop }
}
