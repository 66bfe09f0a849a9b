import { describe, expect, test } from 'vitest'
import { compileReport } from './compile'
import { factsOf, foundingItems } from './testing/facts'

const facts = factsOf(foundingItems())

/** The words that a check found, and what stands at the place it names. */
function placed(draft: string) {
  const { checks } = compileReport(`${draft}\n`, facts)
  return checks
    .filter((check) => check.code === 'typed-number' && check.level === 'error')
    .map(({ excerpt, place }) => ({ excerpt, stands: place && draft.slice(place.from, place.to), place }))
}

describe('a check names the place in the draft as typed', () => {
  test.each([
    ['after the indentation of a line', 'All is said.\n   In all, 31 of 37 are complete.'],
    ['after a line that ends in a space', 'All is said. \nIn all, 31 of 37 are complete.'],
    ['in a quote', '> All is said.\n> In all, 31 of 37 are complete.'],
    ['in a list', '- All is said.\n  In all, 31 of 37 are complete.'],
    ['after an escaped mark', 'Not \\*all\\*: 31 of 37 are complete.'],
    ['after a character by its name', 'Q&amp;A, R&D; in all 31 of 37 are complete.'],
    ['after a character by its number', 'So &#128512; &#x41; in all 31 of 37 are complete.'],
    ['after what was no directive', '  At 5:00am\n  it was said that 31 of 37 are complete.'],
    ['in a later section', 'All.\n\n## Then\n\nAll \\_is\\_ said.\n  In all, 31 of 37 are complete.'],
  ])('%s', (_, draft) => {
    const [found, ...rest] = placed(draft)
    expect(rest).toEqual([])
    expect(found).toMatchObject({ excerpt: '31 of 37', stands: '31 of 37' })
    const lines = draft.slice(0, draft.indexOf('31 of 37')).split('\n')
    expect(found?.place).toMatchObject({ line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 })
  })
})
