import type { AnswerColumns } from '../domain/import.ts'

const OUTPUT = /^(?:(.+)[_ .-])?(?:output|output_text|response|answer|completion|prediction|reply)$/i
const SCORE = ['score', 'correct', 'is_correct', 'passed', 'pass']
const COST = ['cost', 'cost_usd', 'price_usd']
const LATENCY = ['latency', 'latency_ms', 'duration_ms']
const PROMPT_TOKENS = ['prompt_tokens', 'input_tokens', 'tokens_in']
const OUTPUT_TOKENS = ['output_tokens', 'completion_tokens', 'tokens_out']

/**
 * A first guess, by the columns' names, at where a table holds answers: `output`, or `gpt-4_response` with its score in `gpt-4` or
 * `gpt-4_score`. Empty where no column is called so.
 */
export function suggestAnswers(columns: readonly string[]): readonly AnswerColumns[] {
  return columns.flatMap((output) => {
    const found = OUTPUT.exec(output)
    if (!found) return []
    const model = found[1] ?? null
    const find = (names: readonly string[]) =>
      columns.find((column) => names.some((name) => isCalled(column, model, name))) ?? null
    return {
      model: model ?? 'model',
      output,
      score: find(SCORE) ?? columns.find((column) => column === model) ?? null,
      costUsd: find(COST),
      latencyMs: find(LATENCY),
      promptTokens: find(PROMPT_TOKENS),
      outputTokens: find(OUTPUT_TOKENS),
    }
  })
}

function isCalled(column: string, model: string | null, name: string): boolean {
  const given = column.toLowerCase().replaceAll(/[ .-]/g, '_')
  return given === (model === null ? name : `${model.toLowerCase().replaceAll(/[ .-]/g, '_')}_${name}`)
}
