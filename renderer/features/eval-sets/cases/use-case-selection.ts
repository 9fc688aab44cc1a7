import { useState } from 'react'
import type { CaseId, EvalSetId } from '../../../../shared/domain/ids.ts'
import { useCommand } from '../../../client/use-command.ts'
import { notifyFailure, notifyUndo } from '../../../ui/notify.tsx'
import { useCaseIds } from './use-case-pages.ts'

/** The most cases that one command removes. */
const MAX_SELECTED = 100_000

export interface CaseSelection {
  readonly ids: ReadonlySet<CaseId>
  readonly clear: () => void
  /** @param isRange with Shift: everything between the last toggled case and this one */
  readonly toggle: (index: number, id: CaseId, isRange: boolean) => void
  /** All that match the search, or none when all are selected. */
  readonly toggleAll: (total: number) => void
  readonly remove: (ids: readonly CaseId[]) => Promise<void>
  readonly isRemoving: boolean
}

export function useCaseSelection(evalSetId: EvalSetId, search: string): CaseSelection {
  const [ids, setIds] = useState<ReadonlySet<CaseId>>(new Set())
  const [anchor, setAnchor] = useState<number | null>(null)
  const readIds = useCaseIds(evalSetId)
  const remove = useCommand('cases.remove')
  const restore = useCommand('cases.restore')

  async function addRange(from: number, to: number): Promise<void> {
    try {
      const found = await readIds({ search, from, to: Math.min(to, from + MAX_SELECTED) })
      setIds((before) => new Set([...before, ...found]))
    } catch (error) {
      notifyFailure(error instanceof Error ? error.message : 'The cases could not be read.')
    }
  }

  return {
    ids,
    isRemoving: remove.isRunning,
    clear() {
      setIds(new Set())
      setAnchor(null)
    },
    toggle(index, id, isRange) {
      if (isRange && anchor !== null) {
        void addRange(Math.min(anchor, index), Math.max(anchor, index) + 1)
        return
      }
      setAnchor(index)
      setIds((before) => {
        const next = new Set(before)
        if (!next.delete(id)) next.add(id)
        return next
      })
    },
    toggleAll(total) {
      if (ids.size >= Math.min(total, MAX_SELECTED)) setIds(new Set())
      else void addRange(0, total)
    },
    async remove(caseIds) {
      if (caseIds.length === 0) return
      const removed = await remove.run({ evalSetId, caseIds: [...caseIds] })
      if (!removed) return
      const gone = new Set(caseIds)
      setIds((before) => new Set([...before].filter((id) => !gone.has(id))))
      const [first] = removed
      const what =
        removed.length === 1 && first ? `case ${first.position}` : `${removed.length.toLocaleString('en-US')} cases`
      notifyUndo(`Removed ${what}.`, () => void restore.run({ evalSetId, cases: removed }), {
        redo: () => void remove.run({ evalSetId, caseIds: [...caseIds] }),
      })
    },
  }
}
