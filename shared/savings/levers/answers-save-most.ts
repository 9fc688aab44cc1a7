import { columnRatio } from '../planned-call.ts'
import type { SavingsInput } from '../savings-input.ts'

/** Whether a column's saving against the baseline comes more from shorter answers than from a shorter prompt, in dollars. */
export function answersSaveMost(input: SavingsInput, columnNo: number): boolean {
  const baseline = input.columns[input.baselineNo]
  const ratio = columnRatio(input, { from: input.baselineNo, to: columnNo })
  if (!baseline || ratio === null) return false
  const outputs = (input.answers[input.baselineNo] ?? [])
    .flat()
    .flatMap(({ usage }) => (usage ? [usage.outputTokens] : []))
  const output = outputs.reduce((sum, one) => sum + one, 0) / Math.max(1, outputs.length)
  const { input: inputPrice, output: outputPrice } = baseline.price?.prices ?? { input: 1, output: 5 }
  return output * outputPrice * (1 - ratio.output) > baseline.tokens.prompt * inputPrice * (1 - ratio.prompt)
}
