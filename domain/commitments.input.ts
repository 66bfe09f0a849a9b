import { DayInput, IdInput, Intent, Text } from './vocabulary.input'

export const CloseCommitment = Intent.extend({
  commitmentId: IdInput,
  on: DayInput,
  evidence: Text(2_000),
  words: Text(2_000).default(''),
})
