import { expect, test } from 'vitest'
import { wordsOfIncident } from './recap'
import { incident } from './testing/facts'

test.each([
  ['From :window{incident=INC-1}, and so on.', 'From [5:00am PST to 7:30am PST], and so on.'],
  [':window{style=utc}', '[1:00pm UTC to 3:30pm UTC]'],
  [
    'Noticed :elapsed{to=detected}, said after :elapsed{to=first-public-notice}.',
    'Noticed [within 1 minute], said after [25 minutes].',
  ],
  ['On :date{of=incident style=weekday} at 5:00am.', 'On [Friday, February 26, 2021] at 5:00am.'],
  ['One.\n\nTwo *words*.', 'One. / Two words.'],
  // What it cannot answer says so in its place.
  [':window{incident=INC-2}', '[:window cannot be answered]'],
  [':ratio', '[:ratio cannot be answered]'],
  ['', ''],
])('the public words “%s” are read as “%s”', (words, read) => {
  const paragraphs = wordsOfIncident(incident, words)
  expect(
    paragraphs.map((parts) => parts.map(({ text, figure }) => (figure ? `[${text}]` : text)).join('')).join(' / '),
  ).toBe(read)
})
