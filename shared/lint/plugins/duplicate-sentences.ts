import type { SpanKind } from '../../compress/protect-spans.ts'
import { type ComparableSentence, comparableSentences, covers, placeOf } from '../comparable-sentences.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'
import type { LintPrompt } from '../lint-setting.ts'
import { cutSentence, textFix } from '../text-fix.ts'

/** Spans whose text survives in the first copy; a variable is not among them, as it marks where a value goes. */
const REPEATABLE: ReadonlySet<SpanKind> = new Set(['number', 'literal', 'url', 'json', 'code'])

export const plugin: LintRule = {
  id: 'duplicate-sentences',
  label: 'Sentences said twice',
  description: 'A sentence that stands in the prompt already, word for word, is taken out the second time.',
  risk: 'R0',
  scope: 'prompt',
  mayRemove: REPEATABLE,
  check: findCopies,
}

function findCopies(prompt: LintPrompt): FindingDraft[] {
  const seen = new Map<string, ComparableSentence>()
  const found: FindingDraft[] = []
  for (const sentence of comparableSentences(prompt)) {
    const { words, messageIndex, section } = sentence
    const first = seen.get(words)
    if (first && covers(first, sentence)) {
      const template = prompt.messages[messageIndex]?.template ?? ''
      const why = `Said already in ${placeOf(first, sentence)}.`
      found.push(textFix(messageIndex, cutSentence(template, sentence), why))
    } else if (!first || section.isGeneral) seen.set(words, sentence)
  }
  return found
}
