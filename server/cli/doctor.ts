import { type Check, examine } from '../counting/doctor'
import { asJson, type Command, printable } from './command'
import { withWorkspace } from './workspace'

export const doctor: Command = {
  name: 'doctor',
  usage: '[--workspace NAME] [--json]',
  about: 'Checks the settings of the database, and that all that is kept or counted agrees with the record.',
  options: {},
  words: 0,
  run(asked, { out }) {
    return withWorkspace(asked, async ({ workspace, standing }) => {
      const { db, counting, name } = workspace
      const checks: Check[] = []
      const firstMonth = standing.organization?.fiscalFirstMonth ?? 1
      for await (const check of examine({ db, counting, today: standing.today, firstMonth })) {
        checks.push(check)
        // Each as soon as it is known: on a large record the next one takes a while.
        if (!asked.is('json')) out(`${check.ok ? 'ok    ' : 'failed'}  ${check.name}: ${printable(check.says)}\n`)
      }
      const ok = checks.every((check) => check.ok)
      if (asked.is('json')) out(asJson({ workspace: name, ok, checks }))
      return ok ? 0 : 1
    })
  },
}
