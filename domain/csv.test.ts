import { expect, test } from 'vitest'
import { csvLine } from './csv'

test.each([
  [['FT-1', 'Fail over', 3], 'FT-1,Fail over,3'],
  [['a,b', 'say "now"', 'two\nlines', 'a\rb'], '"a,b","say ""now""","two\nlines","a\rb"'],
  [['', null, 0, -3, ' '], ',,0,-3, '],
  // What a spreadsheet would run, and what merely holds such a letter.
  [['=1+1', '+1', '-1', '@now', '\tx', '\rx'], `'=1+1,'+1,'-1,'@now,'\tx,"'\rx"`],
  [['a=1', ' =1', '1-2', "'=1"], "a=1, =1,1-2,'=1"],
  [['=HYPERLINK("http://x","y")'], `"'=HYPERLINK(""http://x"",""y"")"`],
])('%j', (cells, line) => {
  expect(csvLine(cells)).toBe(`${line}\r\n`)
})
