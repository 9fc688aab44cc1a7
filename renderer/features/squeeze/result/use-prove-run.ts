import type { EvalSetId, VariantId } from '../../../../shared/domain/ids.ts'
import type { Prompt, Variant } from '../../../../shared/domain/prompt.ts'
import type { SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { useNavigate } from '../../../client/services.tsx'
import { useRemembered } from '../../../client/use-remembered.ts'
import { useRoute } from '../../../client/use-route.ts'

/**
 * Opens the dialog of a run of the original and a variant on all cases: its Verdict tab then says whether the variant may
 * be shipped.
 *
 * @returns null where the project has no eval set to run on
 */
export function useProveRun(
  squeeze: SqueezeSnapshot,
  prompt: Prompt,
  variants: readonly Variant[],
): ((variantId: VariantId, letter?: string) => void) | null {
  const { go } = useNavigate()
  const [editorEvalSet] = useRemembered<EvalSetId | null>(`eval-set.${prompt.id}`, null)
  const evalSets = useRoute('eval-sets.list', { projectId: prompt.projectId }).data ?? []
  const wanted = squeeze.spec.evalSetId ?? editorEvalSet
  const evalSet = evalSets.find(({ id }) => id === wanted) ?? evalSets[0]
  const original = useRoute('variants.get', { variantId: squeeze.variantId }).data
  if (!evalSet) return null
  return (variantId, letter) => {
    // One that was saved a moment ago may not be listed yet.
    const own = letter ?? variants.find(({ id }) => id === variantId)?.letter
    const letters = new Set([original?.letter, own].flatMap((each) => each ?? []))
    go({
      page: 'runs',
      newRunFor: prompt.id,
      preset: {
        evalSetId: evalSet.id,
        modelIds: [squeeze.spec.modelId],
        leftOut: variants.map(({ letter }) => letter).filter((letter) => letters.size > 1 && !letters.has(letter)),
        caseLimit: null,
        repeats: 1,
      },
    })
  }
}
