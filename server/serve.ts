import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serve as listen, type ServerType } from '@hono/node-server'
import type { Logger } from 'pino'
import { engine } from '../db/dialect'
import { takeLock } from '../db/lock'
import { RuleError } from '../domain/errors'
import { frontDoor, type Surroundings, workspaceApp } from './app'
import { assetsOf, publicFont } from './assets'
import type { Config } from './config'
import { Installation } from './workspaces/installation'
import type { Workspace } from './workspaces/workspace'

/** A server that answers. */
export interface Serving {
  address: string
  installation: Installation
  /** Stops taking requests, answers those under way, lets go of the database. At most ten seconds. */
  stop(): Promise<void>
}

/** Takes the lock, migrates, listens. Throws a plain sentence when the port is busy or the folder cannot be written. */
export async function serve(config: Config, log: Logger, clientDir: string, now?: () => Date): Promise<Serving> {
  const lock = engine === 'sqlite' ? takeLock(config.dataDir) : null
  const installation = new Installation(config.dataDir, log, now)
  try {
    const main = await installation.main()
    const page = await readFile(join(clientDir, 'index.html'), 'utf8').catch(() => null)
    const app = applicationOf(
      installation,
      main,
      {
        log,
        examples: installation,
        page,
        font: await publicFont(clientDir),
        publicHost: config.baseUrl?.hostname ?? (isLoopback(config.host) ? null : config.host),
        https: config.baseUrl?.protocol === 'https:',
      },
      await assetsOf(clientDir),
    )
    const server = await listening(app.fetch, config)
    const bound = server.address()
    const port = typeof bound === 'object' && bound ? bound.port : config.port
    const address =
      config.baseUrl?.origin ?? `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
    lock?.setAddress(address)
    // After listening: the first answer does not wait for it.
    void main.counting.build().catch((error) => log.error({ err: error }, 'the counting columns could not be built'))
    return { address, installation, stop: () => stopped(server, installation, () => lock?.release()) }
  } catch (error) {
    await installation.close()
    lock?.release()
    throw error
  }
}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.')

/** The front door, the files of the client, and a workspace behind each path. */
export function applicationOf(
  installation: Installation,
  main: Workspace,
  surroundings: Surroundings,
  assets: Awaited<ReturnType<typeof assetsOf>>,
) {
  const app = frontDoor(surroundings)
  const mainApp = workspaceApp(main, '', surroundings)
  const mounted = new WeakMap<Workspace, ReturnType<typeof workspaceApp>>()

  app.get('/livez', (c) => c.text('alive'))
  app.get('/readyz', async (c) => {
    try {
      await main.standing()
      return c.text('ready')
    } catch {
      return c.text('the database does not answer', 503)
    }
  })
  app.get('/assets/:name', async (c) => (await assets(c.req.param('name'), c.req.raw)) ?? c.notFound())
  app.get('/favicon.ico', (c) => c.body(null, 204))

  app.all('/example/:story/*', async (c) => {
    const story = c.req.param('story')
    const workspace = await installation.example(story)
    // Not loaded: the first page is where it can be. An API call gets an answer it can read.
    if (!workspace) {
      if (c.req.method === 'GET' && !c.req.path.includes('/trpc/')) return c.redirect('/welcome')
      return c.json({ error: { message: `The example ${story} is not loaded.`, data: { code: 'NOT_FOUND' } } }, 404)
    }
    let example = mounted.get(workspace)
    if (!example) {
      example = workspaceApp(workspace, `/example/${story}`, surroundings)
      mounted.set(workspace, example)
    }
    return example.fetch(c.req.raw, { requestId: c.get('requestId'), nonce: c.get('nonce') })
  })
  app.get('/example/:story', (c) => c.redirect(`/example/${c.req.param('story')}/`))
  app.all('*', (c) => mainApp.fetch(c.req.raw, { requestId: c.get('requestId'), nonce: c.get('nonce') }))
  return app
}

function listening(fetch: (request: Request) => Response | Promise<Response>, config: Config): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = listen(
      {
        fetch,
        port: config.port,
        hostname: config.host,
        serverOptions: { requestTimeout: 30_000, headersTimeout: 10_000 },
      },
      () => resolve(server),
    )
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new RuleError(
              'port-busy',
              `Port ${config.port} on ${config.host} is taken. Stop what uses it, or choose another: PORT=3001 npm start`,
            )
          : error.code === 'EACCES'
            ? new RuleError(
                'port-refused',
                `Port ${config.port} may not be used by this account. Choose one above 1023: PORT=3000 npm start`,
              )
            : error,
      )
    })
  })
}

async function stopped(server: ServerType, installation: Installation, release: () => void): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  if ('closeIdleConnections' in server) server.closeIdleConnections()
  const impatient = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 5_000)
  await closed
  clearTimeout(impatient)
  await installation.close()
  release()
}
