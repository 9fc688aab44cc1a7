import { useEffect, useRef, useState } from 'react'
import type { CaseId } from '../../../../shared/domain/ids.ts'
import type { StreamingCell } from '../../../../shared/domain/results.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { useClient } from '../../../client/services.tsx'
import type { GridRow } from './use-result-pages.ts'

export interface StreamingCells {
  /**
   * The text so far of a column's cell in a row; of several repeats, the one that began first. Null where an answer is
   * stored already: a failed cell gives way to what arrives now.
   */
  readonly find: (row: GridRow, columnIndex: number) => StreamingCell | null
}

/** A cell that has ended is shown on until its stored answer has been read, but no longer than this. */
const KEPT_MS = 8000

interface Seen {
  readonly cell: StreamingCell
  readonly seenAtMs: number
  /** Not there any more when it was last asked for. */
  readonly isOver: boolean
}

/** What is arriving in these cases right now: read when the core says that there is more, never token by token. */
export function useStreamingCells(run: Run, caseIds: readonly CaseId[]): StreamingCells {
  const client = useClient()
  const [cells, setCells] = useState<ReadonlyMap<string, Seen>>(new Map())
  const isLive = run.state === 'running' && run.spec.mode !== 'batch'
  const wanted = useRef(caseIds)
  wanted.current = caseIds
  const wantedText = caseIds.join(' ')

  // biome-ignore lint/correctness/useExhaustiveDependencies: other cases in sight are a reason to read again
  useEffect(() => {
    if (!isLive) return setCells((before) => (before.size === 0 ? before : new Map()))
    const abort = new AbortController()
    let isReading = false
    let isWaiting = false
    async function read(): Promise<void> {
      if (isReading) {
        isWaiting = true
        return
      }
      isReading = true
      try {
        const input = { runId: run.id, caseIds: [...wanted.current].slice(0, 200) }
        const found = await client.call('results.streaming', input, { signal: abort.signal })
        if (!abort.signal.aborted) setCells((before) => merge(before, found, performance.now()))
      } catch {
        // The stored results say what became of the cells; the next event asks again.
      } finally {
        isReading = false
      }
      if (isWaiting && !abort.signal.aborted) {
        isWaiting = false
        void read()
      }
    }
    const stop = client.on('cells.streamed', ({ runId }) => {
      if (runId === run.id && document.visibilityState === 'visible') void read()
    })
    void read()
    return () => {
      stop()
      abort.abort()
    }
  }, [client, run.id, isLive, wantedText])

  return {
    find({ evalCase, cells: columns }, columnIndex) {
      const column = run.columns[columnIndex]
      const stored = columns[columnIndex] ?? null
      if (!column || stored?.some(({ state }) => state === 'answered')) return null
      for (const { cell, isOver } of cells.values()) {
        const isOfColumn = cell.variantId === column.variantId && cell.modelId === column.modelId
        if (cell.caseId === evalCase.id && isOfColumn && !(isOver && stored)) return cell
      }
      return null
    },
  }
}

function merge(before: ReadonlyMap<string, Seen>, found: readonly StreamingCell[], nowMs: number) {
  const cells = new Map<string, Seen>()
  for (const [name, seen] of before) if (nowMs - seen.seenAtMs < KEPT_MS) cells.set(name, { ...seen, isOver: true })
  for (const cell of found) {
    const name = `${cell.variantId} ${cell.modelId} ${cell.caseId} ${cell.repeat}`
    cells.set(name, { cell, seenAtMs: nowMs, isOver: false })
  }
  return cells
}
