import type { Message } from '../domain/prompt.ts'
import { labelledExamples } from './labelled-examples.ts'
import type { TextSpan } from './text-span.ts'

/** A few-shot example in one text; the span has its heading and the tags around it too. */
export interface TextExample extends TextSpan {
  readonly form: 'tagged' | 'labelled' | 'arrow'
  readonly input: string
  /** Empty for a tagged example whose inside is not told apart. */
  readonly output: string
  /** False where the form alone could be an instruction as well: "Task: classify / Output: JSON". */
  readonly isSure: boolean
}

const TAGGED =
  /<(input|text|user|question|query|review|ticket|message)>\s*([\s\S]{1,4000}?)\s*<\/\1>\s*<(output|answer|label|assistant|response|result)>\s*([\s\S]{1,2000}?)\s*<\/\3>/gi
const EXAMPLE_TAG = /<example(?:\s[^<>\n]{0,80})?>([\s\S]{1,8000}?)<\/example>/gi
/** What stands right above an example and belongs to it. */
const HEADING_ABOVE =
  /(?:^|\n)[ \t]*(?:#{1,6}[ \t]*)?(?:\*\*)?(?:example|sample|case)[ \t]*#?\d*[ \t]*:?(?:\*\*)?:?[ \t]*\n[ \t\n]*$/i
const HEADING_REACH = 60

/**
 * Few-shot examples of one text, in order: `Input: … / Output: …` and `Q: / A:` lines, `text → label` lines,
 * `<input>…</input><output>…</output>` pairs, and whatever stands in `<example>` tags or under an "Example 1" heading.
 *
 * @param cue the word before the colon at the very end of the prompt ("mood" in "Mood:"), which then marks outputs as well
 */
export function findTextExamples(text: string, cue: string | null = null): TextExample[] {
  const wrapped = [...text.matchAll(EXAMPLE_TAG)].map(({ 0: whole, index, 1: inside = '' }) => ({
    start: index,
    end: index + whole.length,
    inside: inside.trim(),
  }))
  const tagged = [...text.matchAll(TAGGED)].map(({ 0: whole, index, 2: input = '', 4: output = '' }): TextExample => {
    return { form: 'tagged', start: index, end: index + whole.length, input, output: output.trim(), isSure: true }
  })
  const found = [...tagged, ...labelledExamples(masked(text, tagged), cue)].map((example) => {
    const wrapper = wrapped.find(({ start, end }) => start <= example.start && end >= example.end)
    if (wrapper) return { ...example, start: wrapper.start, end: wrapper.end, isSure: true }
    const heading = HEADING_ABOVE.exec(text.slice(Math.max(0, example.start - HEADING_REACH), example.start))
    if (!heading) return example
    return { ...example, start: example.start - heading[0].trimStart().length, isSure: true }
  })
  const bare = wrapped
    .filter(({ start, end }) => !found.some((example) => example.start < end && example.end > start))
    .map(({ start, end, inside }): TextExample => {
      return { form: 'tagged', start, end, input: inside, output: '', isSure: true }
    })
  return [...found, ...bare]
    .toSorted((a, b) => a.start - b.start)
    .filter((example, index, all) => example.start >= (all[index - 1]?.end ?? 0))
}

/** Examples as users see them: sure ones, and none that a variable stands in, since that is the case to answer. */
export function findExamples(template: string): TextExample[] {
  return findTextExamples(template).filter(
    ({ isSure, start, end }) => isSure && !template.slice(start, end).includes('{{'),
  )
}

/** Indexes of the user messages that are, with the assistant's answer after them, examples given as a conversation. */
export function exampleTurns(messages: readonly Message[]): number[] {
  const last = messages.findLastIndex(({ role }) => role === 'user')
  return messages.flatMap(({ role, template }, index) => {
    const isPair = role === 'user' && messages[index + 1]?.role === 'assistant'
    return isPair && index < last && !template.includes('{{') ? [index] : []
  })
}

/** The text with the spans blanked out, so that offsets stay and no line of them is read again. */
function masked(text: string, spans: readonly TextSpan[]): string {
  let rest = ''
  let at = 0
  for (const { start, end } of spans) {
    rest += `${text.slice(at, start)}\n${' '.repeat(end - start - 1)}`
    at = end
  }
  return rest + text.slice(at)
}
