import type { SpanKind } from '../../compress/protect-spans.ts'
import type { Segment } from '../../domain/compression.ts'
import type { LintMessage } from '../lint-message.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'

const MIN_SHARED = 0.7
/** Beside the words that all examples have in common. */
const MIN_WORDS = 5
const MAX_EXAMPLES = 200
/** A question alone may be the same before every sentence that it is about: without an answer it teaches nothing. */
const ANSWER =
  /^[ \t]*\**(?:output|answer|a|label|response|result|sentiment|assistant|classification|category|intent|json)\**[ \t]*\d*[ \t]*:\**[ \t]*\S/im
const REPEATABLE: ReadonlySet<SpanKind> = new Set(['number', 'literal', 'url', 'json', 'code'])

export const plugin: LintRule = {
  id: 'repeated-examples',
  label: 'Examples that repeat each other',
  description: 'Two examples of nearly the same input and output teach one thing and are paid twice.',
  risk: 'R2',
  scope: 'message',
  mayRemove: REPEATABLE,
  check: findRepeated,
}

interface Example {
  readonly segment: Segment
  readonly words: ReadonlySet<string>
  readonly number: number
}

function findRepeated({ index, template, segments }: LintMessage): FindingDraft[] {
  const kept: Example[] = []
  const found: FindingDraft[] = []
  const examples = segments
    .filter(({ kind, text }) => kind === 'example' && !text.includes('{{') && ANSWER.test(text))
    .slice(0, MAX_EXAMPLES)
  const all = examples.map(({ text }) => wordsOf(text))
  const frame = [...(all[0] ?? [])].filter((word) => all.every((words) => words.has(word)))
  for (const [at, segment] of examples.entries()) {
    const words = new Set(all[at])
    if (examples.length > 2) for (const word of frame) words.delete(word)
    const example = { segment, words, number: at + 1 }
    const twin = kept.find((other) => areTwins(other, example))
    if (!twin) {
      kept.push(example)
      continue
    }
    const { start, end } = segment
    const after = /^[ \t]*(?:\r?\n)*/.exec(template.slice(end, end + 20))?.[0].length ?? 0
    found.push({
      messageIndex: index,
      start,
      end,
      message: `Example ${example.number} is nearly the same as example ${twin.number}.`,
      // Its figures and quotes are its own: another example cannot stand for them.
      fix: segment.text === twin.segment.text ? [{ start, end: end + after, replacement: '' }] : null,
      isWorthSaying: true,
    })
  }
  return found
}

function wordsOf(text: string): Set<string> {
  return new Set(
    text
      .slice(0, 4000)
      .toLowerCase()
      .match(/[\p{L}\p{N}]{1,40}/gu) ?? [],
  )
}

function areTwins(a: Example, b: Example): boolean {
  if (a.segment.text === b.segment.text) return true
  return b.words.size >= MIN_WORDS && jaccard(a.words, b.words) >= MIN_SHARED
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0
  for (const word of a) if (b.has(word)) both += 1
  return both / (a.size + b.size - both)
}
