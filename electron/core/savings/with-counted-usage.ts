import { AppError } from '../../../shared/contract/errors.ts'
import { splitModelId } from '../../../shared/domain/ids.ts'
import type { Usage } from '../../../shared/domain/usage.ts'
import type { SavingsAnswer, SavingsCase, SavingsColumn } from '../../../shared/savings/savings-input.ts'
import { parseMessages, renderParsedMessages } from '../../../shared/template/render-messages.ts'
import type { Encoder } from '../../../shared/tokens/encoder.ts'
import { tokenProfile } from '../../../shared/tokens/token-profile.ts'
import type { CoreContext } from '../core-context.ts'
import type { StoredRun } from '../store/run-store.ts'
import { createTurns } from '../turns/create-turns.ts'

type Answers = readonly (readonly (readonly SavingsAnswer[])[])[]

/**
 * Answers that came without usage (recorded elsewhere) get our own count of prompt and output, marked as an estimate; what reasoning
 * they took is unknown, so it is not in it. Where they carry a cost of their own that is left alone.
 */
export async function withCountedUsage(
  { engine, store }: CoreContext,
  { run }: StoredRun,
  given: {
    readonly columns: readonly SavingsColumn[]
    readonly cases: readonly SavingsCase[]
    readonly answers: Answers
    readonly signal: AbortSignal
  },
): Promise<Answers> {
  const { columns, cases, answers, signal } = given
  const turn = createTurns()
  const counted: (readonly (readonly SavingsAnswer[])[])[] = []
  for (const [columnNo, ofCases] of answers.entries()) {
    const column = columns[columnNo]
    const isWhole = ofCases.every((trials) => trials.every(({ usage }) => usage !== null))
    if (!column || isWhole) {
      counted.push(ofCases)
      continue
    }
    const { providerId, modelName } = splitModelId(column.modelId)
    const encoder = await engine.encoders.load(tokenProfile({ providerKind: providerId, modelName }).encoding)
    const { partials } = store.variants.get(column.variantId)
    const parsed = parseMessages(column.content.messages, partials)
    const filled: (readonly SavingsAnswer[])[] = []
    for (const [caseNo, trials] of ofCases.entries()) {
      signal.throwIfAborted()
      await turn()
      const variables = cases[caseNo]?.variables
      const texts = variables === undefined ? null : textsOf(parsed, variables)
      if (texts === null) {
        filled.push(trials)
        continue
      }
      const inputTokens = texts.reduce((sum, text) => sum + encoder.count(text), 0)
      filled.push(
        trials.map((answer) =>
          answer.usage === null ? { ...answer, usage: usageOf(answer, inputTokens, encoder) } : answer,
        ),
      )
    }
    counted.push(filled)
  }
  return run.columns.length === counted.length ? counted : answers
}

function textsOf(parsed: ReturnType<typeof parseMessages>, variables: SavingsCase['variables']): string[] | null {
  try {
    return renderParsedMessages(parsed, variables).map(({ content }) => content)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

function usageOf({ output, outputCharacters }: SavingsAnswer, inputTokens: number, encoder: Encoder): Usage {
  const scale = output.length === 0 ? 1 : outputCharacters / output.length
  return {
    inputTokens,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: Math.round(encoder.count(output) * Math.max(1, scale)),
    reasoningTokens: null,
    isEstimated: true,
  }
}
