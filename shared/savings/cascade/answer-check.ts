import type { GridTrial } from '../paired/answer-grid.ts'

/** What every answer of one kind looks like, so that one that does not can be told. */
export type AnswerFormat =
  /** Parses as JSON, with these members at the top. */
  | { readonly kind: 'json'; readonly members: readonly string[] }
  /** Is one of these texts, whatever its case. */
  | { readonly kind: 'label'; readonly labels: readonly string[] }
  /** Holds text and came to its end. */
  | { readonly kind: 'ended' }

/** A check as plain data: gives an answer its trust, higher = better. What is measured and what is exported is this value. */
export type AnswerCheck =
  | { readonly kind: 'format'; readonly format: AnswerFormat }
  /** Share of the other trials that say the same as the first. */
  | { readonly kind: 'agreement'; readonly trials: number }
  | { readonly kind: 'log-probability' }
  | { readonly kind: 'judge' }
  /** A line through what can be counted in the answer: see answerCounts. */
  | { readonly kind: 'counts'; readonly constant: number; readonly weights: readonly number[] }

/** Null where the trials lack what the check looks at. */
export function trustOf(check: AnswerCheck, trials: readonly GridTrial[]): number | null {
  const [first] = trials
  if (!first) return null
  switch (check.kind) {
    case 'format':
      return hasFormat(check.format, first) ? 1 : 0
    case 'agreement': {
      const others = trials.slice(1, check.trials)
      if (others.length === 0) return null
      const said = comparable(first.output)
      return others.filter(({ output }) => comparable(output) === said).length / others.length
    }
    case 'log-probability':
      return first.meanLogProbability
    case 'judge':
      return first.judgeScore
    case 'counts': {
      const counts = answerCounts(first.output)
      return check.weights.reduce((sum, weight, place) => sum + weight * (counts[place] ?? 0), check.constant)
    }
    default:
      return check satisfies never
  }
}

const HEDGE = /\b(?:however|but|unclear|not sure|cannot|assum\w*|approximately|maybe|perhaps|seems)\b/g

/** ln(1 + count) of an answer's characters, numbers, line ends, sentences and words of doubt; the exported checks count exactly alike. */
export function answerCounts(output: string): readonly number[] {
  const count = (pattern: RegExp, text: string) => (text.match(pattern) ?? []).length
  return [
    [...output].length,
    count(/[0-9]+(?:[.,][0-9]+)*/g, output),
    count(/\n/g, output),
    count(/[.!?]+/g, output),
    count(HEDGE, output.toLowerCase()),
  ].map((value) => Math.log1p(value))
}

/** Blanks and capitals at the edges do not make another answer. */
export function comparable(output: string): string {
  return output.trim().toLowerCase().replace(/\s+/g, ' ')
}

export function hasFormat(format: AnswerFormat, { output, finishReason }: GridTrial): boolean {
  const hasEnded = finishReason !== 'length' && finishReason !== 'refusal' && finishReason !== 'content-filter'
  if (!hasEnded || output.trim() === '') return false
  switch (format.kind) {
    case 'json': {
      const value = parsed(output)
      if (typeof value !== 'object' || value === null) return format.members.length === 0 && value !== undefined
      return format.members.every((name) => Object.hasOwn(value, name))
    }
    case 'label':
      return format.labels.includes(comparable(output))
    case 'ended':
      return true
    default:
      return format satisfies never
  }
}

/** Undefined = no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The format that a good model's answers share: JSON with its common members, a few labels, or none but being whole.
 *
 * @param answers of the option that is trusted most; what nine in ten of them do is the format
 */
export function formatOf(answers: readonly GridTrial[]): AnswerFormat {
  const most = 0.9 * answers.length
  const objects = answers.map(({ output }) => parsed(output)).filter((value) => typeof value === 'object')
  if (answers.length > 0 && objects.length >= most) {
    const counts = new Map<string, number>()
    for (const value of objects)
      for (const name of Object.keys(value ?? {})) counts.set(name, (counts.get(name) ?? 0) + 1)
    return { kind: 'json', members: [...counts].filter(([, count]) => count >= most).map(([name]) => name) }
  }
  const labels = new Set(answers.map(({ output }) => comparable(output)))
  const areLabels = labels.size <= Math.min(100, answers.length / 5) && [...labels].every((label) => label.length <= 60)
  return areLabels ? { kind: 'label', labels: [...labels].sort() } : { kind: 'ended' }
}
