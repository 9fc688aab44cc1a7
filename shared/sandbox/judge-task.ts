import type { JsonObject } from '../domain/json.ts'
import type { RenderedMessage } from '../domain/prompt.ts'
import type { ModelSize } from './model-size.ts'
import { stemsOf } from './words.ts'

/** A request to grade texts that stand between tags, answered under a schema that begins with a reason. */
export interface JudgeTask {
  readonly parts: ReadonlyMap<string, string>
  /** The field of the schema that holds the verdict. */
  readonly field: 'pass' | 'relation' | 'grade' | 'winner'
}

const FIELDS = ['pass', 'relation', 'grade', 'winner'] as const
const TAGGED = /<(criteria|answer|reference|first|second)>\n([\s\S]*?)\n<\/\1>/g

/** Recognizes a judge's question by its schema and its tags; null if it is none. */
export function readJudgeTask(messages: readonly RenderedMessage[], schema: JsonObject | null): JudgeTask | null {
  const properties = schema?.properties
  if (typeof properties !== 'object' || properties === null || !('reason' in properties)) return null
  const field = FIELDS.find((name) => name in properties)
  const parts = new Map(
    [...(messages.at(-1)?.content ?? '').matchAll(TAGGED)].map(([, name = '', text = '']) => [name, text]),
  )
  return field === undefined || parts.size < 2 ? null : { parts, field }
}

/**
 * Judges by words only: what the criteria quote must be there (not there, after a negation), and without quotations a share of
 * the criteria's words. The small size takes no notice of negations and, at a tie, prefers what stands first.
 */
export function writeJudgement({ parts, field }: JudgeTask, size: ModelSize): string {
  const criteria = parts.get('criteria') ?? ''
  const answer = parts.get('answer') ?? ''
  switch (field) {
    case 'pass': {
      const share = metShare(criteria, answer, size)
      return JSON.stringify({ reason: reasonOf(share), pass: share >= 0.5 })
    }
    case 'grade': {
      const lines = criteria.split('\n').filter((line) => line.trim() !== '')
      const share = lines.reduce((sum, line) => sum + metShare(line, answer, size), 0) / Math.max(1, lines.length)
      return JSON.stringify({ reason: reasonOf(share), grade: 1 + Math.round(Math.min(1, share) * 4) })
    }
    case 'relation': {
      const wanted = new Set(stemsOf(parts.get('reference') ?? ''))
      const said = new Set(stemsOf(answer))
      const shared = [...wanted].filter((word) => said.has(word)).length
      const kept = wanted.size === 0 ? 1 : shared / wanted.size
      const own = said.size === 0 ? 0 : shared / said.size
      const relation = kept >= 0.99 ? (own >= 0.5 ? 'same' : 'superset') : kept >= 0.4 ? 'subset' : 'disagrees'
      return JSON.stringify({ reason: `${shared} of ${wanted.size} words of the reference are there.`, relation })
    }
    case 'winner': {
      const [first, second] = ['first', 'second'].map((name) => metShare(criteria, parts.get(name) ?? '', size))
      const gap = (first ?? 0) - (second ?? 0)
      const tie = size === 'small' ? 'first' : 'tie'
      return JSON.stringify({
        reason: 'Counted the words of the criteria.',
        winner: Math.abs(gap) < 0.05 ? tie : gap > 0 ? 'first' : 'second',
      })
    }
    default:
      return field satisfies never
  }
}

const QUOTED = /(\b(?:no|not|never|without)\b[^"“”'\n]{0,30})?["“]([^"”\n]{1,200})["”]/gi

function metShare(criteria: string, answer: string, size: ModelSize): number {
  const quotes = [...criteria.matchAll(QUOTED)]
  if (quotes.length > 0) {
    const met = quotes.filter(([, negation, text = '']) => {
      const isThere = answer.toLowerCase().includes(text.toLowerCase())
      return negation !== undefined && size !== 'small' ? !isThere : isThere
    })
    return met.length / quotes.length
  }
  const wanted = new Set(stemsOf(criteria).filter((word) => word.length > 3))
  if (wanted.size === 0) return answer.trim() === '' ? 0 : 1
  const said = new Set(stemsOf(answer))
  // Criteria are sentences about an answer, not the answer: a quarter of their words is much.
  return Math.min(1, ([...wanted].filter((word) => said.has(word)).length / wanted.size) * 2)
}

function reasonOf(share: number): string {
  return `By its words the answer meets ${Math.round(share * 100)} % of the criteria.`
}
