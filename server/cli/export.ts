import { counted } from '../../domain/words'
import { writeArchive, writeArchiveFile } from '../exports/archive'
import type { ArchiveCounts } from '../exports/archive-lines'
import { asJson, BadInput, type Command } from './command'
import { withWorkspace } from './workspace'

export const exportCommand: Command = {
  name: 'export',
  usage: 'FILE [--force] [--workspace NAME] [--json]',
  about:
    'Writes the whole workspace into one file that followthrough import reads, on this or the other database. FILE may be - for standard output.',
  options: { force: { type: 'boolean', says: 'replace FILE when it is there already' } },
  words: 1,
  run(asked, { out, ready }) {
    const [file] = asked.words
    if (file === undefined) throw new BadInput('Name the file: followthrough export company.followthrough.')
    return withWorkspace(asked, async ({ workspace }) => {
      if (file === '-') {
        await writeArchive(workspace.db, (text) => {
          out(text)
          return ready()
        })
        return 0
      }
      const { counts, sha256 } = await writeArchiveFile(workspace.db, file, { force: asked.is('force') })
      if (asked.is('json')) out(asJson({ workspace: workspace.name, file, counts, sha256 }))
      else out(`The workspace ${workspace.name} is in ${file}: ${inWords(counts)}.\nIts SHA-256 is ${sha256}.\n`)
      return 0
    })
  },
}

/** The few counts a person compares; all of them are in the file's first line. */
export function inWords(counts: ArchiveCounts): string {
  const of = (table: string, one: string) => counted(counts[table] ?? 0, one)
  return [
    of('program', 'program'),
    of('item', 'item'),
    of('incident', 'incident'),
    of('report', 'report'),
    of('publication', 'publication'),
    counted(counts.person ?? 0, 'person', 'people'),
    counted(counts.history ?? 0, 'record of the history', 'records of the history'),
  ].join(', ')
}
