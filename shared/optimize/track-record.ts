import type { FlowArm } from '../squeeze/arms/flow-arm.ts'

interface Trial {
  readonly mutation: string
  readonly parentId: string
  /** Edits that the child has and its parent has not. */
  readonly addedIds: readonly string[]
  /** Mean paired difference of the scores to its parent. */
  readonly difference: number
  readonly hasJoined: boolean
}

/** What came of the children so far, for drawing the next ones better. */
export class TrackRecord {
  readonly #trials: Trial[] = []

  add(
    { edits, mutation }: FlowArm & { readonly mutation: string },
    {
      parent,
      difference,
      hasJoined,
    }: { readonly parent: FlowArm; readonly difference: number; readonly hasJoined: boolean },
  ): void {
    const had = new Set(parent.edits.map(({ id }) => id))
    const addedIds = edits.flatMap(({ id }) => (had.has(id) ? [] : [id]))
    this.#trials.push({ mutation, parentId: parent.id, addedIds, difference, hasJoined })
  }

  /** How often a mutation brought a child into the pool, drawn towards one half while little is known. */
  successRate(mutation: string): number {
    const own = this.#trials.filter((trial) => trial.mutation === mutation)
    return (own.filter(({ hasJoined }) => hasJoined).length + 1) / (own.length + 2)
  }

  /** Children that a mutation made of a parent. */
  attempts(mutation: string, parentId: string): number {
    return this.#trials.filter((trial) => trial.mutation === mutation && trial.parentId === parentId).length
  }

  /** Score that was lost where an edit was added, shared out among all that were added with it; the mean over such children. */
  blame(editId: string): number {
    const shares = this.#trials.flatMap(({ addedIds, difference }) =>
      addedIds.includes(editId) ? [Math.max(0, -difference) / addedIds.length] : [],
    )
    return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length
  }
}
