import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Work } from './inside'
import { root } from './servers'

/** Does it in a process of its own and gives what that process sent back. */
export function inside<T>(work: Work): Promise<T> {
  const { PATH, HOME, TMPDIR } = process.env
  const child = fork(join(root, '.build/bench-inside.js'), [], {
    env: { PATH, HOME, TMPDIR, NODE_ENV: 'production' },
    execArgv: ['--max-old-space-size=8192'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    let result: T | undefined
    child.once('message', (sent) => {
      result = sent as T
    })
    child.once('close', (code) => {
      if (code === 0 && result !== undefined) resolve(result)
      else reject(new Error(`${work.do} ended with ${code}`))
    })
    child.send(work)
  })
}
