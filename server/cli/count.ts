import { count } from '../../domain/counting/count'
import { headline, identity } from '../../domain/counting/definitions'
import { dayInWords } from '../../domain/days'
import { programByKey } from '../programs/store'
import { reading } from '../trpc'
import { asJson, BadInput, type Command } from './command'
import { withWorkspace } from './workspace'

export const countCommand: Command = {
  name: 'count',
  usage: '--program KEY [--as-of DAY] [--known-at INSTANT] [--json]',
  about: 'How many items of a program are done: today, or on any day, as it was known at any instant.',
  options: {
    program: { type: 'string', value: 'KEY', says: 'the key of the program, such as FES' },
    'as-of': { type: 'string', value: 'DAY', says: 'the day that is asked about, such as 2021-07-20 (else today)' },
    'known-at': {
      type: 'string',
      value: 'INSTANT',
      says: 'only what was recorded by then, such as 2021-07-20T17:00:00Z (else all that is known)',
    },
  },
  words: 0,
  async run(asked, { out }) {
    const key = asked.text('program')
    if (key === undefined) throw new BadInput('Name the program: --program KEY, such as --program FES.')
    const when = { asOf: asked.day('as-of'), knownAt: asked.instant('known-at') }
    return withWorkspace(asked, async ({ workspace, standing }) => {
      await workspace.counting.build()
      return reading({ workspace, standing }, when, async ({ read, columns, question, asOf, knownAt }) => {
        const program = await programByKey(read, key)
        const counts = count(columns, question({ programs: [program.id] }))
        const { total, done, dropped, inFlight, notStarted, open } = counts
        if (asked.is('json')) {
          out(asJson({ program: program.key, asOf, knownAt, total, done, dropped, inFlight, notStarted, open }))
          return 0
        }
        const known = knownAt ? `, as known at ${knownAt}` : ''
        out(`${program.key} on ${dayInWords(asOf)}${known}: ${headline(counts)}\n${identity(counts)}\n`)
        return 0
      })
    })
  },
}
