import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The folder of package.json: this file is bundled into `.build`, one step below it. */
export const root = join(import.meta.dirname, '..')

export const builtServer = process.env.BENCH_SERVER ?? join(root, 'dist/server.js')

export interface Used {
  cpuMs: number
  megabytes: number
}

/** A server in a process of its own that tells what it uses. */
export class MeasuredServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly address: string,
  ) {}

  /** The product, as it was built; or, to set two builds side by side, the one that BENCH_SERVER names. */
  static product(dataDir: string): Promise<MeasuredServer> {
    return MeasuredServer.#start(builtServer, {
      PORT: '0',
      FOLLOWTHROUGH_DATA: dataDir,
      FOLLOWTHROUGH_LOG: 'error',
    })
  }

  /** What the machine allows: node:http and prepared statements. */
  static limit(dataDir: string): Promise<MeasuredServer> {
    return MeasuredServer.#start(join(root, '.build/bench-limit.js'), { BENCH_DATA: dataDir })
  }

  static async #start(script: string, surroundings: Record<string, string>): Promise<MeasuredServer> {
    const { PATH, HOME, TMPDIR } = process.env
    const child = fork(script, [], {
      // Nothing of this shell: it may name a real database.
      env: { PATH, HOME, TMPDIR, NODE_ENV: 'production', ...surroundings },
      execArgv: ['--import', pathToFileURL(join(root, '.build/bench-probe.js')).href],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    const address = await new Promise<string>((resolve, reject) => {
      let said = ''
      child.stdout?.on('data', (chunk) => {
        said += chunk
        const found = /http:\/\/[\w.:]+/.exec(said)?.[0]
        if (found) resolve(found)
      })
      child.once('close', (code) => reject(new Error(`${script} ended with ${code} before it was ready`)))
    })
    return new MeasuredServer(child, address)
  }

  used(): Promise<Used> {
    return new Promise((resolve) => {
      this.child.once('message', (used) => resolve(used as Used))
      this.child.send('used')
    })
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('close', resolve))
    this.child.kill('SIGTERM')
    await ended
  }
}
