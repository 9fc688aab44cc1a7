/**
 * The stem of an English word in lower case; words of one or two letters are their own.
 *
 * As the package natural 8.1 has it, which promptfoo asks: a suffix rule is tried on the word as it was, applied to what earlier
 * rules made of it. Takes time in proportion to the word's length.
 *
 * @see M. F. Porter, Program 14 (1980), 130–137
 */
export function porterStem(word: string): string {
  if (word.length < 3) return word
  const steps = [plural, past, finalY, longSuffix, suffix, lastSuffix, finalE, doubleL]
  return steps.reduce((stem, step) => step(stem), word.toLowerCase())
}

type Rule = readonly [ending: string, replacement: string]

const LONG_SUFFIXES: readonly Rule[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['abli', 'able'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['logi', 'log'],
]
const SUFFIXES: readonly Rule[] = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
]
const AFTER_PAST: readonly Rule[] = [
  ['at', 'ate'],
  ['bl', 'ble'],
  ['iz', 'ize'],
]

function plural(word: string): string {
  if (/(?:ss|i)es$/.test(word)) return word.slice(0, -2)
  return word.endsWith('s') && word.at(-2) !== 's' && word.length > 2 ? word.slice(0, -1) : word
}

function past(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word
  const ending = /(?:ed|ing)$/.exec(word)?.[0]
  const stem = ending === undefined ? '' : word.slice(0, -ending.length)
  if (stem === '' || !groupsOf(stem).includes('V')) return word
  const mended = applyRules(stem, AFTER_PAST)
  if (mended !== stem) return mended
  if (/([^aeiou])\1$/.test(stem) && /[^lsz]$/.test(stem)) return stem.slice(0, -1)
  return measure(stem) === 1 && lettersOf(stem).endsWith('CVC') && /[^wxy]$/.test(stem) ? `${stem}e` : stem
}

function finalY(word: string): string {
  return word.endsWith('y') && groupsOf(word).slice(0, -1).includes('V') ? `${word.slice(0, -1)}i` : word
}

function longSuffix(word: string): string {
  return applyRules(word, LONG_SUFFIXES, 0)
}

function suffix(word: string): string {
  return applyRules(word, SUFFIXES, 0)
}

/** The longest that fits counts. */
const LAST_SUFFIXES = 'ement ance ence able ible ment ant ent ism ate iti ous ive ize al er ic ou'.split(' ')

function lastSuffix(word: string): string {
  const ending = LAST_SUFFIXES.find((one) => word.endsWith(one) && word.length > one.length) ?? ''
  const stem = ending === '' ? '' : word.slice(0, -ending.length)
  if (measure(stem) > 1) return stem
  const before = /.[st]ion$/s.test(word.slice(-5)) ? word.slice(0, -3) : ''
  return measure(before) > 1 ? before : word
}

function finalE(word: string): string {
  const count = measure(word.replace(/e$/, ''))
  const isShort = lettersOf(word).slice(-4, -1) === 'CVC' && /[^wxy].$/.test(word)
  return count > 1 || (count === 1 && !isShort) ? word.replace(/e$/, '') : word
}

function doubleL(word: string): string {
  return measure(word) > 1 ? word.replace(/ll$/, 'l') : word
}

/** @param above how long what is left must be; absent = any length */
function applyRules(word: string, rules: readonly Rule[], above: number | null = null): string {
  let result = word
  for (const [ending, replacement] of rules) {
    const isLong = above === null || (word.endsWith(ending) && measure(word.slice(0, -ending.length)) > above)
    // An empty result would not count as one.
    if (isLong && result.endsWith(ending)) result = result.slice(0, -ending.length) + replacement || result
  }
  return result
}

/** How often consonants follow vowels; −1 for nothing. */
function measure(word: string): number {
  return word === '' ? -1 : groupsOf(word).replace(/^C/, '').replace(/V$/, '').length / 2
}

/** Each run of consonants as C, of vowels as V; a "y" after consonants is a vowel, in a run of its own. In one pass, for words of any length. */
function groupsOf(word: string): string {
  const groups: string[] = []
  const add = (group: 'C' | 'V') => (group === 'C' && groups.at(-1) === 'C' ? undefined : groups.push(group))
  for (let at = 0; at < word.length; ) {
    const start = at
    while (at < word.length && isVowel(word, at)) at++
    if (at > start) add('V')
    const middle = at
    while (at < word.length && !isVowel(word, at) && word[at] !== 'y') at++
    if (at > middle) add('C')
    if (word[at] !== 'y') continue
    add(at > middle ? 'V' : 'C')
    at++
  }
  return groups.join('')
}

/** The last letters likewise, one by one. */
function lettersOf(word: string): string {
  return word
    .slice(-5)
    .replace(/[^aeiouy]y/g, 'CV')
    .replace(/[aeiou]/g, 'V')
    .replace(/[^V]/g, 'C')
}

function isVowel(word: string, at: number): boolean {
  return 'aeiou'.includes(word[at] ?? '')
}
