import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'

// `npm start` puts a shell between npm and us. A SIGTERM to npm ends that shell and nobody tells us: without this the
// server would run on, unseen, and hold its port and its data folder.
if (process.env.npm_lifecycle_event === 'start' && process.platform !== 'win32') {
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  watch.unref()
}

await ensureInstalled()
await ensureBuilt()
// A stack in the log should name our lines, not those of the bundle.
process.setSourceMapsEnabled(true)
// In this process, not in a child: signals and the exit code are the server's own.
await import('../dist/server.js')
