import type { Nodes, Root } from 'mdast'
import type { ReportFacts } from '../facts'
import type { Place } from '../model'
import { FIGURE, placeIn, proseOf } from '../prose'
import { plainText, type Resolving } from '../resolving'

const runLength = 6

/**
 * What only people inside may read: runs of six or more of their words, keys, people, addresses, secrets. Looked for in
 * all that would be printed; the place is that of the typed words, where they were typed.
 */
export function checkLeaks(tree: Root, draft: Root, resolving: Resolving): void {
  const { internal, organization } = resolving.facts
  const printed = printedTexts(tree)
  const typed = proseOf(draft)
  const place = (words: string): Place | null => {
    for (const prose of typed) {
      const at = prose.text.toLowerCase().indexOf(words.toLowerCase())
      if (at >= 0) return placeIn(prose, at, words.length)
    }
    return null
  }
  const leak = (subject: string, what: string, words: string) =>
    resolving.check('leak', 'error', subject.toLowerCase(), `“${words}” ${what}`, place(words), words)

  for (const run of internalRuns(printed, internal))
    leak(run, 'stands in internal text and in no approved wording.', run)
  const prefixes = internal.keyPrefixes.map((prefix) => prefix.replaceAll(/[^\w]/g, '')).filter(Boolean)
  const keys = prefixes.length ? new RegExp(`\\b(?:${prefixes.join('|')})-\\d+\\b`, 'g') : null
  const people = internal.people.filter((person) => !person.isPublic && person.name.trim().includes(' '))
  for (const text of printed) {
    if (keys) for (const [key] of text.matchAll(keys)) leak(key, 'is a key that means nothing outside.', key)
    for (const person of people) {
      if (wholeWords(text, person.name)) leak(person.name, 'is the name of a person who is not public.', person.name)
    }
    for (const address of addressesIn(text)) {
      const domain = address.slice(address.indexOf('@') + 1).toLowerCase()
      const isPublic = organization.publicDomains.includes(domain)
      const isPerson = internal.people.some((person) => person.email?.toLowerCase() === address.toLowerCase())
      if (isPerson || (organization.publicDomains.length > 0 && !isPublic))
        leak(address, 'is an address of somebody inside.', address)
    }
    for (const host of privateHostsIn(text)) leak(host, 'is the name of an internal host.', host)
    for (const [pattern, what] of secrets) for (const [found] of text.matchAll(pattern)) leak(found, what, found)
  }
}

/** Looked for from the `@` outwards: a pattern that begins with the name takes minutes over a long row of letters. */
function* addressesIn(text: string): Generator<string> {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const name = /[\w.+-]{1,64}$/.exec(text.slice(Math.max(0, at - 64), at))?.[0]
    const domain = /^[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/.exec(text.slice(at + 1, at + 300))?.[0]
    if (name && domain) yield `${name}@${domain}`
  }
}

/** From the ending backwards, for the same reason. */
function* privateHostsIn(text: string): Generator<string> {
  for (const end of text.matchAll(/\.(?:internal|intranet|corp|local|lan)\b/gi)) {
    const name = /[a-z0-9.-]{1,250}$/i.exec(text.slice(Math.max(0, end.index - 250), end.index))?.[0]
    const host = name?.replace(/^[.-]+/, '')
    if (host) yield `${host}${end[0]}`
  }
}

const secrets: [RegExp, string][] = [
  [
    /\b(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})\b/g,
    'is a private network address.',
  ],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, 'looks like an access key.'],
  [
    /\bgh[pousr]_[A-Za-z0-9]{30,}\b|\bxox[abpr]-[A-Za-z0-9-]{10,}\b|\bsk_(?:live|test)_[A-Za-z0-9]{16,}\b|\bglpat-[\w-]{20,}\b/g,
    'looks like a secret token.',
  ],
  [/\beyJ[\w-]{10,400}\.[\w-]{10,4000}\.[\w-]{5,600}\b/g, 'looks like a signed token.'],
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/g, 'begins a private key.'],
]

