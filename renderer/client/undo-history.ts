import { createStore, type StoreApi } from 'zustand/vanilla'

/** Something that was done and can be taken back. */
export interface UndoableStep {
  readonly message: string
  readonly undo: () => void
  /** Does it once more; null where that cannot be. */
  readonly redo: (() => void) | null
}

export interface UndoHistory {
  /** The latest last. */
  readonly done: readonly UndoableStep[]
  readonly undone: readonly UndoableStep[]
  readonly add: (step: UndoableStep) => void
  /** Takes the latest step back and gives it; null when there is none. */
  readonly undo: () => UndoableStep | null
  readonly redo: () => UndoableStep | null
  /** It was taken back elsewhere, or its time is over. */
  readonly forget: (step: UndoableStep) => void
}

const MAX_STEPS = 50

/** The application's own steps: archived, removed, moved. What is typed has the editor's own. */
export function createUndoHistory(): StoreApi<UndoHistory> {
  return createStore<UndoHistory>()((set, get) => ({
    done: [],
    undone: [],
    add: (step) =>
      set(({ done, undone }) => ({
        done: [...done, step].slice(-MAX_STEPS),
        // Doing a step once more tells of it anew; only something else ends what could be done again.
        undone: undone.at(-1)?.message === step.message ? undone.slice(0, -1) : [],
      })),
    undo() {
      const step = get().done.at(-1)
      if (!step) return null
      set(({ done, undone }) => ({ done: done.slice(0, -1), undone: step.redo ? [...undone, step] : [] }))
      step.undo()
      return step
    },
    redo() {
      const step = get().undone.at(-1)
      step?.redo?.()
      return step ?? null
    },
    forget: (step) => set(({ done }) => ({ done: done.filter((one) => one !== step) })),
  }))
}
