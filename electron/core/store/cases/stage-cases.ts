import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import type { CaseContent, EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { Assertion } from '../../../../shared/domain/score.ts'
import { inSteps } from '../../turns/in-steps.ts'
import type { EvalSetStore, ImportTarget } from '../eval-set-store.ts'

/** The longest that other work waits for a slice, about; the commit comes on top. */
const SLICE_MS = 12
/** Cases that go before anybody else looks whether their time is up. */
const CASES_PER_LOOK = 50
const DROP_CASES = 1000

export interface StageOptions {
  readonly signal: AbortSignal
  /** Hears after each slice how many cases are stored. */
  readonly onStored?: (count: number) => void
  /** What shows together with the cases, in one transaction; is given what makes them show. */
  readonly showWith?: (show: () => EvalSet) => EvalSet
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
  { signal, onStored, showWith = (show) => show() }: StageOptions,
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
    return showWith(() => evalSets.finishImport(importNo, names, digest))
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

/** Lets cases show together with assertions that come with them; those that the set asks already are not asked twice. */
export function showWithAssertions(
  { db, evalSets }: { readonly db: Database; readonly evalSets: EvalSetStore },
  assertions: readonly Assertion[],
): (show: () => EvalSet) => EvalSet {
  if (assertions.length === 0) return (show) => show()
  return (show) =>
    db
      .transaction(() => {
        const set = show()
        const known = new Set(set.assertions.map((one) => JSON.stringify(one)))
        const more = assertions.filter((one) => !known.has(JSON.stringify(one)))
        return evalSets.setAssertions(set.id, [...set.assertions, ...more])
      })
      .immediate()
}
