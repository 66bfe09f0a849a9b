import { readdirSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { emptyInstallation, freshFolder } from '../../db/testing/fresh'
import { followthrough, withExample } from './testing/followthrough'

vi.setConfig({ testTimeout: 60_000 })

test('the quarterly template over the example is the founding post in our words', async () => {
  const installation = await withExample()
  const { code, out, err } = await followthrough(
    installation,
    'report',
    '--template',
    'quarterly',
    '--as-of',
    '2021-07-20',
    '--format',
    'md',
  )
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const facts = [
    '# Keeping our word: Q2 2021 update',
    'Figures as of July 20, 2021.',
    'we will tell you about it',
    '## What happened',
    'from 5:00am PST to 7:30am PST',
    'within 1 minute',
    '25 minutes',
    '37 improvements',
    '32 of 37',
    '### Completed in Q1 2021',
    '### Completed in Q2 2021',
    '### In flight, expected in Q3 2021',
    '29 of the 37 are not described here: 26 completed, 3 open.',
    '## Lowering the risk across our other services',
    'In July 2021 we will also publish an update',
    '180 days',
    '| An update about Q2 2021 | no date given | Kept, with this update |',
    'We are sorry',
    'Q3 2021',
  ]
  let at = -1
  for (const fact of facts) {
    const found = out.indexOf(fact, at + 1)
    expect(found, fact).toBeGreaterThan(at)
    at = found
  }
  expect(
    await followthrough(installation, 'report', 'check', '--template', 'quarterly', '--as-of', '2021-07-20'),
  ).toMatchObject({ code: 0, out: expect.stringContaining('0 errors, 0 warnings, 0 quiet marks.') })
})

test('a draft as it stands, a published one byte for byte, in every format', async () => {
  const installation = await withExample()
  const write = async (...args: string[]) => (await followthrough(installation, 'report', ...args)).out
  expect(await write('q2-2021-update')).toContain('29 of the 37 are not described here: 26 completed, 3 open.')
  expect(await write('q2-2021-update', '--as-of', '2021-06-30')).toContain('27 of 37')
  expect(await write('q1-2021-update', '--format', 'txt')).toContain('24 of 37')
  expect(await write('q1-2021-update', '--format', 'html')).toMatch(/^<!doctype html>[\s\S]*<style>[\s\S]*24 of 37/)
  expect(await write('february-26-disruption')).toMatch(/^On February 26, 2021, a disruption/)
  expect(await followthrough(installation, 'report', 'february-26-disruption', '--format', 'html')).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('was published elsewhere, at https://example.com/blog/february-26-disruption.'),
  })
  expect(JSON.parse(await write('q1-2021-update', '--format', 'json'))).toMatchObject({
    format: 'followthrough-report',
    asOf: '2021-04-16',
  })
})

test('check names what its author should look at, by line and column, and exits 1 while an error stands', async () => {
  const installation = await withExample()
  const { code, out } = await followthrough(
    installation,
    'report',
    'check',
    '--template',
    'quarterly',
    '--as-of',
    '2021-10-20',
  )
  expect(code).toBe(1)
  expect(out).toContain('error    eta-passed     line ')
  expect(out).toContain('FES: 8 of 37 named; 5 open, 2 of them shown.')
  const { json } = await followthrough(installation, 'report', 'check', 'q2-2021-update', '--json')
  expect(json()).toMatchObject({ report: 'q2-2021-update', asOf: '2021-07-20', errors: 0, checks: [] })
})

describe('bad input', () => {
  test.each([
    [['report'], 'Name the report, such as q2-2021-update, or a template: --template quarterly.'],
    [['report', 'check'], 'Name the report: followthrough report check q2-2021-update.'],
    [['report', 'x', '--template', 'quarterly'], 'Name a report or a template, not both.'],
    [['report', 'x', 'y'], 'followthrough report does not know what to do with “y”.'],
    [['report', 'x', '--format', 'pdf'], '--format is “pdf”. Expected one of html, md, txt, json.'],
    [['report', '--template', 'yearly'], '--template is “yearly”. Expected one of quarterly, blank.'],
    [['report', '--template', 'quarterly', '--as-of', 'July'], '--as-of: “July” is not a day.'],
  ])('followthrough %j', async (args, sentence) => {
    const dataDir = freshFolder()
    const { code, out, err } = await followthrough({ dataDir }, ...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(sentence)
    expect(readdirSync(dataDir)).toEqual([])
  })

  test('what does not exist is named with what does', async () => {
    const installation = await withExample()
    const answer = await followthrough(installation, 'report', 'q9')
    expect(answer).toMatchObject({ code: 2, out: '' })
    expect(answer.err).toContain(
      'There is no report q9. There is q2-2021-update, q1-2021-update, february-26-disruption.',
    )
    expect(await followthrough(installation, 'report', 'q1-2021-update', '--as-of', '2021-07-01')).toMatchObject({
      code: 2,
      out: '',
    })
    expect(await followthrough(await emptyInstallation(), 'report', '--template', 'quarterly')).toMatchObject({
      code: 2,
      out: '',
    })
  })
})
