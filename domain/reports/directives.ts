import { commitmentKinds } from '../vocabulary'

/** The words of the report language: what each directive takes. The studio's forms and the refusals are made from it. */

export type Argument =
  | {
      takes: 'program' | 'programs' | 'incident' | 'quarter' | 'period' | 'promise' | 'text' | 'whole'
      says: string
      required?: true
    }
  | { takes: 'word'; words: readonly string[]; says: string; required?: true }

export interface Directive {
  shape: 'text' | 'leaf' | 'container'
  /** What the studio calls it. */
  name: string
  says: string
  takes: Readonly<Record<string, Argument>>
}

/** A stored word as directives write it: `first_public_notice` is `first-public-notice`. */
export const hyphened = (word: string): string => word.replaceAll('_', '-')
/** And back. */
export const underscored = (word: string): string => word.replaceAll('-', '_')

const program: Argument = {
  takes: 'programs',
  says: 'key of a program, or several with commas; else all of the report',
}
const incident: Argument = { takes: 'incident', says: 'key of an incident; else the report’s only one' }
const since: Argument = { takes: 'word', words: ['previous'], says: 'since the previous report' }
const milestone = (says: string): Argument => ({
  takes: 'word',
  words: ['started', 'detected', 'acknowledged', 'first-public-notice', 'mitigated', 'resolved'],
  says,
})

export const countable = ['total', 'done', 'open', 'in-flight', 'not-started', 'dropped'] as const
export const itemStates = ['done', 'open', 'in-flight', 'not-started', 'dropped'] as const

export const directives = {
  count: {
    shape: 'text',
    name: 'Count',
    says: 'How many items',
    takes: {
      of: { takes: 'word', words: countable, says: 'what is counted; else done' },
      program,
      quarter: { takes: 'quarter', says: 'done in this quarter' },
      since,
      as: { takes: 'word', words: ['words', 'figures'], says: 'five, or 5' },
      noun: { takes: 'text', says: 'what they are, of one; several get an s' },
    },
  },
  ratio: { shape: 'text', name: 'Done of total', says: '32 of 37', takes: { program } },
  percent: {
    shape: 'text',
    name: 'Percent done',
    says: 'rounded down; under five items the fraction',
    takes: { program },
  },
  window: {
    shape: 'text',
    name: 'Impact window',
    says: '5:00am PST to 7:30am PST',
    takes: { incident, style: { takes: 'word', words: ['local', 'utc', 'both'], says: 'in which zone; else local' } },
  },
  elapsed: {
    shape: 'text',
    name: 'Elapsed time',
    says: 'from one milestone to another',
    takes: {
      incident,
      to: { ...milestone('the later milestone'), required: true },
      from: milestone('the earlier one; else started'),
    },
  },
  date: {
    shape: 'text',
    name: 'Date',
    says: 'A day of the record',
    takes: {
      of: { takes: 'word', words: ['as-of', 'incident', 'previous', 'baseline'], says: 'which day; else as-of' },
      incident,
      program,
      style: { takes: 'word', words: ['plain', 'weekday', 'month'], says: 'with its weekday, or the month alone' },
    },
  },
  period: {
    shape: 'text',
    name: 'Quarter',
    says: 'The quarter of the report, or one before or after it',
    takes: { offset: { takes: 'whole', says: 'quarters later, or earlier when negative' } },
  },
  horizon: { shape: 'text', name: 'Long-term horizon', says: '180 days', takes: {} },
  stated: {
    shape: 'text',
    name: 'Stated figure',
    says: 'A figure from elsewhere, with its source',
    takes: {
      source: { takes: 'text', says: 'where it is from', required: true },
      by: { takes: 'text', says: 'who states it' },
    },
  },
  headline: { shape: 'leaf', name: 'Headline', says: 'The ruled summary of a program', takes: { program } },
  recap: { shape: 'leaf', name: 'Recap', says: 'The public summary of an incident', takes: { incident } },
  items: {
    shape: 'leaf',
    name: 'Items',
    says: 'Items by name, under headings',
    takes: {
      program,
      state: { takes: 'word', words: itemStates, says: 'which; else done' },
      by: { takes: 'word', words: ['quarter', 'eta', 'none'], says: 'one group a quarter (done) or a target (open)' },
      quarter: { takes: 'quarter', says: 'only those done in it' },
      eta: { takes: 'quarter', says: 'only those due in it' },
      horizon: { takes: 'word', words: ['long-term', 'near'], says: 'only long-term work, or only the rest' },
      show: { takes: 'word', words: ['chosen', 'all'], says: 'what was chosen for this report, or every named item' },
    },
  },
  promised: { shape: 'leaf', name: 'Promised', says: 'What we said, and where it stands', takes: { since } },
  changes: {
    shape: 'leaf',
    name: 'Changes',
    says: 'What is different since the previous report',
    takes: { since, program },
  },
  'not-itemised': { shape: 'leaf', name: 'Not itemised', says: 'How many are not described here', takes: { program } },
  commitment: {
    shape: 'container',
    name: 'Commitment',
    says: 'A promise: it is tracked once this is published',
    takes: {
      kind: {
        takes: 'word',
        words: commitmentKinds.filter((kind) => kind !== 'item_target' && kind !== 'next_update').map(hyphened),
        says: 'a publication, a standing promise or another one; else other',
      },
      due: { takes: 'period', says: 'a day, month, quarter or year; a standing promise has none' },
      promise: { takes: 'promise', says: 'the earlier promise it renews' },
    },
  },
  reconcile: {
    shape: 'container',
    name: 'Reconcile',
    says: 'The words for an earlier promise that changed',
    takes: {
      promise: { takes: 'promise', says: 'its key, such as P-3', required: true },
      as: {
        takes: 'word',
        words: ['kept', 'kept-late', 'moved', 'missed', 'reworded', 'withdrawn'],
        says: 'what became of it',
        required: true,
      },
    },
  },
  'next-update': {
    shape: 'container',
    name: 'Next update',
    says: 'The promise of the next report',
    takes: {
      about: { takes: 'quarter', says: 'the quarter it will be about', required: true },
      due: { takes: 'period', says: 'when it will come; else by the end of the quarter after, which is not printed' },
    },
  },
} satisfies Record<string, Directive>

export type DirectiveName = keyof typeof directives

export const isDirectiveName = (name: string): name is DirectiveName => Object.hasOwn(directives, name)
export const directiveOf = (name: DirectiveName): Directive => directives[name]
