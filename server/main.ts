import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pino from 'pino'
import { StoreError } from '../db/open'
import { RuleError } from '../domain/errors'
import { configFrom } from './config'
import { serve } from './serve'

/** From the bundle in dist the client lies beside this file; from source it is where it was last built, if it was. */
const here = join(fileURLToPath(import.meta.url), '..')
const clientDir = existsSync(join(here, 'client')) ? join(here, 'client') : join(here, '..', 'dist', 'client')

try {
  const config = configFrom(process.env)
  const log = pino({ level: config.logLevel, base: null }, pino.destination({ fd: 2, sync: true }))
  const serving = await serve(config, log, clientDir)
  process.stdout.write(`Followthrough is ready at ${serving.address}\n`)
  if (!/^(127\.|localhost|::1)/.test(config.host)) {
    process.stdout.write('There is no sign-in yet: whoever can reach this address can change everything in it.\n')
  }
  let stopping = false
  const stop = () => {
    if (stopping) process.exit(1)
    stopping = true
    serving.stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'could not stop cleanly')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
} catch (error) {
  // A sentence for what was foreseen, the whole error for what was not.
  const foreseen = error instanceof RuleError || error instanceof StoreError
  process.stderr.write(
    `${foreseen ? (error as Error).message : error instanceof Error ? error.stack : String(error)}\n`,
  )
  process.exit(1)
}
