import { z } from 'zod'
import type { RenderedMessage } from '../domain/prompt.ts'
import type { ModelSize } from './model-size.ts'
import { isStopWord, stem, stemsOf, wordsOf } from './words.ts'

const ReflectTask = z.object({
  may_add_rules: z.boolean(),
  failing_cases: z.array(z.object({ input: z.string(), expected: z.string().nullable() })).min(1),
  segments: z.array(z.object({ segment_id: z.string(), text: z.string() })),
  cut: z.array(z.object({ cut_id: z.string(), text: z.string() })),
})
export type ReflectTask = z.infer<typeof ReflectTask>

/** Recognizes a request to improve a prompt after failing cases, by what it says and by its data; null if it is none. */
export function readReflectTask(messages: readonly RenderedMessage[]): ReflectTask | null {
  const last = messages.at(-1)?.content ?? ''
  if (messages.length < 2 || !last.startsWith('{') || !/\bimprove a prompt\b/i.test(messages[0]?.content ?? ''))
    return null
  try {
    const parsed = ReflectTask.safeParse(JSON.parse(last))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** How many words a size lends to a definition, and how many cuts it takes back. */
const REACH: Readonly<Record<ModelSize, { readonly words: number; readonly cuts: number }>> = {
  small: { words: 2, cuts: 1 },
  medium: { words: 4, cuts: 2 },
  large: { words: 6, cuts: 3 },
}
/** Fewer shared words are chance. */
const MIN_SHARED = 2

/**
 * Reflects by words only: takes back the cuts that share most words with the failing inputs, and, where it may add, lends
 * the definition of the expected label words of the inputs that no part of the prompt holds yet.
 */
export function writeReflection(task: ReflectTask, size: ModelSize): string {
  const seen = new Set(task.failing_cases.flatMap(({ input }) => contentStems(input)))
  const restore = task.cut
    .map(({ cut_id, text }) => ({ cut_id, shared: new Set(contentStems(text).filter((root) => seen.has(root))).size }))
    .filter(({ shared }) => shared >= MIN_SHARED)
    .toSorted((a, b) => b.shared - a.shared || (a.cut_id < b.cut_id ? -1 : 1))
    .slice(0, REACH[size].cuts)
    .map(({ cut_id }) => cut_id)
  const edits = task.may_add_rules ? widenedDefinitions(task, size) : []
  return JSON.stringify({
    edits,
    restore,
    reason: 'Compared the words of the failing inputs with those of the prompt.',
  })
}

function widenedDefinitions({ failing_cases, segments }: ReflectTask, size: ModelSize) {
  const known = new Set(segments.flatMap(({ text }) => stemsOf(text)))
  const texts = new Map(segments.map(({ segment_id, text }) => [segment_id, text]))
  const changed = new Set<string>()
  for (const label of new Set(failing_cases.flatMap(({ expected }) => expected ?? []))) {
    const inputs = failing_cases.filter(({ expected }) => expected === label).map(({ input }) => input)
    const words = tellingWords(inputs, known).slice(0, REACH[size].words)
    const home = [...texts].find(([, text]) => definitionOf(text, label) !== null)
    if (!home || words.length === 0) continue
    const [id, text] = home
    const line = definitionOf(text, label) ?? ''
    texts.set(
      id,
      text.replace(line, () => line.replace(/[.\s]*$/, (end) => `, ${words.join(', ')}${end}`)),
    )
    changed.add(id)
  }
  return [...changed].map((id) => ({
    segment_id: id,
    new_text: texts.get(id) ?? '',
    reason: 'The failing inputs use words that no definition names.',
  }))
}

/** Those that most of the inputs share, then the longest; none that the prompt holds already. */
function tellingWords(inputs: readonly string[], known: ReadonlySet<string>): string[] {
  const counts = new Map<string, number>()
  for (const input of inputs)
    for (const word of new Set(wordsOf(valuesOf(input))))
      if (word.length > 3 && !isStopWord(word) && !known.has(stem(word))) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts.keys()].toSorted(
    (a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || b.length - a.length || (a < b ? -1 : 1),
  )
}

/** The line that begins with a label and a colon. */
function definitionOf(text: string, label: string): string | null {
  const line = text.split('\n').find((one) => {
    const start = one.replace(/^[\s\-*•+\d.)_`"“]*/, '').toLowerCase()
    return start.startsWith(label.toLowerCase()) && /^[*_`"”]*\s*:/.test(start.slice(label.length))
  })
  return line === undefined || line.trim() === '' ? null : line
}

/** Inputs are JSON of a case's variables; its keys say nothing. */
function valuesOf(input: string): string {
  try {
    const value: unknown = JSON.parse(input)
    return typeof value === 'object' && value !== null ? Object.values(value).map(String).join(' ') : input
  } catch {
    return input
  }
}

function contentStems(text: string): string[] {
  return wordsOf(valuesOf(text))
    .filter((word) => word.length > 3 && !isStopWord(word))
    .map(stem)
}
