import { once } from 'node:events'
import { run } from './run'

/** The `followthrough` command: started by bin/followthrough from the bundle, or by tsx from here. */

// Whoever reads may stop early, as `head` does.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
}

// Not process.exit(): what was written into a pipe would be cut off.
process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  ready: async () => {
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain')
  },
})
