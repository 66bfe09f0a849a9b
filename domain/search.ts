/** Fewer letters than these are in no trigram. */
export const shortestIndexed = 3

const mostWords = 8

/**
 * Text as it is compared: compatibility forms resolved, marks taken off, small letters, single spaces. `Résumé` and
 * `RESUME` are the same. Some letters have no plainer form in Unicode (`ø`, `ß`) and stay themselves.
 */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim()

/** The words of a question, folded, each once. All of them must occur; nothing in them is an operator. */
export const soughtWords = (text: string): string[] =>
  [
    ...new Set(
      folded(text)
        .split(' ')
        .filter((word) => word !== ''),
    ),
  ].slice(0, mostWords)

/** In letters, as trigrams count them, and not in UTF-16 units. */
export const isIndexed = (word: string): boolean => [...word].length >= shortestIndexed

/**
 * What search looks through: key and title on the first line, all other words on the second. That there is exactly one
 * line end is what tells a find in the title from one in the words.
 */
export const searchText = (key: string, title: string, words: readonly (string | null)[]): string =>
  `${folded(`${key} ${title}`)}\n${folded(words.filter((each) => each !== null).join(' '))}`
