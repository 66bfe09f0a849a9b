import { compileReport } from '../../domain/reports/compile'
import { formatReport } from '../../domain/reports/formats'
import type { Check, ReportModel } from '../../domain/reports/model'
import { publicationFormats, reportTemplates } from '../../domain/vocabulary'
import { counted } from '../../domain/words'
import { asOfReport, beginning, compileStored } from '../reports/compile'
import { reportFile, standalone } from '../reports/export'
import { reportBySlug } from '../reports/store'
import { type Reading, reading } from '../trpc'
import { type Asked, asJson, BadInput, type Command, printable, type Streams } from './command'
import { type Open, withWorkspace } from './workspace'

export const reportCommand: Command = {
  name: 'report',
  usage: 'SLUG | --template quarterly [--as-of DAY] [--format md|html|txt|json]  or  check SLUG',
  about:
    'Writes a report as a file: what was published, byte for byte; a draft as it stands; or what a template makes of the record on any day. “check” lists what its author should look at and exits 1 while an error stands.',
  options: {
    template: { type: 'string', value: 'NAME', says: 'a new report from this template: quarterly or blank' },
    'as-of': { type: 'string', value: 'DAY', says: 'the day its figures stand at, such as 2021-07-20 (else today)' },
    format: { type: 'string', value: 'FORMAT', says: 'md, html, txt or json (else md)' },
  },
  words: 2,
  async run(asked, streams) {
    const [first, second] = asked.words
    const template = asked.word('template', reportTemplates)
    if (first === 'check') {
      if (second === undefined && template === undefined)
        throw new BadInput('Name the report: followthrough report check q2-2021-update.')
      return check(asked, streams, second)
    }
    if (second !== undefined)
      throw new BadInput(
        `followthrough report does not know what to do with “${second}”. See followthrough report --help.`,
      )
    if (first === undefined && template === undefined) {
      throw new BadInput('Name the report, such as q2-2021-update, or a template: --template quarterly.')
    }
    if (first !== undefined && template !== undefined) throw new BadInput('Name a report or a template, not both.')
    return write(asked, streams, first)
  },
}

/** Draft or template, compiled at the day that was asked for. */
async function compiled(
  asked: Asked,
  open: Open,
  view: Reading,
  slug: string | undefined,
): Promise<{ model: ReportModel; checks: Check[] }> {
  const { standing } = open
  const at = (asOf: Reading['asOf']): Reading => ({
    ...view,
    asOf,
    question: (over) => view.question({ asOf, ...over }),
  })
  if (slug !== undefined) {
    const row = await reportBySlug(view.read, slug)
    return compileStored(at(asked.day('as-of') ?? asOfReport(row, standing.today)), row)
  }
  const template = asked.word('template', reportTemplates) ?? 'quarterly'
  const { facts, body } = await beginning(
    at(asked.day('as-of') ?? standing.today),
    { template },
    standing.organization?.fiscalFirstMonth ?? 1,
  )
  return compileReport(body, facts)
}

async function write(asked: Asked, { out }: Streams, slug: string | undefined): Promise<number> {
  const format = asked.word('format', publicationFormats) ?? 'md'
  const asOf = asked.day('as-of')
  return withWorkspace(asked, async (open) => {
    await open.workspace.counting.build()
    if (slug !== undefined && asOf === undefined) {
      out((await reportFile(open, slug, format)).body)
      return 0
    }
    return reading(open, {}, async (view) => {
      if (slug !== undefined && (await reportBySlug(view.read, slug)).state !== 'draft') {
        throw new BadInput(`${slug} is published: its figures stay at their day. Leave --as-of out.`)
      }
      const { model } = await compiled(asked, open, view, slug)
      const article = formatReport[format](model)
      out(format === 'html' ? standalone(model.title, open.standing.organization?.name ?? null, article) : article)
      return 0
    })
  })
}

async function check(asked: Asked, { out }: Streams, slug: string | undefined): Promise<number> {
  return withWorkspace(asked, async (open) => {
    await open.workspace.counting.build()
    return reading(open, {}, async (view) => {
      if (slug !== undefined && (await reportBySlug(view.read, slug)).state !== 'draft') {
        throw new BadInput(`${slug} is published: what stands there was said. Only drafts and templates are checked.`)
      }
      const { checks, model } = await compiled(asked, open, view, slug)
      const errors = checks.filter((each) => each.level === 'error').length
      if (asked.is('json')) {
        out(asJson({ report: slug ?? null, asOf: model.asOf, errors, checks, coverage: model.coverage }))
        return errors > 0 ? 1 : 0
      }
      for (const { level, code, sentence, place } of checks) {
        const where = place && !sentence.startsWith('Line ') ? `line ${place.line}, column ${place.column}: ` : ''
        out(`${level.padEnd(7)}  ${code.padEnd(13)}  ${where}${printable(sentence)}\n`)
      }
      const warnings = checks.filter((each) => each.level === 'warning').length
      out(
        `${counted(errors, 'error')}, ${counted(warnings, 'warning')}, ${counted(checks.length - errors - warnings, 'quiet mark')}.\n`,
      )
      for (const { key, total, named, open: isOpen, namedOpen } of model.coverage) {
        out(`${key}: ${named} of ${total} named; ${isOpen} open, ${namedOpen} of them shown.\n`)
      }
      return errors > 0 ? 1 : 0
    })
  })
}
