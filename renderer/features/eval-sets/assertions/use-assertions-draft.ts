import { useEffect, useRef, useState } from 'react'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import { Assertion } from '../../../../shared/domain/score.ts'
import { useCommand } from '../../../client/use-command.ts'

/** Saved this long after the last change: each save gives the set another hash. */
const SETTLE_MS = 600

export interface AssertionsDraft {
  readonly assertions: readonly Assertion[]
  readonly state: 'saved' | 'dirty' | 'saving' | 'incomplete' | 'failed'
  readonly change: (assertions: readonly Assertion[]) => void
  readonly saveNow: () => void
}

/** A set's assertions while they are edited; they save themselves once they are whole. */
export function useAssertionsDraft(evalSet: EvalSet): AssertionsDraft {
  const [draft, setDraft] = useState<readonly Assertion[] | null>(null)
  const save = useCommand('eval-sets.set-assertions')
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const pending = useRef<readonly Assertion[] | null>(null)
  const isWhole = draft === null || Assertion.array().safeParse(draft).success

  async function flush(): Promise<void> {
    if (timer.current) clearTimeout(timer.current)
    timer.current = null
    const assertions = pending.current
    if (!assertions || !Assertion.array().safeParse(assertions).success) return
    const saved = await save.run({ evalSetId: evalSet.id, assertions: [...assertions] })
    if (!saved || pending.current !== assertions) return
    pending.current = null
    setDraft(null)
  }

  // Leaving the page must not lose what was typed a moment ago.
  const latestFlush = useRef(flush)
  latestFlush.current = flush
  useEffect(() => () => void latestFlush.current(), [])

  return {
    assertions: draft ?? evalSet.assertions,
    state: stateOf({ hasDraft: draft !== null, isWhole, isSaving: save.isRunning, hasFailed: save.error !== null }),
    saveNow: () => void flush(),
    change(assertions) {
      setDraft(assertions)
      pending.current = assertions
      if (timer.current) clearTimeout(timer.current)
      timer.current = setTimeout(() => void latestFlush.current(), SETTLE_MS)
    },
  }
}

interface DraftFacts {
  readonly hasDraft: boolean
  readonly isWhole: boolean
  readonly isSaving: boolean
  readonly hasFailed: boolean
}

function stateOf({ hasDraft, isWhole, isSaving, hasFailed }: DraftFacts): AssertionsDraft['state'] {
  if (!hasDraft) return 'saved'
  if (!isWhole) return 'incomplete'
  if (isSaving) return 'saving'
  return hasFailed ? 'failed' : 'dirty'
}
