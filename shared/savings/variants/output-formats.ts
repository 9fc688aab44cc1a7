import type { Message, VariantContent } from '../../domain/prompt.ts'
import { applyChanges } from '../../squeeze/apply-changes.ts'
import { formatChanges, shortAnswers } from '../../squeeze/candidates/format-edits.ts'
import { FORMAT_WORDS } from '../../squeeze/candidates/format-words.ts'
import { promptLanguage } from '../../squeeze/candidates/prompt-language.ts'
import { readSqueezePrompt, type SqueezePrompt } from '../../squeeze/read-squeeze-prompt.ts'
import type { VariantVersion } from './variant-version.ts'

export interface OutputFacts {
  /** The answers that the cases expect, when they are few: labels; empty = not a classification, or unknown. */
  readonly labels: readonly string[]
  /** A limit worth a try; null = answers are short already, or unknown. */
  readonly maxWords: number | null
}

/**
 * Versions of a prompt that ask for a shorter form of the answer: the label only, one line, JSON, at most N words (science.md section 7,
 * rows 14 and 15). The request takes the place of the prompt's own request for more words; else it comes at the end of the system
 * message, or of the last user message before a cue such as "Answer:".
 */
export function outputFormats(content: VariantContent, { labels, maxWords }: OutputFacts): VariantVersion[] {
  const { messages, parameters } = content
  const words = FORMAT_WORDS[promptLanguage({ messages })]
  const isLabels = labels.length > 1
  // With a schema the answer's form is the schema's.
  const isFree = parameters.responseSchema === null
  const asked: { readonly id: string; readonly label: string; readonly text: string; readonly isSuggested: boolean }[] =
    isFree
      ? [
          { id: 'label-only', label: 'Label only', text: words.labelOnly, isSuggested: isLabels },
          { id: 'one-line', label: 'One line', text: words.oneLine, isSuggested: !isLabels },
          { id: 'json', label: 'JSON', text: words.json, isSuggested: false },
        ]
      : []
  if (maxWords !== null) {
    const text = words.atMostWords(maxWords)
    asked.push({ id: 'at-most', label: `At most ${maxWords} words`, text, isSuggested: !isLabels })
  }
  const prompt = readSqueezePrompt(messages, { countTokens: wordCount, ledger: null, frozenSegmentIds: [] })
  return asked.flatMap(({ id, label, text, isSuggested }) => {
    if (messages.some(({ template }) => template.includes(text))) return []
    const changed = askFor(prompt, text, id === 'label-only' ? labels : [])
    return changed ? [{ id, label, isSuggested, content: { ...content, messages: changed } }] : []
  })
}

function askFor(prompt: SqueezePrompt, text: string, labels: readonly string[]): Message[] | null {
  const { messages } = prompt
  const added = placeToAsk(messages)
  const changes =
    formatChanges(prompt, text, labels) ??
    (added ? [{ ...added, replacement: added.before + text + added.after }, ...shortAnswers(prompt, labels)] : [])
  if (changes.length === 0) return null
  return messages.map((message, index) => ({
    ...message,
    template: applyChanges(
      message.template,
      changes.filter(({ messageIndex }) => messageIndex === index),
    ),
  }))
}

/** Segments are joined and cut by size alone, for which words do; the tokens shown are counted elsewhere. */
function wordCount(text: string): number {
  return text.match(/\S+/g)?.length ?? 0
}

const CUE_LINE = /(?:^|\n)[^\n]{0,60}:[ \t]*$/

/** An instruction after the cue that the answer is to follow would itself be answered. */
function placeToAsk(messages: readonly Message[]) {
  const system = messages.findLastIndex(({ role }) => role === 'system')
  const messageIndex = system >= 0 ? system : messages.findLastIndex(({ role }) => role === 'user')
  const template = messages[messageIndex]?.template
  if (template === undefined) return null
  const end = template.trimEnd().length
  const cue = system >= 0 ? null : CUE_LINE.exec(template.slice(0, end))
  if (!cue) return { messageIndex, start: end, end, before: end === 0 ? '' : '\n\n', after: '' }
  const start = cue.index + (cue[0].startsWith('\n') ? 1 : 0)
  return { messageIndex, start, end: start, before: '', after: '\n' }
}
