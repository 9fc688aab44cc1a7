import { prettifyError, ZodError } from 'zod'
import { AppError } from '../contract/errors.ts'
import type { CaseContent } from '../domain/eval-set.ts'
import type { Assertion, AssertionResult } from '../domain/score.ts'
import { isAsked } from '../score/is-asked.ts'
import { scorers } from '../score/registry.ts'
import type { AnswerFacts, Scorer, ScorerContext, ScorerVerdict, SetVerdict } from '../score/scorer.ts'
import { type ParsedTemplate, parseTemplate } from '../template/parse-template.ts'
import { renderTemplate } from '../template/render-template.ts'
import { applyTransforms } from './apply-transforms.ts'

export interface OutputScore {
  /** Mean of the assertions' scores by weight; null when no assertion has a weight, or one with a weight was not judged. */
  readonly score: number | null
  /** Whether all assertions with a weight passed; null when there are none, or one was not judged. */
  readonly hasPassed: boolean | null
  /** In the order of the assertions. */
  readonly assertions: AssertionResult[]
}

export interface ScoreRequest extends ScorerContext {
  readonly output: string
  readonly assertions: readonly Assertion[]
  /** Fills `{{expected}}` and the case variables into the assertions' values. */
  readonly evalCase: Pick<CaseContent, 'variables' | 'expected'> | null
  /** What is known of the answer beside its text; absent or null = nothing. */
  readonly answer?: AnswerFacts | null
  /** Where the caller keeps parsed values from one output to the next; parsing takes longer than judging. */
  readonly parsedValues?: Map<string, ParsedTemplate>
}

/**
 * Asks every assertion about an output. Rejects only where a judge was stopped: an assertion that cannot be judged (no JSON in the output, an
 * undefined variable, a bad pattern, a scorer that throws) has failed, negated or not, and its reason says why. Where the judge is at
 * fault, nothing is known of the output: no score, and not a loss.
 */
export async function scoreOutput(request: ScoreRequest): Promise<OutputScore> {
  const assertions: AssertionResult[] = []
  for (const assertion of request.assertions) assertions.push(await judge(request, assertion))
  const weighted = assertions.filter((result) => result.weight > 0)
  const weight = weighted.reduce((sum, result) => sum + result.weight, 0)
  if (weight === 0) return { score: null, hasPassed: null, assertions }
  let total = 0
  for (const result of weighted) {
    if (result.score === null) return { score: null, hasPassed: null, assertions }
    total += result.weight * result.score
  }
  return {
    score: Math.min(total / weight, 1),
    hasPassed: weighted.every((result) => result.hasPassed === true),
    assertions,
  }
}

async function judge(request: ScoreRequest, assertion: Assertion): Promise<AssertionResult> {
  const { scorer, isNegated, weight } = assertion
  const named = assertion.metric === undefined ? {} : { metric: assertion.metric }
  if (!isAsked(assertion, request.evalCase)) {
    // Without a weight it counts nowhere; it keeps its place, by which assertions are told apart.
    const reason = `Not asked: this case has no "${assertion.when}".`
    return { scorer, isNegated, score: 1, hasPassed: true, reason, weight: 0, ...named }
  }
  try {
    const verdict = await ask(scorers.get(scorer), request, assertion)
    if (verdict instanceof Unjudged)
      return { scorer, isNegated, score: null, hasPassed: null, reason: `Not judged: ${verdict.why}`, weight, ...named }
    if (!(verdict.score >= 0 && verdict.score <= 1)) {
      throw new AppError('bad-input', `The scorer "${scorer}" gave ${verdict.score}, which is not a score from 0 to 1.`)
    }
    const score = isNegated ? (verdict.negatedScore ?? 1 - verdict.score) : verdict.score
    const hasPassed = isNegated ? (verdict.hasNegatedPassed ?? !verdict.hasPassed) : verdict.hasPassed
    return { scorer, isNegated, score, hasPassed, reason: verdict.reason, weight, ...named }
  } catch (error) {
    if (stopsScoring(error)) throw error
    return { scorer, isNegated, score: 0, hasPassed: false, reason: reasonOf(scorer, error), weight, ...named }
  }
}

async function ask(scorer: Scorer, request: ScoreRequest, assertion: Assertion): Promise<ScorerVerdict | Unjudged> {
  const value =
    assertion.value === null ? null : renderTemplate(parsed(assertion.value, request), variablesFor(request))
  if (value === null && scorer.value.isRequired) {
    throw new AppError('bad-input', `The assertion "${scorer.id}" needs a value: ${scorer.value.hint}.`)
  }
  const options = scorer.options.parse(assertion.options)
  const output = await applyTransforms(request.output, assertion.transforms, request.findMatch)
  const { answer = null } = request
  const context = {
    ...request,
    scoreSet: (assertions: readonly Assertion[]) => scoreSet({ ...request, output, assertions }),
  }
  try {
    return await scorer.score({ output, value, options, answer, variables: variablesFor(request) }, context)
  } catch (error) {
    if (error instanceof Unjudged) return error
    if (!(scorer.needsJudge || scorer.needsEmbedder) || stopsScoring(error)) throw error
    return new Unjudged(reasonOf(scorer.id, error))
  }
}

/** @throws Unjudged when one that counts was not judged */
async function scoreSet(request: ScoreRequest): Promise<SetVerdict> {
  const { score, hasPassed, assertions } = await scoreOutput(request)
  const unjudged = assertions.find((result) => result.weight > 0 && result.score === null)
  if (unjudged) throw new Unjudged(unjudged.reason)
  const failed = assertions.filter((result) => result.weight > 0 && !result.hasPassed)
  return {
    score,
    hasPassed,
    reasons: failed.map(({ scorer, isNegated, reason }) => `${isNegated ? 'not-' : ''}${scorer}: ${reason}`),
  }
}

class Unjudged extends Error {
  readonly why: string

  constructor(why: string) {
    super(why)
    this.why = why
  }
}

/** A judge that may not be paid says nothing about the output: it is scored when the run goes on. */
function stopsScoring(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'budget-exceeded' || error.code === 'cancelled')
}

function parsed(value: string, { parsedValues }: ScoreRequest): ParsedTemplate {
  const known = parsedValues?.get(value)
  if (known) return known
  const template = parseTemplate(value)
  parsedValues?.set(value, template)
  return template
}

function variablesFor({ evalCase }: ScoreRequest): CaseContent['variables'] {
  if (evalCase === null) return {}
  return evalCase.expected === null ? evalCase.variables : { ...evalCase.variables, expected: evalCase.expected }
}

function reasonOf(scorer: string, error: unknown): string {
  if (error instanceof AppError) return error.message
  if (error instanceof ZodError) return `The options of "${scorer}" are not valid: ${prettifyError(error)}`
  return `The scorer "${scorer}" failed: ${error instanceof Error ? error.message : String(error)}`
}
