import { parseArgs } from 'node:util'
import { StoreError } from '../../db/errors'
import { NotFoundError, RuleError } from '../../domain/errors'
import { configFrom } from '../config'
import { BadInput, type Command, globalOptions, helpOf, parsed, type Streams } from './command'

/** Each in a file of its own, loaded only when asked for, and only after `--data` has taken effect. */
const commands: Record<string, { about: string; load: () => Promise<Command> }> = {
  serve: { about: 'serve the product from this machine', load: async () => (await import('./serve')).serve },
  example: { about: 'load, remove or list the examples', load: async () => (await import('./example')).example },
  count: {
    about: 'how many of a program are done, at any day',
    load: async () => (await import('./count')).countCommand,
  },
  items: { about: 'list items as the screen does', load: async () => (await import('./items')).itemsCommand },
  report: {
    about: 'write a report as Markdown, HTML, text or JSON, or check it',
    load: async () => (await import('./report')).reportCommand,
  },
  export: {
    about: 'write the whole workspace into one file',
    load: async () => (await import('./export')).exportCommand,
  },
  import: {
    about: 'read such a file into an empty workspace',
    load: async () => (await import('./import')).importCommand,
  },
  doctor: {
    about: 'check that what is kept agrees with the record',
    load: async () => (await import('./doctor')).doctor,
  },
}

const everyCommand = `The commands are ${Object.keys(commands).join(', ')}; see followthrough --help.`

/** Runs one command line. Gives the exit code: 0 done, 1 refused or not in order, 2 not understood. */
export async function run(args: readonly string[], streams: Streams): Promise<number> {
  try {
    return await dispatched(args, streams)
  } catch (error) {
    if (error instanceof BadInput || error instanceof NotFoundError) return said(streams, error.message, 2)
    if (error instanceof RuleError || error instanceof StoreError) return said(streams, error.message, 1)
    // What nobody foresaw is shown whole: hiding it would help nobody.
    return said(streams, error instanceof Error ? (error.stack ?? error.message) : String(error), 1)
  }
}

function said(streams: Streams, sentence: string, code: number): number {
  streams.err(`${sentence}\n`)
  return code
}

async function dispatched(args: readonly string[], streams: Streams): Promise<number> {
  // Only to find the command and the folder: what each option means is the command's business.
  const first = parseArgs({ args: [...args], options: globalOptions, strict: false, allowPositionals: true })
  const [name] = first.positionals
  if (name === undefined) {
    if (first.values.help === true) return answered(streams, help())
    const [option] = args
    const problem = option ? `There is no option ${option} here.` : 'Say what to do.'
    throw new BadInput(`${problem} ${everyCommand}`)
  }
  const found = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!found) throw new BadInput(`There is no command “${name}”. ${everyCommand}`)
  putInEffect(first.values.data)
  const command = await found.load()
  if (first.values.help === true) return answered(streams, helpOf(command))
  return command.run(parsed(command, args, dataDir()), streams)
}

/** `--data` means SQLite files in that folder, whatever the surroundings say. Before any module of db/ is loaded. */
function putInEffect(folder: string | boolean | undefined): void {
  if (typeof folder !== 'string' || folder.trim() === '') return
  process.env.FOLLOWTHROUGH_DATA = folder
  delete process.env.DATABASE_URL
}

function dataDir(): string {
  try {
    return configFrom(process.env).dataDir
  } catch (error) {
    if (error instanceof RuleError) throw new BadInput(error.message)
    throw error
  }
}

function answered(streams: Streams, text: string): number {
  streams.out(text)
  return 0
}

function help(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`)
  return `followthrough COMMAND [options]\n\n${lines.join('\n')}\n\nEach explains itself: followthrough count --help.\n`
}
