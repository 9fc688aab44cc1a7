import { contentWords, negations } from '../content-words.ts'
import { beginsInstruction } from '../imperatives.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'
import type { LintPrompt } from '../lint-setting.ts'

export const plugin: LintRule = {
  id: 'contradictions',
  label: 'Contradictions',
  description: 'Two rules that cannot both be kept. Which of them holds is for you to say.',
  risk: 'R2',
  scope: 'prompt',
  check: findContradictions,
}

interface Rule {
  readonly messageIndex: number
  readonly start: number
  readonly end: number
  readonly text: string
}

/** What a rule demands: one topic, and the value it takes there. Two values of one topic contradict each other. */
type Demand = readonly [topic: string, value: string]

const CONDITIONAL =
  /\b(?:if|when|unless|except|otherwise|where|whenever|depending|first|then|for (?:the|each|every|long|short|complex|simple))\b/i
const NOT = String.raw`\b(?:do not|don't|never|avoid|refrain from|without)\b[^.,;]{0,24}`
const ANSWER = String.raw`\b(?:be|keep|answers?|respond|repl(?:y|ies)|responses?|output)\b[^.,;]{0,30}`
const THINGS =
  'bullet points|bullets|emojis?|markdown|headings|tables|citations|abbreviations|jargon|code blocks|the first person|exclamation marks|contractions'

const DEMANDS: readonly (readonly [RegExp, (match: RegExpExecArray) => Demand])[] = [
  [
    new RegExp(`${ANSWER}\\b(?:brief|briefly|concise|concisely|short|terse|succinct)\\b`, 'i'),
    () => ['length', 'short'],
  ],
  [
    new RegExp(
      `${ANSWER}\\b(?:detailed|thorough|thoroughly|comprehensive|exhaustive|in[- ](?:depth|(?:great|full) detail)|long)\\b`,
      'i',
    ),
    () => ['length', 'long'],
  ],
  [/\b(?:only|nothing but|just)\b[^.;]{0,20}\bJSON\b|\bJSON\b[^.;]{0,12}\bonly\b/i, () => ['explanation', 'none']],
  [
    /^\W*(?:please |also |always |and )*(?:explain|justify|describe)\b[^.;]{0,20}\byour (?:reasoning|answer|choice|decision)\b/i,
    () => ['explanation', 'wanted'],
  ],
  [
    new RegExp(`${NOT}\\b(?:use|using|include|including|add|adding|write)\\b (?:any )?(${THINGS})\\b`, 'i'),
    ([, thing = '']) => [`use of ${thing.toLowerCase()}`, 'no'],
  ],
  [
    new RegExp(`^\\W*(?:please |also |always |and )*(?:use|include|add) (?:many |some )?(${THINGS})\\b`, 'i'),
    ([, thing = '']) => [`use of ${thing.toLowerCase()}`, 'yes'],
  ],
  [
    /\b(?:answer|respond|reply|write)\b (?:only |always |strictly |exclusively )*in (English|German|French|Spanish|Italian|Portuguese|Dutch|Polish|Japanese|Chinese|Korean)\b/i,
    ([, language = '']) => ['language', language.toLowerCase()],
  ],
]

function findContradictions({ messages }: LintPrompt): FindingDraft[] {
  const byTopic = new Map<string, { readonly value: string; readonly rule: Rule }>()
  const byContent = new Map<string, Rule>()
  const found: FindingDraft[] = []
  for (const { index: messageIndex, sentences } of messages) {
    for (const { start, end, text } of sentences) {
      if (text.length > 400 || CONDITIONAL.test(text)) continue
      const rule = { messageIndex, start, end, text }
      for (const [topic, value] of demandsOf(text)) {
        const first = byTopic.get(topic)
        if (!first) byTopic.set(topic, { value, rule })
        else if (first.value !== value && first.rule.text !== text) found.push(against(rule, first.rule))
      }
      const content = contentOf(text)
      const first = content === null ? undefined : byContent.get(content)
      if (first && negations(first.text) % 2 !== negations(text) % 2) found.push(against(rule, first))
      else if (content !== null && !first) byContent.set(content, rule)
    }
  }
  return found
}

/** A sentence that asks for both values of a topic balances them. */
function demandsOf(text: string): readonly Demand[] {
  const demands: Demand[] = []
  for (const [pattern, demand] of DEMANDS) {
    const match = pattern.exec(text)
    if (match) demands.push(demand(match))
  }
  return demands.filter(([topic, value]) => demands.every((other) => other[0] !== topic || other[1] === value))
}

/** What a short instruction is about; null for statements, which may well differ. */
function contentOf(text: string): string | null {
  const opening = text.replace(/^\W*(?:please |always |never |do not |don't |you (?:must|should|may)(?: not)? )*/i, '')
  if (!beginsInstruction(opening.charAt(0).toLowerCase() + opening.slice(1, 40))) return null
  const content = contentWords(text.toLowerCase())
  return content.length < 2 || content.length > 8 ? null : content.join(' ')
}

function against(rule: Rule, first: Rule): FindingDraft {
  const { messageIndex, start, end } = rule
  const quote = first.text.length > 80 ? `${first.text.slice(0, 77)}…` : first.text
  return { messageIndex, start, end, message: `Contradicts “${quote.replaceAll(/\s+/g, ' ')}”`, fix: null }
}
