import { resolve } from 'node:path'
import { z } from 'zod'
import { RuleError } from '../domain/errors'

/** What the surroundings may say. Nothing is required. */
export interface Config {
  port: number
  host: string
  dataDir: string
  /** The address people use when it differs from host and port: behind a proxy. */
  baseUrl: URL | null
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  FOLLOWTHROUGH_DATA: z.string().min(1).default('./data'),
  FOLLOWTHROUGH_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  FOLLOWTHROUGH_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

const known = new Set([...Object.keys(Environment.shape), 'FOLLOWTHROUGH_DIALECT'])

/** Reads and checks the environment. Throws RuleError that names the variable and what was expected. */
export function configFrom(environment: Record<string, string | undefined>): Config {
  for (const name of Object.keys(environment)) {
    if (name.startsWith('FOLLOWTHROUGH_') && !name.startsWith('FOLLOWTHROUGH_TEST_') && !known.has(name)) {
      const ours = [...known].filter((each) => each.startsWith('FOLLOWTHROUGH_') && each !== 'FOLLOWTHROUGH_DIALECT')
      throw new RuleError('unknown-setting', `${name} is not a setting of Followthrough. There are ${ours.join(', ')}.`)
    }
  }
  const parsed = Environment.safeParse(environment)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const name = String(issue?.path[0] ?? 'A setting')
    throw new RuleError(
      'bad-setting',
      `${name} is “${environment[name] ?? ''}”: ${expectations[name] ?? issue?.message}`,
    )
  }
  const { PORT, HOST, FOLLOWTHROUGH_DATA, FOLLOWTHROUGH_BASE_URL, FOLLOWTHROUGH_LOG } = parsed.data
  return {
    port: PORT,
    host: HOST,
    dataDir: resolve(FOLLOWTHROUGH_DATA),
    baseUrl: FOLLOWTHROUGH_BASE_URL ? new URL(FOLLOWTHROUGH_BASE_URL) : null,
    logLevel: FOLLOWTHROUGH_LOG,
  }
}

const expectations: Record<string, string> = {
  PORT: 'expected a port number from 0 to 65535.',
  FOLLOWTHROUGH_BASE_URL: 'expected an address such as https://followthrough.example.com.',
  FOLLOWTHROUGH_LOG: 'expected debug, info, warn, error or silent.',
}
