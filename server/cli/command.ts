import { parseArgs } from 'node:util'
import type { Day, Instant } from '../../domain/days'
import { parseDay, parseInstant } from '../../domain/days'
import { RuleError } from '../../domain/errors'

/** Where a command writes. Answers go to `out` alone, so that a pipe holds nothing else. */
export interface Streams {
  out(text: string): void
  err(text: string): void
  /** Resolves when more may be written: whoever writes much waits for it, or all of it would pile up in memory. */
  ready(): Promise<void>
}

/** What was typed cannot be understood, or names something that is not there: exit code 2. */
export class BadInput extends Error {
  override readonly name = 'BadInput'
}

export interface Option {
  type: 'string' | 'boolean'
  short?: string
  multiple?: boolean
  /** How its value is called in the help, and what it means. */
  value?: string
  says: string
}

export const globalOptions = {
  data: {
    type: 'string',
    value: 'DIR',
    says: 'the data folder (else FOLLOWTHROUGH_DATA or DATABASE_URL, else ./data)',
  },
  workspace: { type: 'string', value: 'NAME', says: 'main, or a loaded example such as feb-26-2021' },
  json: { type: 'boolean', says: 'answer as JSON' },
  help: { type: 'boolean', short: 'h', says: 'show this and do nothing' },
} satisfies Record<string, Option>

/** One command. `run` gives the exit code. */
export interface Command {
  name: string
  /** After the name: `--program KEY [--as-of DAY]`. */
  usage: string
  about: string
  options: Record<string, Option>
  /** How many words may follow the name. */
  words: number
  run(asked: Asked, streams: Streams): Promise<number>
}

/** What was typed, checked for shape: every option is known, none is there twice, each has its value. */
export class Asked {
  constructor(
    readonly words: readonly string[],
    readonly dataDir: string,
    private readonly values: Readonly<Record<string, unknown>>,
  ) {}

  text(name: string): string | undefined {
    return this.values[name] as string | undefined
  }

  /** Each value of an option that may be repeated; commas separate as well. */
  list(name: string): string[] {
    const given = (this.values[name] as string[] | undefined) ?? []
    return given.flatMap((each) => each.split(',')).map((each) => each.trim())
  }

  is(name: string): boolean {
    return this.values[name] === true
  }

  /** Throws BadInput that shows what a day looks like. */
  day(name: string): Day | undefined {
    return this.#read(name, parseDay)
  }

  /** Throws BadInput that shows what an instant looks like. */
  instant(name: string): Instant | undefined {
    return this.#read(name, parseInstant)
  }

  /** One of a closed list of words. Throws BadInput that names them. */
  word<T extends string>(name: string, words: readonly T[]): T | undefined {
    const text = this.text(name)
    return text === undefined ? undefined : oneOf(name, text, words)
  }

  /** Reads a value with a rule of the domain, whose refusal is bad input here. */
  #read<T>(name: string, parse: (text: string) => T): T | undefined {
    const text = this.text(name)
    return text === undefined ? undefined : understood(name, () => parse(text))
  }
}

export function oneOf<T extends string>(option: string, text: string, words: readonly T[]): T {
  const found = words.find((word) => word === text)
  if (found === undefined) throw new BadInput(`--${option} is “${text}”. Expected one of ${words.join(', ')}.`)
  return found
}

export function understood<T>(option: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof RuleError) throw new BadInput(`--${option}: ${error.message}`)
    throw error
  }
}

/** The words and options of one command. Throws BadInput with a sentence for what does not fit. */
export function parsed(command: Command, args: readonly string[], dataDir: string): Asked {
  const options: Record<string, Option> = { ...command.options, ...globalOptions }
  const hint = `See followthrough ${command.name} --help.`
  const { values, positionals, tokens } = parsing(options, args, hint)
  const [, ...words] = positionals
  if (words.length > command.words) {
    throw new BadInput(`followthrough ${command.name} does not know what to do with “${words[command.words]}”. ${hint}`)
  }
  const seen = new Set<string>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    if (seen.has(token.name) && !options[token.name]?.multiple)
      throw new BadInput(`--${token.name} was given twice. ${hint}`)
    seen.add(token.name)
    if (token.value?.trim() === '')
      throw new BadInput(`--${token.name} is empty: expected ${expectedOf(options, token.name)}. ${hint}`)
  }
  return new Asked(words, dataDir, values)
}

function parsing(options: Record<string, Option>, args: readonly string[], hint: string) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, tokens: true, strict: true })
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (!code?.startsWith('ERR_PARSE_ARGS')) throw error
    const option = /'(?:-\w, )?(--?[^\s'=<]+)/.exec(message)?.[1] ?? 'this'
    const name = option.replace(/^--?/, '')
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw new BadInput(`There is no option ${option} here. ${hint}`)
    if (options[name]?.type === 'boolean') throw new BadInput(`${option} takes no value. ${hint}`)
    throw new BadInput(`${option} needs a value: ${expectedOf(options, name)}. ${hint}`)
  }
}

const expectedOf = (options: Record<string, Option>, name: string) => options[name]?.says ?? 'a word'

/** What `--help` prints for one command. */
export function helpOf(command: Command): string {
  const options: [string, Option][] = Object.entries({ ...command.options, ...globalOptions })
  const names = options.map(
    ([name, { short, value }]) => `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`,
  )
  const width = Math.max(...names.map((name) => name.length))
  const lines = options.map(([, { says }], at) => `  ${(names[at] ?? '').padEnd(width)}  ${says}`)
  return `followthrough ${`${command.name} ${command.usage}`.trim()}\n\n${command.about}\n\n${lines.join('\n')}\n`
}

export const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** Text that somebody typed may hold control characters, and a terminal would obey them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
export const printable = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
