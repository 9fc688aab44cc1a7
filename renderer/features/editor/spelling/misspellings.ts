import { protectedSpans } from '../../../../shared/compress/protect-spans.ts'
import { createOverlapCheck } from '../../../../shared/compress/text-span.ts'
import type { Message } from '../../../../shared/domain/prompt.ts'

/** A word that no dictionary knows; offsets are UTF-16. */
export interface Misspelling {
  readonly start: number
  readonly end: number
  readonly word: string
}

// What stands beside one of these signs is a name: @user, #tag, path/to, file.ext, snake_case.
const WORD = /(?<![\p{L}\p{N}_@#/\\&.$%-])\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*(?![\p{L}\p{N}_@/\\]|\.\p{L})/gu
const LATIN = /^[\p{Script=Latin}'’]+$/u
const SENTENCE_START = /(?:^|[.!?:;]["”')\]]*\s|\n)[\s>*#\-+•"“'(\d.)[\]]*$/u
/** A text with more unknown words than this is written in another language. */
const FOREIGN_RATIO = 0.35
const FOREIGN_FROM_WORDS = 12
/** Typing must stay smooth, and nobody mends more at a time. */
const MAX_MARKS = 200

/** The words of a message that are spelled wrong: none in variables, code, quotes or what is locked; none in other languages. */
export function misspellings(
  { template, locked = [] }: Pick<Message, 'template' | 'locked'>,
  knows: (word: string) => boolean,
): readonly Misspelling[] {
  const isProtected = createOverlapCheck(protectedSpans(template, locked))
  const found: Misspelling[] = []
  let words = 0
  for (const { 0: word, index: start } of template.matchAll(WORD)) {
    const span = { start, end: start + word.length }
    if (!isWord(word) || isProtected(span)) continue
    words++
    if (!knows(word) && !isName(word, template, start)) found.push({ ...span, word })
  }
  const isForeign = words >= FOREIGN_FROM_WORDS && found.length / words > FOREIGN_RATIO
  return isForeign ? [] : found.slice(0, MAX_MARKS)
}

/** Abbreviations, camelCase and single letters are no words of a dictionary. */
function isWord(word: string): boolean {
  return word.length > 2 && LATIN.test(word) && !/\p{Ll}\p{Lu}|\p{Lu}{2}/u.test(word)
}

/** Written large within a sentence. */
function isName(word: string, text: string, start: number): boolean {
  return /^\p{Lu}/u.test(word) && !SENTENCE_START.test(text.slice(Math.max(0, start - 40), start))
}
