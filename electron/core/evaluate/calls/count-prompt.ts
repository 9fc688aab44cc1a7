import { countCuts } from '../../../../shared/breakdown/count-cuts.ts'
import { cutPrompt, type PromptCut } from '../../../../shared/breakdown/cut-prompt.ts'
import { AppError } from '../../../../shared/contract/errors.ts'
import type { PromptCounts } from '../../../../shared/domain/breakdown.ts'
import type { EvalCase, EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { PartialTexts } from '../../../../shared/domain/partial.ts'
import type { Message } from '../../../../shared/domain/prompt.ts'
import { seededRandom } from '../../../../shared/stats/seeded-random.ts'
import { expandTemplate } from '../../../../shared/template/expand-template.ts'
import { type ParsedMessage, parseMessages } from '../../../../shared/template/render-messages.ts'
import { type TracedText, traceTemplate } from '../../../../shared/template/trace-template.ts'
import type { Encoder } from '../../../../shared/tokens/encoder.ts'
import type { EvalSetStore } from '../../store/eval-set-store.ts'
import { createTurns } from '../../turns/create-turns.ts'

/** Up to so many cases all are filled in; above, as many in blocks spread evenly. */
const MAX_CASES = 400
const BLOCKS = 20
/** Characters after which counting stops: about a third of a second's work. */
const MAX_CHARACTERS = 4_000_000

/** Fills the cases of an eval set into messages and counts which part of the template the tokens come from. */
export async function countPrompt(
  evalSets: EvalSetStore,
  request: {
    readonly messages: readonly Message[]
    readonly partials: PartialTexts
    readonly evalSet: EvalSet | null
    readonly encoder: Encoder
    readonly signal: AbortSignal
  },
): Promise<Omit<PromptCounts, 'variables'>> {
  const { messages, partials, evalSet, encoder, signal } = request
  const tally = new Tally(messages, encoder)
  const parsed = parsedOrNull(messages, partials)
  let failed = 0
  let characters = 0
  let isSampled = false
  if (parsed && evalSet) {
    const cases = sampleCases(evalSets, evalSet)
    isSampled = cases.length < evalSet.caseCount
    const turn = createTurns()
    for (const { variables } of cases) {
      signal.throwIfAborted()
      const traced = filledIn(parsed, variables)
      if (!traced) failed++
      else {
        tally.add(traced)
        characters += traced.reduce((sum, { text }) => sum + text.length, 0)
      }
      if (characters > MAX_CHARACTERS && tally.prompts + failed < cases.length) {
        isSampled = true
        break
      }
      await turn()
    }
  }
  const isAsWritten = tally.prompts === 0
  if (isAsWritten) tally.add(messages.map(({ template }) => asWritten(template, partials)))
  return { tokens: tally.sums, prompts: tally.prompts, isAsWritten, isSampled: isSampled && !isAsWritten, failed }
}

class Tally {
  readonly sums: number[]
  prompts = 0
  readonly #encoder: Encoder
  readonly #messages: readonly { readonly cuts: readonly PromptCut[]; readonly firstIndex: number }[]

  constructor(messages: readonly Message[], encoder: Encoder) {
    const cuts = cutPrompt(messages)
    this.#encoder = encoder
    this.#messages = messages.map((_, messageIndex) => ({
      cuts: cuts.filter((cut) => cut.messageIndex === messageIndex),
      firstIndex: cuts.findIndex((cut) => cut.messageIndex === messageIndex),
    }))
    this.sums = cuts.map(() => 0)
  }

  add(texts: readonly TracedText[]): void {
    for (const [index, traced] of texts.entries()) {
      const message = this.#messages[index]
      if (message) countCuts(this.sums, { ...message, traced, ends: this.#encoder.tokenize(traced.text).ends })
    }
    this.prompts++
  }
}

function filledIn(messages: readonly ParsedMessage[], variables: EvalCase['variables']): TracedText[] | null {
  try {
    return messages.map(({ parsed }) => traceTemplate(parsed, variables))
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

function parsedOrNull(messages: readonly Message[], partials: PartialTexts): ParsedMessage[] | null {
  try {
    return parseMessages(messages, partials)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** Variables as they are written, partials in place. */
function asWritten(template: string, partials: PartialTexts): TracedText {
  const { text, stretches } = expandTemplate(template, partials)
  if (stretches.length === 0)
    return { text, pieces: [{ start: 0, end: text.length, sourceStart: 0, isVerbatim: true }] }
  return {
    text,
    pieces: stretches.map(({ start, end, sourceStart, partial, place }) =>
      partial === null
        ? { start, end, sourceStart, isVerbatim: true }
        : { start, end, sourceStart: place.start, isVerbatim: false },
    ),
  }
}

/** In a random but fixed order, so that stopping early still leaves an even sample. */
function sampleCases(evalSets: EvalSetStore, { id, caseCount, contentHash }: EvalSet): readonly EvalCase[] {
  const blocks = caseCount <= MAX_CASES ? 1 : BLOCKS
  const limit = Math.min(caseCount, MAX_CASES / blocks)
  const cases: EvalCase[] = []
  if (blocks === 1) cases.push(...evalSets.page(id, { offset: 0, limit: MAX_CASES, search: '' }).cases)
  else
    for (let block = 0; block < blocks; block++) {
      const offset = Math.floor(((caseCount - limit) * block) / (blocks - 1))
      cases.push(...evalSets.page(id, { offset, limit, search: '' }).cases)
    }
  const random = seededRandom(contentHash)
  return cases
    .map((one) => ({ one, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one)
}
