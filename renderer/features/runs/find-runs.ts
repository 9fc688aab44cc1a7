import type { Run } from '../../../shared/domain/run.ts'

/** The runs that have every word in their name, prompts, variants, eval set, models or state; all of them for no word. */
export function findRuns(runs: readonly Run[], text: string): readonly Run[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return runs
  return runs.filter((run) => {
    const columns = run.columns.flatMap((column) => [column.promptName, column.variantName, column.modelId])
    const all = [run.name, run.evalSetName, run.state, ...columns].join('\n').toLowerCase()
    return words.every((word) => all.includes(word))
  })
}
