import type { PlannedCall } from './planned-call.ts'
import type { SavingsColumn, SavingsInput } from './savings-input.ts'

/**
 * Which answers would show what a lever makes of calls that earlier levers have changed: "B on gpt-5.4-mini". Empty where the run has
 * them, or where it cannot be told.
 *
 * @param before the calls as the earlier levers left them
 * @param after the same as the lever leaves them
 */
export function missingColumns(
  input: SavingsInput,
  before: readonly PlannedCall[],
  after: readonly PlannedCall[],
): readonly string[] {
  const today = input.columns[input.baselineNo]
  const targets = columnsOf(
    input,
    after.filter(({ isInferred }) => isInferred),
  )
  const names = columnsOf(input, before).flatMap((now) =>
    targets.flatMap((target) => {
      // As moveCall reads it: what the lever does not change stays as earlier levers left it.
      const variant = target.variantId === today?.variantId ? now : target
      const model = target.modelId === today?.modelId ? now : target
      const isThere = isWhole(input, ({ variantId, modelId }) => {
        return variantId === variant.variantId && modelId === model.modelId
      })
      return isThere ? [] : [`${variant.variantLabel} on ${model.modelId}`]
    }),
  )
  return [...new Set(names)]
}

function columnsOf({ columns }: SavingsInput, calls: readonly PlannedCall[]): readonly SavingsColumn[] {
  return [...new Set(calls.map(({ columnNo }) => columnNo))].flatMap((columnNo) => columns[columnNo] ?? [])
}

/** Whether a column answered every case. */
function isWhole({ columns, cases, answers }: SavingsInput, isIt: (column: SavingsColumn) => boolean): boolean {
  const columnNo = columns.findIndex(isIt)
  return columnNo >= 0 && cases.every((_, caseNo) => (answers[columnNo]?.[caseNo] ?? []).length > 0)
}
