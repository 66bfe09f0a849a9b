import { expect, onTestFinished, vi } from 'vitest'
import { emptyInstallation } from '../../../db/testing/fresh'
import { run } from '../run'

/** The command line in this process, over an installation of its own. */
export async function followthrough({ dataDir }: { dataDir: string }, ...args: string[]) {
  vi.stubEnv('FOLLOWTHROUGH_DATA', dataDir)
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  let out = ''
  let err = ''
  const code = await run(args, {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    ready: async () => {},
  })
  return { code, out, err, json: () => JSON.parse(out) }
}

/** An installation with the founding example in it and nothing else. */
export async function withExample() {
  const installation = await emptyInstallation()
  expect(await followthrough(installation, 'example', 'load')).toMatchObject({ code: 0, err: '' })
  return installation
}
