import { useMemo } from 'react'
import type { SqueezeArm, SqueezeCheck, SqueezeEdit, SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import { useRoute } from '../../../client/use-route.ts'

export interface Choice {
  readonly ids: readonly string[]
  readonly edits: readonly SqueezeEdit[]
  readonly has: (id: string) => boolean
  /** The candidate that the choice began with. */
  readonly base: SqueezeArm | null
  /** It differs from the best candidate's. */
  readonly isOwn: boolean
  readonly toggle: (id: string) => void
  readonly setAll: (ids: readonly string[], isTaken: boolean) => void
  readonly takeArm: (arm: Pick<SqueezeArm, 'id' | 'editIds'>) => void
  readonly reset: () => void
  /** What the core makes of the choice; null until it is known. */
  readonly check: SqueezeCheck | null
  readonly checkError: Error | null
  /** The check shown is that of the choice before. */
  readonly isStale: boolean
}

/** Which edits are taken: those of the best candidate until the user chooses otherwise. Checked by the core at every change. */
export function useChoice({ id, edits, arms, bestArmId, spec }: SqueezeSnapshot): Choice {
  const best = arms.find((arm) => arm.id === bestArmId)
  const [own, setOwn] = useRemembered<readonly string[] | null>(`squeeze-choice.${id}`, null)
  const [baseId, setBaseId] = useRemembered<string | null>(`squeeze-base.${id}`, null)
  const base = arms.find((arm) => arm.id === baseId) ?? best ?? null
  const chosen = useMemo(() => {
    // Where nothing was measured, the candidate that changes least is a beginning: it passes the gates as a whole.
    const mildest = arms.filter(({ isBaseline }) => !isBaseline).toSorted((a, b) => b.promptTokens - a.promptTokens)[0]
    const wanted = new Set(own ?? best?.editIds ?? (spec.mode === 'quick' ? mildest?.editIds : null) ?? [])
    return edits.filter((edit) => wanted.has(edit.id))
  }, [own, best, edits, arms, spec.mode])
  // Squeezes of older builds may tell an edit twice.
  const ids = useMemo(() => [...new Set(chosen.map((edit) => edit.id))], [chosen])
  const taken = useMemo(() => new Set(ids), [ids])
  const check = useRoute('squeeze.check', { squeezeId: id, editIds: [...ids] }, { keepPrevious: true })
  const bestIds = best?.editIds ?? []
  return {
    ids,
    edits: chosen,
    base,
    has: (editId) => taken.has(editId),
    isOwn: ids.length !== bestIds.length || bestIds.some((editId) => !taken.has(editId)),
    toggle: (editId) => setOwn(taken.has(editId) ? ids.filter((one) => one !== editId) : [...ids, editId]),
    setAll(some, isTaken) {
      const changed = new Set(some)
      const rest = ids.filter((one) => !changed.has(one))
      setOwn(isTaken ? [...rest, ...some] : rest)
    },
    takeArm(arm) {
      setOwn(arm.id === bestArmId ? null : arm.editIds)
      setBaseId(arm.id)
    },
    reset() {
      setOwn(null)
      setBaseId(null)
    },
    check: check.data ?? null,
    checkError: check.error,
    isStale: check.isPlaceholderData,
  }
}
