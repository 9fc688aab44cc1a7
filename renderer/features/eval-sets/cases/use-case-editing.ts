import { useRef, useState } from 'react'
import type { CaseContent, EvalCase, EvalSet } from '../../../../shared/domain/eval-set.ts'
import { useCommand } from '../../../client/use-command.ts'
import { notifyUndo } from '../../../ui/notify.tsx'
import { type CaseDraft, draftOf } from './case-draft.ts'

interface OpenedCase {
  /** Null = a new case. */
  readonly evalCase: EvalCase | null
  readonly draft: CaseDraft
  /** Tells a form that was opened anew from the one before. */
  readonly version: number
}

export interface CaseEditing {
  readonly opened: OpenedCase | null
  readonly isSaving: boolean
  readonly edit: (evalCase: EvalCase) => void
  readonly add: () => void
  readonly save: (content: CaseContent) => void
  readonly keep: (draft: CaseDraft) => void
  /** Closes without saving; changes can be brought back for some seconds. */
  readonly leave: () => void
}

/** Which case is open in the drawer, and what becomes of it. */
export function useCaseEditing(evalSet: EvalSet): CaseEditing {
  const [opened, setOpened] = useState<OpenedCase | null>(null)
  const version = useRef(0)
  const typed = useRef<CaseDraft | null>(null)
  const add = useCommand('cases.add')
  const save = useCommand('cases.save')

  function open(evalCase: EvalCase | null, draft: CaseDraft): void {
    version.current += 1
    typed.current = null
    setOpened({ evalCase, draft, version: version.current })
  }

  async function store(content: CaseContent): Promise<void> {
    if (!opened) return
    const { evalCase } = opened
    const evalSetId = evalSet.id
    const stored = evalCase
      ? await save.run({ evalSetId, caseId: evalCase.id, content })
      : await add.run({ evalSetId, content })
    // A failure leaves the form open, with all that was typed.
    if (stored) setOpened(null)
  }

  return {
    opened,
    isSaving: add.isRunning || save.isRunning,
    edit: (evalCase) => open(evalCase, draftOf(evalCase, evalSet.variableNames)),
    add: () => open(null, draftOf(null, evalSet.variableNames)),
    save: (content) => void store(content),
    keep(draft) {
      typed.current = draft
    },
    leave() {
      const draft = typed.current
      const left = opened
      setOpened(null)
      const before = left && draftOf(left.evalCase, evalSet.variableNames)
      if (!left || !draft || JSON.stringify(draft) === JSON.stringify(before)) return
      const title = left.evalCase ? `case ${left.evalCase.position}` : 'the new case'
      notifyUndo(`The changes to ${title} were not saved.`, () => {
        open(left.evalCase, draft)
        typed.current = draft
      })
    },
  }
}
