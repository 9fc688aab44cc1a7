import type { LintMessage } from '../lint-message.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'
import { cutSentence } from '../text-fix.ts'

/** What helped models of 2022 to 2024; those that reason by themselves are paid twice for it. */
const STALE: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:think|reason|work|go)(?: (?:it|this|the problem|about (?:it|this)))?(?: through| carefully)?,? step[- ]by[- ]step\b/i,
    'asks for steps that current models take by themselves',
  ],
  [/\btake a deep breath\b/i, 'is a phrase for models of 2023'],
  [/\bchain[- ]of[- ]thought\b/i, 'asks for reasoning that current models do by themselves'],
  [/\bscratch ?pad\b/i, 'asks for notes that a reasoning model keeps by itself, and bills them as output'],
  [
    /\b(?:double|triple)[- ]check (?:your|the|every|each|all)\b|\b(?:verify|check)\b[^.]{0,30}\b(?:twice|two times|again and again)\b/i,
    'asks for checks that lengthen the reasoning',
  ],
  [
    /\b(?:maximally|as) thorough(?:ly)?(?: as (?:possible|you can))?\b(?<=maximally thorough(?:ly)?|possible|you can)/i,
    'asks for effort; the effort parameter does that',
  ],
  [/\b(?:tip you|a tip of|receive a tip)\b|\$\d+ tip\b/i, 'promises a tip'],
  [/\b(?:my (?:job|career|life) depends on|(?:very )?important (?:to|for) my career)\b/i, 'appeals to feelings'],
  [/\byou (?:never|do not|don't) make (?:any )?mistakes\b/i, 'asserts what no prompt can make true'],
]
/** A longer sentence says something else as well. */
const MAX_WORDS = 14
const HOLDS_A_RULE = /\b(?:must|never|always|only|exactly|do not|don't|if|unless|format|JSON|one of)\b/i

export const plugin: LintRule = {
  id: 'stale-model-text',
  label: 'Text for older models',
  description: '“Think step by step”, scratchpads, “verify twice”: reasoning models need none of it and bill for it.',
  risk: 'R2',
  scope: 'message',
  check: ({ index, template, sentences }) => sentences.flatMap((sentence) => staleIn(index, template, sentence)),
}

function staleIn(messageIndex: number, template: string, sentence: LintMessage['sentences'][number]): FindingDraft[] {
  const { text } = sentence
  if (text.length > 1000) return []
  for (const [pattern, why] of STALE) {
    const match = pattern.exec(text)
    if (!match) continue
    const rest = text.replace(match[0], '')
    const mayGo = text.split(/\s+/).length <= MAX_WORDS && !HOLDS_A_RULE.test(rest)
    const edit = cutSentence(template, sentence)
    const start = sentence.start + match.index
    return [
      {
        messageIndex,
        start: mayGo ? edit.start : start,
        end: mayGo ? edit.end : start + match[0].length,
        message: `“${match[0]}” ${why}.`,
        fix: mayGo ? [edit] : null,
        isWorthSaying: true,
      },
    ]
  }
  return []
}
