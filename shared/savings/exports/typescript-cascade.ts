import type { AnswerCheck, AnswerFormat } from '../cascade/answer-check.ts'
import type { CascadeRule } from '../cascade/run-cascade.ts'

/** The tiers as data and the function that asks them in turn. */
export function cascadeTypescript(rule: CascadeRule): string {
  const checks = rule.steps.map(({ check }) => check)
  return `export interface Answer {
  readonly text: string
  readonly finishReason?: string | null
  readonly meanLogProbability?: number | null
  readonly judgeScore?: number | null
}

/** Places in models, the cheapest first. */
const tiers = ${JSON.stringify(rule.tiers)}
const thresholds = ${thresholdsOf(rule)}

/** Asks a tier, keeps its answer when its trust reaches the threshold, else asks the next; the last one's answer is always kept. */
export async function cascade(
  ask: (model: Model, trial: number) => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly model: Model; readonly tier: number }> {
  for (const [tier, place] of tiers.entries()) {
    const model = models[place] ?? models[0]
    const trials = await Promise.all(Array.from({ length: trialsOf[tier] ?? 1 }, (_, trial) => ask(model, trial)))
    const answer = trials[0] ?? { text: '' }
    if (tier === tiers.length - 1) return { answer, model, tier }
    const trust = checks[tier]?.(trials) ?? -Infinity
    if (trust >= (thresholds[tier] ?? Infinity)) return { answer, model, tier }
  }
  throw new Error('A cascade has at least one tier.')
}

const trialsOf = ${JSON.stringify([...checks.map((check) => (check.kind === 'agreement' ? check.trials : 1)), 1])}

const comparable = (text: string) => text.trim().toLowerCase().replace(/\\s+/g, ' ')

/** By tier: how far an answer is trusted, more is better; null = not known, so that the next tier is asked. */
const checks: readonly ((trials: readonly Answer[]) => number | null)[] = [
${checks.map((check) => `  ${checkText(check)},`).join('\n')}
]`
}

function thresholdsOf({ steps }: CascadeRule): string {
  return `[${steps.map(({ threshold }) => (Number.isFinite(threshold) ? String(threshold) : 'Infinity')).join(', ')}]`
}

function checkText(check: AnswerCheck): string {
  switch (check.kind) {
    case 'format':
      return formatText(check.format)
    case 'agreement':
      return `([first, ...others]) => {
    const said = comparable(first?.text ?? '')
    return others.length === 0 ? null : others.filter(({ text }) => comparable(text) === said).length / others.length
  }`
    case 'log-probability':
      return '([first]) => first?.meanLogProbability ?? null'
    case 'judge':
      return '([first]) => first?.judgeScore ?? null'
    case 'counts':
      return `([first]) => {
    const text = first?.text ?? ''
    const count = (pattern: RegExp, within: string) => (within.match(pattern) ?? []).length
    const counts = [
      [...text].length,
      count(/[0-9]+(?:[.,][0-9]+)*/g, text),
      count(/\\n/g, text),
      count(/[.!?]+/g, text),
      count(/\\b(?:however|but|unclear|not sure|cannot|assum\\w*|approximately|maybe|perhaps|seems)\\b/g, text.toLowerCase()),
    ].map((value) => Math.log1p(value))
    return ${JSON.stringify(check.weights)}.reduce((sum, weight, place) => sum + weight * (counts[place] ?? 0), ${check.constant})
  }`
    default:
      return check satisfies never
  }
}

function formatText(format: AnswerFormat): string {
  const ended =
    "first === undefined || first.text.trim() === '' || ['length', 'refusal', 'content-filter'].includes(first.finishReason ?? '')"
  const test = {
    ended: 'return 1',
    label: `return ${JSON.stringify(format.kind === 'label' ? format.labels : [])}.includes(comparable(first.text)) ? 1 : 0`,
    json: `try {
      const value: unknown = JSON.parse(first.text)
      const members: readonly string[] = ${JSON.stringify(format.kind === 'json' ? format.members : [])}
      if (typeof value !== 'object' || value === null) return members.length === 0 ? 1 : 0
      return members.every((name) => Object.hasOwn(value, name)) ? 1 : 0
    } catch {
      return 0
    }`,
  }[format.kind]
  return `([first]) => {
    if (${ended}) return 0
    ${test}
  }`
}
