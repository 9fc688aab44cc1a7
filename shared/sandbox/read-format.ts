import type { Decision, Example, OutputFormat } from './prompt-model.ts'
import { jsonObject, labelIn } from './read-labels.ts'

const LABEL_ONLY =
  /\b(only|just|nothing but)\b[^.\n]{0,24}?\b(label|word|categor\w+|number|digit|class|intent|rating|sentiment|score|letter|name|yes|answer)\b|\b(label|word|categor\w+|number|digit|class|intent|sentiment|rating|answer) (only|alone|and nothing else)\b|\b(answer|reply|respond|output|return)( with)? (only|just) (the|a|one|its|your) \w+|\b(one|single)[- ]word\b|\bnothing else\b|\b(no|without( any)?) (explanation|reasoning|comment)s?\b|\b(do not|don't|never) (explain|add an(y|d)? explanation)/gi
const SENTENCE =
  /\b(complete|full|well-formed)\b[^.\n]{0,30}\bsentences?\b|\bexplain (your|the|why|briefly)\b|\breasoning behind\b|\bgive (a|your) reason\b/gi

/** How the answer has to look: what is said last counts, then what the examples show. */
export function readFormat(
  instructions: string,
  decisions: readonly Decision[],
  examples: readonly Example[],
): OutputFormat {
  const shown = examples.map(({ output }) => jsonObject(output)).filter((value) => value !== null)
  if (/\bjson\b/i.test(instructions) || shown.length > 0) {
    const keys = jsonKeys(instructions, decisions, shown)
    if (keys.length > 0)
      return {
        kind: 'json',
        keys,
        isBare: isBareJson(instructions, shown.length),
        maxReasonWords: maxWords(instructions),
      }
  }
  const decision = decisions[0]
  if (!decision) return { kind: 'text' }
  const only = lastIndex(instructions, LABEL_ONLY)
  const sentence = lastIndex(instructions, SENTENCE)
  if (only > sentence) return { kind: 'label' }
  const opening = sentenceOpening(decision, examples)
  if (sentence >= 0) return { kind: 'sentence', opening }
  const isShort = examples.length > 0 && examples.every(({ output }) => output.length <= longestLabel(decision) + 2)
  return isShort ? { kind: 'label' } : { kind: 'sentence', opening }
}

function jsonKeys(
  instructions: string,
  decisions: readonly Decision[],
  shown: readonly Readonly<Record<string, unknown>>[],
): string[] {
  const required = /"required"\s*:\s*\[([^\]]{1,2000})\]/.exec(instructions)?.[1]
  if (required) return quotedIn(required)
  const first = shown[0]
  if (first) return Object.keys(first)
  const named = /\bkeys?\b[^.\n]{0,400}/i.exec(instructions)?.[0]
  const fromSentence = named ? quotedIn(named) : []
  if (fromSentence.length > 0) return fromSentence
  const shape = /\{[^{}]{0,2000}\}/.exec(instructions)?.[0] ?? ''
  const fromShape = [...shape.matchAll(/["']([\w-]+)["']\s*:/g)].map(([, key = '']) => key)
  return fromShape.length > 0 ? [...new Set(fromShape)] : decisions.flatMap(({ key }) => key ?? [])
}

function quotedIn(text: string): string[] {
  return [...new Set([...text.matchAll(/["'`“]([\w-]+)["'`”]/g)].map(([, key = '']) => key))]
}

function isBareJson(instructions: string, shown: number): boolean {
  return (
    shown > 0 ||
    /\b(only|just|nothing but)\b[^.\n]{0,30}\bjson\b|\bjson\b[^.\n]{0,30}\bonly\b|\bno\b[^.\n]{0,30}\b(fence|markdown|text before)/i.test(
      instructions,
    )
  )
}

function maxWords(instructions: string): number | null {
  const match = /\b(?:at most|no more than|up to|max(?:imum)?(?: of)?|under|within)\s+(\d{1,3})\s+words\b/i.exec(
    instructions,
  )
  return match ? Number(match[1]) : null
}

/** "The sentiment of this review is " from an example whose answer is a sentence. */
function sentenceOpening(decision: Decision, examples: readonly Example[]): string | null {
  for (const { output } of examples) {
    const label = labelIn(output, decision)
    const at = label === null ? -1 : output.toLowerCase().indexOf(label.toLowerCase())
    if (at > 0 && at < 120) return output.slice(0, at)
  }
  return null
}

function longestLabel({ labels }: Decision): number {
  return Math.max(0, ...labels.map(({ name }) => name.length))
}

function lastIndex(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].at(-1)?.index ?? -1
}
