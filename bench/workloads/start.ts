import { spawn } from 'node:child_process'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { setTimeout as after } from 'node:timers/promises'
import { copyOf, emptyFolder } from '../data'
import { type Row, row } from '../figures'
import { builtServer } from '../servers'
import type { Asked } from './workload'

/** From starting the process to the first answer, over a folder that is there and over none. */
export async function measureStart({ items, quick }: Asked): Promise<Row[]> {
  const there: number[] = []
  const migrated: number[] = []
  const dataDir = copyOf(items)
  for (let n = 0; n < (quick ? 4 : 8); n++) {
    there.push(await started(dataDir))
    migrated.push(await started(emptyFolder()))
  }
  // The first ones only fill the system's caches.
  return [
    row({
      workload: 'start to first answer',
      items,
      metric: 'data there',
      unit: 'ms',
      product: there.slice(1),
      bar: 600,
    }),
    row({
      workload: 'start to first answer',
      items: 0,
      metric: 'with migrations',
      unit: 'ms',
      product: migrated.slice(1),
      bar: 1_500,
    }),
  ]
}

async function started(dataDir: string): Promise<number> {
  const port = await freePort()
  const began = performance.now()
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [builtServer], {
    env: { PATH, HOME, PORT: String(port), FOLLOWTHROUGH_DATA: dataDir, FOLLOWTHROUGH_LOG: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  while (!(await isReady(port))) {
    if (performance.now() - began > 60_000) throw new Error('The server did not answer within a minute')
    await after(4)
  }
  const ms = performance.now() - began
  child.kill('SIGTERM')
  await ended
  return ms
}

function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    get({ port, path: '/readyz', agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    }).on('error', () => resolve(false))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
