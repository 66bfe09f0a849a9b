import { z } from 'zod'
import { programKinds } from './vocabulary'
import { AsOf, DayInput, IdInput, Intent, Text, Versioned } from './vocabulary.input'

export const CreateProgram = Intent.extend({
  key: Text(20),
  kind: z.enum(programKinds).default('remediation'),
  titleInternal: Text(2_000),
  titlePublic: Text(2_000).nullable().optional(),
  owner: IdInput.nullable().optional(),
  baselineOn: DayInput.nullable().optional(),
})
/** What is left out stays as it is. */
export const WordProgramPublicly = Versioned.extend({
  programId: IdInput,
  titlePublic: Text(2_000).nullable().optional(),
  notePublic: Text(20_000).nullable().optional(),
})
export const FixBaseline = Versioned.extend({ programId: IdInput, baselineOn: DayInput })
export const ProgramByKey = AsOf.extend({ key: Text(20).min(1) })
export const ListPrograms = AsOf
