import { expect, test } from 'vitest'
import { folded, isIndexed, searchText, soughtWords } from './search'

test.each([
  ['Résumé', 'resume'],
  ['ＦＵＬＬ width', 'full width'],
  ['Zürich', 'zurich'],
  ['İstanbul', 'istanbul'],
  ['ﬁle', 'file'],
  ['  two \n\t lines ', 'two lines'],
  ['a\u0301 and á', 'a and a'],
  ['100 %_"*-', '100 %_"*-'],
])('%j is compared as %j', (text, as) => {
  expect(folded(text)).toBe(as)
  // Or what is stored would not be found by what is asked.
  expect(folded(folded(text))).toBe(folded(text))
})

test('the words of a question: folded, each once, at most eight', () => {
  expect(soughtWords('  Fail  OVER fail ')).toEqual(['fail', 'over'])
  expect(soughtWords(' \n ')).toEqual([])
  expect(soughtWords('1 2 3 4 5 6 7 8 9')).toHaveLength(8)
})

test('three letters are in the index, two are not, whatever they are made of', () => {
  expect(['ab', '𝒳𝒴', 'abc', '日本語'].map(isIndexed)).toEqual([false, false, true, true])
})

test('there is one line end, between the title and the words', () => {
  expect(searchText('FT-7', 'Fail\nover', ['One\ntwo', null, 'Three'])).toBe('ft-7 fail over\none two three')
  expect(searchText('FT-7', 'Fail over', [null])).toBe('ft-7 fail over\n')
})
