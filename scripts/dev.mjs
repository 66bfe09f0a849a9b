import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled, root, say } from './install.mjs'

await ensureInstalled()

const apiPort = process.env.PORT ?? '3001'
const api = `http://127.0.0.1:${apiPort}`
const pagePort = '5173'

const start = (tool, args, env) =>
  spawn(process.execPath, [join(root, 'node_modules', tool), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })

const children = [
  start('tsx/dist/cli.mjs', ['watch', '--clear-screen=false', 'server/main.ts'], { PORT: apiPort }),
  start('vite/bin/vite.js', ['--clearScreen', 'false', '--host', '127.0.0.1', '--port', pagePort, '--strictPort'], {
    DEV_API: api,
  }),
]
say(`Open http://127.0.0.1:${pagePort} (the API answers on ${api}). Ctrl-C stops both.`)

let stopping = false
const stopAll = () => {
  stopping = true
  for (const child of children) child.kill('SIGTERM')
}
for (const child of children) {
  child.on('exit', (code) => {
    if (stopping) return
    // Half of a development server is worse than none.
    process.exitCode = code ?? 1
    stopAll()
  })
}
process.on('SIGTERM', stopAll)
process.on('SIGINT', () => {
  // A Ctrl-C has reached the children too, and a second signal would cut the server's orderly end short.
  stopping = true
  setTimeout(stopAll, 3_000).unref()
})
