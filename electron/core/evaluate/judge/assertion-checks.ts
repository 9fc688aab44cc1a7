import { AppError } from '../../../../shared/contract/errors.ts'
import type { EvalCase } from '../../../../shared/domain/eval-set.ts'
import type { Assertion, OutputTransform } from '../../../../shared/domain/score.ts'
import { applyTransforms } from '../../../../shared/evaluate/apply-transforms.ts'
import { parseJsonPath } from '../../../../shared/evaluate/json-path.ts'
import { compileRegex } from '../../../../shared/score/compile-regex.ts'
import type { FindMatch } from '../../../../shared/score/find-match.ts'
import { isAsked } from '../../../../shared/score/is-asked.ts'
import { nestedAssertions } from '../../../../shared/score/nested-assertions.ts'
import { scorers } from '../../../../shared/score/registry.ts'
import type { ScorerContext } from '../../../../shared/score/scorer.ts'
import { type ParsedTemplate, parseTemplate } from '../../../../shared/template/parse-template.ts'
import { renderTemplate } from '../../../../shared/template/render-template.ts'

/** Cases named for one assertion. */
const MAX_NAMED_CASES = 5
/** Letters tried against a pattern, each many times in a row. */
const MAX_LETTERS = 8
const LETTER_TIMES = 40

interface Checked {
  readonly place: string
  /** Of the outermost assertion. */
  readonly when: string | undefined
  readonly assertion: Assertion
  readonly template: ParsedTemplate | null
  /** Why the template cannot be read. */
  readonly broken: string | null
  readonly failures: string[]
}

/**
 * Looks at a run's assertions before anything is paid: patterns, schemas and paths that are not valid, patterns that would
 * never end, and variables of their values that a case does not have.
 */
export class AssertionChecks {
  readonly #checked: readonly Checked[]
  readonly #scoring: ScorerContext
  /** In bytes, by template. */
  readonly #longest = new Map<string, number>()

  constructor(assertions: readonly Assertion[], scoring: ScorerContext) {
    this.#scoring = scoring
    // Unknown scorers are told by specProblems.
    this.#checked = assertions
      .flatMap((assertion, index) =>
        nestedAssertions(assertion).map((one) => toChecked(one, assertion.when, `Assertion ${index + 1}`)),
      )
      .filter(({ assertion }) => scorers.has(assertion.scorer))
  }

  /** What can be told without the cases. */
  async fixed(): Promise<string[]> {
    const problems: string[] = []
    for (const { place, assertion, template, broken } of this.#checked) {
      const problem =
        broken ??
        (await problemOf(() => this.#tryScorer(assertion, template))) ??
        (await problemOf(() => this.#tryTransforms(assertion.transforms)))
      if (problem !== null) problems.push(`${place}: ${problem}`)
    }
    return problems
  }

  /** Notes what cannot be filled in for this case. */
  see(evalCase: EvalCase): void {
    const { position, variables, expected } = evalCase
    for (const { assertion, template, when, failures } of this.#checked) {
      if (template === null || isFixed(template) || !isAsked({ when }, evalCase) || !isAsked(assertion, evalCase))
        continue
      try {
        const value = renderTemplate(template, expected === null ? variables : { ...variables, expected })
        const bytes = Buffer.byteLength(value)
        this.#longest.set(template.template, Math.max(this.#longest.get(template.template) ?? 0, bytes))
        if (assertion.scorer === 'regex') compileRegex(value, flagsOf(assertion), 'the assertion')
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        failures.push(`case ${position}: ${error.message}`)
      }
    }
  }

  /** How long the assertion's value is at most, in bytes, filled in with the cases seen so far. */
  longestOf({ value }: Assertion): number {
    return value === null ? 0 : (this.#longest.get(value) ?? Buffer.byteLength(value))
  }

  /** What the cases seen so far cannot fill in. */
  get problems(): string[] {
    return this.#checked.flatMap(({ place, failures }) => {
      const more = failures.length - MAX_NAMED_CASES
      const named = failures.slice(0, MAX_NAMED_CASES).map((failure) => `${place}, ${failure}`)
      return more > 0 ? [...named, `${place}: ${more} more cases fail alike.`] : named
    })
  }

  /** Whatever the answer: a value or an option that the scorer refuses shows at once. */
  async #tryScorer(assertion: Assertion, template: ParsedTemplate | null): Promise<void> {
    if (template !== null && !isFixed(template)) return
    const scorer = scorers.get(assertion.scorer)
    // Trying it would have to be paid for.
    if (scorer.needsJudge || scorer.needsEmbedder) return
    // What the code says of an answer that none gave means nothing; whether it may run does.
    if (scorer.runsCode && this.#scoring.runScript) return
    const options = scorer.options.safeParse(assertion.options)
    if ((assertion.value === null && scorer.value.isRequired) || !options.success) return
    const value = template === null ? null : renderTemplate(template, {})
    const known = {
      costNanoUsd: 0,
      latencyMs: 0,
      finishReason: 'stop',
      logProbability: { mean: 0, tokens: 1 },
    } as const
    const answer = { ...known, toolCalls: [], tools: [] }
    const scoreSet = async () => ({ score: null, hasPassed: null, reasons: [] })
    await scorer.score({ output: 'null', value, options: options.data, answer }, { ...this.#scoring, scoreSet })
    if (assertion.scorer === 'regex' && value !== null) await refuseEndless(value, flagsOf(assertion), this.#scoring)
  }

  async #tryTransforms(transforms: readonly OutputTransform[]): Promise<void> {
    for (const [index, transform] of transforms.entries()) {
      if (transform.kind === 'json-path') parseJsonPath(transform.path, `transform ${index + 1}`)
      if (transform.kind !== 'regex-extract') continue
      await applyTransforms('', [...transforms.slice(0, index).map(() => TRIM), transform])
      await refuseEndless(transform.pattern, transform.flags, this.#scoring)
    }
  }
}

/** Keeps the number of a transform in the messages about it. */
const TRIM: OutputTransform = { kind: 'trim' }

/** Tries the texts on which patterns with nested repetitions never end: one letter many times, and then another sign. */
async function refuseEndless(pattern: string, flags: string, { findMatch: find }: ScorerContext): Promise<void> {
  if (!find) return
  const literal = pattern.replaceAll(/\\./g, '').match(/[\p{L}\p{N}_]/gu) ?? []
  const letters = [...new Set(['a', '0', ' ', ...literal])].slice(0, MAX_LETTERS)
  for (const letter of letters) await tryText(find, `${letter.repeat(LETTER_TIMES)}\u0001`)

  async function tryText(find: FindMatch, text: string): Promise<void> {
    await find({ pattern, flags, text, group: 0, pick: 'first' })
  }
}

async function problemOf(check: () => Promise<void>): Promise<string | null> {
  try {
    await check()
    return null
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}

function toChecked(assertion: Assertion, when: string | undefined, place: string): Checked {
  const checked = { place, when, assertion, template: null, broken: null, failures: [] }
  if (assertion.value === null) return checked
  try {
    return { ...checked, template: parseTemplate(assertion.value) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { ...checked, broken: error.message }
  }
}

function isFixed(template: ParsedTemplate): boolean {
  return template.kind === 'plain' && template.parts.every((part) => typeof part === 'string')
}

function flagsOf({ options }: Assertion): string {
  return typeof options.flags === 'string' ? options.flags : ''
}
