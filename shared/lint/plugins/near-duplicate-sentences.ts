import type { SpanKind } from '../../compress/protect-spans.ts'
import { type ComparableSentence, comparableSentences, covers, placeOf } from '../comparable-sentences.ts'
import { contentWords, figures, negations, strictness } from '../content-words.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'
import type { LintPrompt } from '../lint-setting.ts'
import { cutSentence, textFix } from '../text-fix.ts'

const SHINGLE = 5
/** One of them more or less is enough to fall below the limit; how binding the two are is compared by itself. */
const SMALL_WORDS = /\b(?:a|an|the|must|should|shall|always) /g
const MIN_JACCARD = 0.9
/** Candidates looked at per shingle and per sentence: a text of one sentence in a thousand guises stays cheap. */
const MAX_CANDIDATES = 12
const REPEATABLE: ReadonlySet<SpanKind> = new Set(['number', 'literal', 'url', 'code'])

export const plugin: LintRule = {
  id: 'near-duplicate-sentences',
  label: 'Sentences said nearly twice',
  description: 'Two sentences that differ by an ending or an article; the stricter of them stays, else the first.',
  risk: 'R1',
  scope: 'prompt',
  mayRemove: REPEATABLE,
  check: findNearCopies,
}

interface Shingled {
  readonly sentence: ComparableSentence
  readonly shingles: ReadonlySet<string>
  readonly content: string
}

function findNearCopies(prompt: LintPrompt): FindingDraft[] {
  const index = new Map<string, Shingled[]>()
  const found: FindingDraft[] = []
  for (const sentence of comparableSentences(prompt)) {
    const shingled = {
      sentence,
      shingles: shinglesOf(sentence.words.replaceAll(SMALL_WORDS, '')),
      content: contentWords(sentence.words).join(' '),
    }
    const prefix = prefixOf(shingled.shingles)
    const first = candidates(index, prefix).find((other) => saySame(other, shingled))
    if (!first) {
      for (const shingle of prefix) addTo(index, shingle, shingled)
      continue
    }
    const isSecondStricter =
      strictness(sentence.words) > strictness(first.sentence.words) && covers(sentence, first.sentence)
    const [weaker, kept] = isSecondStricter ? [first.sentence, sentence] : [sentence, first.sentence]
    if (!covers(kept, weaker)) continue
    const template = prompt.messages[weaker.messageIndex]?.template ?? ''
    const why = `Says nearly the same as ${placeOf(kept, weaker)}.`
    found.push(textFix(weaker.messageIndex, cutSentence(template, weaker), why))
  }
  return found.filter(isFirstAtItsPlace())
}

function saySame(a: Shingled, b: Shingled): boolean {
  const one = a.sentence.words
  const other = b.sentence.words
  // Equal ones are another rule's; what turns a rule round must be the same in both.
  if (one === other || a.content !== b.content) return false
  if (negations(one) !== negations(other) || figures(one) !== figures(other)) return false
  return jaccard(a.shingles, b.shingles) >= MIN_JACCARD
}

function shinglesOf(words: string): ReadonlySet<string> {
  const shingles = new Set<string>()
  for (let at = 0; at + SHINGLE <= words.length; at += 1) shingles.add(words.slice(at, at + SHINGLE))
  return shingles
}

/** Two sets with that much in common share one of these: their first ones in any fixed order. */
function prefixOf(shingles: ReadonlySet<string>): string[] {
  const size = shingles.size - Math.ceil(MIN_JACCARD * shingles.size) + 1
  return [...shingles].sort().slice(0, size)
}

function candidates(index: ReadonlyMap<string, readonly Shingled[]>, prefix: readonly string[]): Shingled[] {
  const found = new Set<Shingled>()
  for (const shingle of prefix) {
    for (const other of index.get(shingle) ?? []) found.add(other)
    if (found.size >= MAX_CANDIDATES) break
  }
  return [...found]
}

function addTo(index: Map<string, Shingled[]>, shingle: string, shingled: Shingled): void {
  const list = index.get(shingle)
  if (!list) index.set(shingle, [shingled])
  else if (list.length < MAX_CANDIDATES) list.push(shingled)
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0
  for (const shingle of a) if (b.has(shingle)) both += 1
  return both / (a.size + b.size - both)
}

/** The first copy may be the weaker one of several pairs. */
function isFirstAtItsPlace(): (draft: FindingDraft) => boolean {
  const seen = new Set<string>()
  return ({ messageIndex, start }) => {
    const place = `${messageIndex}:${start}`
    return !seen.has(place) && seen.add(place) !== undefined
  }
}
