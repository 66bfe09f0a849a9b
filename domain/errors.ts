/**
 * A refusal by a rule of the product: the request was understood, and the answer is no.
 * `sentence` is read by a person: what happened, what was kept, what to do. It names no table and no code.
 */
export class RuleError extends Error {
  override readonly name = 'RuleError'
  constructor(
    /** A stable word for machines: `completed-in-future`. */
    readonly code: string,
    sentence: string,
    /** The field of the form the refusal belongs to, so that the sentence can stand beside it. */
    readonly field?: string,
  ) {
    super(sentence)
  }
}

/** Somebody else changed the thing since it was read. Carries the version that stands now. */
export class StaleError extends RuleError {
  constructor(
    sentence: string,
    readonly current: { version: number; changedBy: string | null },
  ) {
    super('stale', sentence)
  }
}

/** What was asked for does not exist here. */
export class NotFoundError extends RuleError {
  constructor(sentence: string) {
    super('not-found', sentence)
  }
}
