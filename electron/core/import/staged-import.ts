import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '../../../shared/contract/errors.ts'
import type { Output, Parsed } from '../../../shared/contract/routes.ts'
import { readCasesInSteps } from '../../../shared/import/read-cases.ts'
import type { CoreContext } from '../core-context.ts'
import { inSteps } from '../turns/in-steps.ts'

const CASES_PER_SLICE = 500
const DROPPED_PER_SLICE = 1000

/** Stores a piece of a table under an import that shows at its end; rows with problems stay out and are listed. */
export async function addToImport(
  { store: { evalSets } }: CoreContext,
  { importNo, text, format, delimiter, mapping }: Parsed<'imports.add'>,
  signal: AbortSignal,
): Promise<Output<'imports.add'>> {
  if (mapping.some(({ use }) => use === 'assertion'))
    throw new AppError(
      'bad-input',
      'Columns of assertions are read in files of up to 16 MB only: ignore them, or split the file.',
    )
  const { cases, problems } = await inSteps(
    readCasesInSteps({ text, format, delimiter, mapping, isPiece: format !== 'csv' }),
    signal,
  )
  for (let at = 0; at < cases.length; ) {
    const end = at + CASES_PER_SLICE
    at = evalSets.stage(importNo, cases, { from: at, goOn: (index) => index < end })
    await nextTurn()
    signal.throwIfAborted()
  }
  return { imported: cases.length, problems: [...problems] }
}

/** From here on everybody sees what was added. */
export async function finishImport(
  { store: { evalSets }, changed }: CoreContext,
  { importNo, variableNames }: Parsed<'imports.finish'>,
  signal: AbortSignal,
): Promise<Output<'imports.finish'>> {
  const digest = await inSteps(evalSets.digestImport(importNo), signal)
  const evalSet = evalSets.finishImport(importNo, variableNames, digest)
  changed('eval-sets')
  return evalSet
}

/** Takes back all that was added. */
export async function dropImport({ store: { evalSets } }: CoreContext, importNo: number): Promise<void> {
  while (evalSets.dropStaged(importNo, DROPPED_PER_SLICE)) await nextTurn()
}