function wholeWords(text: string, words: string): boolean {
  const isWord = (letter: string | undefined) => letter !== undefined && /[\p{L}\p{N}]/u.test(letter)
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (!isWord(text[at - 1]) && !isWord(text[at + words.length])) return true
  }
  return false
}

/** All that a reader would see, block by block. "FT-12: wording missing" is the draft's own mark. */
function printedTexts(root: Root): string[] {
  const found: string[] = []
  const walk = (node: Nodes) => {
    if (node.data?.role === 'missing') return
    if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell' || node.type === 'code') {
      found.push(`${plainText(node)} ${linksOf(node).join(' ')}`.trim())
      return
    }
    if ('children' in node) for (const child of node.children as Nodes[]) walk(child)
  }
  walk(root)
  return found
}

const linksOf = (node: Nodes): string[] =>
  node.type === 'link' ? [node.url] : 'children' in node ? (node.children as Nodes[]).flatMap(linksOf) : []

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .match(/[\p{L}\p{N}]+/gu) ?? []

const common = new Set(
  'a an and are as at be been but by for from had has have in is it its no not of on or our that the their them this to us was we were which will with you your january february march april may june july august september october november december'.split(
    ' ',
  ),
)

/** A date and small words are nobody's secret: "service disruption of February 26, 2021" says nothing from inside. */
const isTelling = (words: readonly string[]) =>
  words.filter((word) => !common.has(word) && !/^\d+$/.test(word)).length >= 3

/** The runs of a text as keys: six words each. */
function runsOf(words: readonly string[]): string[] {
  const runs: string[] = []
  for (let at = 0; at + runLength <= words.length; at++) {
    const run = words.slice(at, at + runLength)
    if (isTelling(run)) runs.push(run.join(' '))
  }
  return runs
}

/**
 * Runs of the printed text that occur inside and in no approved wording, each as long as it goes. The printed text is
 * small and what is inside is large, so the runs of the former are looked up while the latter streams by; a text is
 * only cut into words when one of its words begins a printed run.
 */
function internalRuns(printed: readonly string[], internal: ReportFacts['internal']): string[] {
  const texts = printed.map((text) => wordsOf(text.replaceAll(FIGURE, ' ')))
  const wanted = new Set<string>()
  const seconds = new Map<string, Set<string>>()
  for (const words of texts) {
    for (const run of runsOf(words)) wanted.add(run)
    for (let at = 0; at + runLength <= words.length; at++) {
      const first = words[at] as string
      const set = seconds.get(first) ?? new Set<string>()
      set.add(words[at + 1] as string)
      seconds.set(first, set)
    }
  }
  if (wanted.size === 0) return []
  const hits = new Set<string>()
  const look = (text: string, into: Set<string>) => {
    const words = wordsOf(text)
    for (let at = 0; at + runLength <= words.length; at++) {
      // Most pairs of words begin nothing that is printed: the join is left out for them.
      if (!seconds.get(words[at] as string)?.has(words[at + 1] as string)) continue
      const run = words.slice(at, at + runLength).join(' ')
      if (wanted.has(run)) into.add(run)
    }
  }
  for (const text of internal.texts) look(text, hits)
  if (hits.size === 0) return []
  const allowed = new Set<string>()
  for (const text of internal.approved) look(text, allowed)
  const leaked = new Set([...hits].filter((run) => !allowed.has(run)))
  if (leaked.size === 0) return []
  return texts.flatMap((words) => longest(words, leaked))
}

function longest(words: readonly string[], leaked: ReadonlySet<string>): string[] {
  const found: string[] = []
  let from = -1
  let to = -1
  for (let at = 0; at + runLength <= words.length; at++) {
    if (!leaked.has(words.slice(at, at + runLength).join(' '))) continue
    if (at > to) {
      if (from >= 0) found.push(words.slice(from, to).join(' '))
      from = at
    }
    to = at + runLength
  }
  if (from >= 0) found.push(words.slice(from, to).join(' '))
  return found
}
