import type { StopChecker } from './stop-checker.ts'

/** A word, a character of a script without blanks between words, or a run of one sign or blank. */
const PIECE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}_]+/gu
const MAX_GRAMS = 50_000
const MAX_SAME_CHARACTERS = 1000

interface RepetitionRule {
  /** Length of the sequence of words that repeats. */
  readonly words?: number
  /** How often it may come before it is too often. */
  readonly times?: number
}

/**
 * Stops an answer that goes round in circles: the third time of the same 30 words, or 1,000 equal characters in a row (models
 * in JSON mode are known to write blanks without end).
 *
 * Signs do not count as words, so that a list of equal JSON objects is not taken for a loop before it is long.
 */
export function repetitionChecker({ words = 30, times = 3 }: RepetitionRule = {}): StopChecker {
  const recent: string[] = []
  const seen = new Map<string, number>()
  const run = { character: '', length: 0 }
  let read = 0
  let watched = 0
  return (text) => {
    for (; watched < text.length; watched += 1) {
      const character = text.charAt(watched)
      run.length = character === run.character ? run.length + 1 : 1
      run.character = character
      if (run.length >= MAX_SAME_CHARACTERS) return 'The answer repeats one character without end.'
    }
    for (const { word, end } of wordsFrom(text, read)) {
      read = end
      recent.push(word)
      if (recent.length > words) recent.shift()
      if (recent.length < words) continue
      const gram = recent.join(' ')
      const count = (seen.get(gram) ?? 0) + 1
      if (count >= times) return `The answer repeats the same ${words} words for the ${ordinal(count)} time.`
      if (seen.size >= MAX_GRAMS) seen.clear()
      seen.set(gram, count)
    }
    return null
  }
}

/** Whole words only: the last one may still grow. */
function* wordsFrom(text: string, from: number): Generator<{ readonly word: string; readonly end: number }> {
  const piece = new RegExp(PIECE)
  piece.lastIndex = from
  for (let match = piece.exec(text); match && piece.lastIndex < text.length; match = piece.exec(text)) {
    yield { word: match[0].toLowerCase(), end: piece.lastIndex }
  }
}

function ordinal(count: number): string {
  if (count === 2) return 'second'
  return count === 3 ? 'third' : `${count}th`
}
