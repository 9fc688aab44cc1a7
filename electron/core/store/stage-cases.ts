import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CaseContent, EvalSet } from '../../../shared/domain/eval-set.ts'
import { inSteps } from '../in-steps.ts'
import type { EvalSetStore, ImportTarget } from './eval-set-store.ts'

/** The longest that other work waits for a slice, about; the commit comes on top. */
const SLICE_MS = 12
/** Cases that go before anybody else looks whether their time is up. */
const CASES_PER_LOOK = 50
const DROP_CASES = 1000

export interface StageOptions {
  readonly signal: AbortSignal
  /** Hears after each slice how many cases are stored. */
  readonly onStored?: (count: number) => void
}

/**
 * Adds cases to an eval set, all of them or none: they are stored in slices that nobody sees, between which other work has
 * its turn, and show with one quick switch at the end. An abort takes back what was stored.
 *
 * @throws the signal's reason when it is aborted
 */
export async function stageCases(
  evalSets: EvalSetStore,
  target: ImportTarget,
  cases: readonly CaseContent[],
  { signal, onStored }: StageOptions,
): Promise<EvalSet> {
  for (const left of evalSets.staleImports()) await drop(evalSets, left)
  signal.throwIfAborted()
  const importNo = evalSets.beginImport(target)
  const names = new Set<string>()
  try {
    for (let at = 0; at < cases.length; ) {
      const end = performance.now() + SLICE_MS
      const next = evalSets.stage(importNo, cases, { from: at, goOn: (index) => isInTime(index, end) })
      for (; at < next; at++) for (const name of Object.keys(cases[at]?.variables ?? {})) names.add(name)
      onStored?.(at)
      await nextTurn()
      signal.throwIfAborted()
    }
    const digest = await inSteps(evalSets.digestImport(importNo), signal)
    return evalSets.finishImport(importNo, names, digest)
  } catch (error) {
    await drop(evalSets, importNo)
    throw error
  }
}

function isInTime(index: number, end: number): boolean {
  return index % CASES_PER_LOOK !== 0 || performance.now() < end
}

async function drop(evalSets: EvalSetStore, importNo: number): Promise<void> {
  while (evalSets.dropStaged(importNo, DROP_CASES)) await nextTurn()
}
