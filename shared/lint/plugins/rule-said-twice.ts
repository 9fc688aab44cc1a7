import type { SpanKind } from '../../compress/protect-spans.ts'
import { type ComparableSentence, comparableSentences, covers, placeOf } from '../comparable-sentences.ts'
import { contentWords, figures, negations, strictness } from '../content-words.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'
import type { LintPrompt } from '../lint-setting.ts'
import { cutSentence } from '../text-fix.ts'

const MIN_CONTENT = 3
const MAX_CANDIDATES = 16
const REPEATABLE: ReadonlySet<SpanKind> = new Set(['number', 'literal', 'url', 'code'])

export const plugin: LintRule = {
  id: 'rule-said-twice',
  label: 'Rules said twice',
  description: 'A rule that an earlier sentence gives in other words. Saying it again can be meant to stress it.',
  risk: 'R2',
  scope: 'prompt',
  mayRemove: REPEATABLE,
  check: findRepeatedRules,
}

interface Rule {
  readonly sentence: ComparableSentence
  readonly content: ReadonlySet<string>
}

function findRepeatedRules(prompt: LintPrompt): FindingDraft[] {
  const byWord = new Map<string, Rule[]>()
  const found: FindingDraft[] = []
  for (const sentence of comparableSentences(prompt)) {
    const content = new Set(contentWords(sentence.words))
    if (content.size < MIN_CONTENT) continue
    const rule = { sentence, content }
    const first = candidates(byWord, content).find((other) => contains(other, rule))
    if (first) {
      const template = prompt.messages[sentence.messageIndex]?.template ?? ''
      const edit = cutSentence(template, sentence)
      const message = `${capital(placeOf(first.sentence, sentence))} says this already, in other words.`
      found.push({ messageIndex: sentence.messageIndex, start: edit.start, end: edit.end, message, fix: [edit] })
    }
    for (const word of content) addTo(byWord, word, rule)
  }
  return found
}

/** The earlier rule has every content word of the later one and hardly more, turns the same way, and is not its copy. */
function contains(earlier: Rule, later: Rule): boolean {
  const one = earlier.sentence.words
  const other = later.sentence.words
  if (one === other || !covers(earlier.sentence, later.sentence)) return false
  if (strictness(other) > strictness(one)) return false
  if (later.content.size < 0.75 * earlier.content.size) return false
  for (const word of later.content) if (!earlier.content.has(word)) return false
  return negations(one) === negations(other) && figures(one) === figures(other)
}

function candidates(byWord: ReadonlyMap<string, readonly Rule[]>, content: ReadonlySet<string>): readonly Rule[] {
  let fewest: readonly Rule[] | null = null
  for (const word of content) {
    const rules = byWord.get(word) ?? []
    if (fewest === null || rules.length < fewest.length) fewest = rules
  }
  return fewest ?? []
}

function addTo(byWord: Map<string, Rule[]>, word: string, rule: Rule): void {
  const list = byWord.get(word)
  if (!list) byWord.set(word, [rule])
  else if (list.length < MAX_CANDIDATES) list.push(rule)
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
