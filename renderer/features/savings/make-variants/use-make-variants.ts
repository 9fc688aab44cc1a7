import { useState } from 'react'
import { type Variant, variantLabel } from '../../../../shared/domain/prompt.ts'
import type { VariantVersion } from '../../../../shared/savings/variants/variant-version.ts'
import { useClient, useNavigate } from '../../../client/services.tsx'
import { useCommand } from '../../../client/use-command.ts'
import { notifyFailure, notifyUndo } from '../../../ui/notify.tsx'
import type { MakeVariants } from './make-variants-button.tsx'

/** Makes variants of versions and opens the form of a new run with them and the original; undo archives them again. */
export function useMakeVariants({ promptId, evalSetId, modelId }: MakeVariants) {
  const { go } = useNavigate()
  const client = useClient()
  const fork = useCommand('variants.fork')
  const save = useCommand('variants.save')
  const archive = useCommand('variants.archive')
  const [isMaking, setIsMaking] = useState(false)

  async function makeOne(variant: Variant, { label, content }: Pick<VariantVersion, 'label' | 'content'>) {
    const copy = await fork.run({ variantId: variant.id, name: label })
    if (!copy) return null
    const saved = await save.run({ variantId: copy.id, content })
    // A copy that changes nothing would be measured under the version's name.
    if (!saved) await archive.run({ variantId: copy.id, isArchived: true })
    return saved
  }

  /** @returns false where nothing could be made */
  async function make(variant: Variant, versions: readonly VariantVersion[]): Promise<boolean> {
    const tabs = await client.call('variants.list', { promptId }).catch(() => null)
    if (!tabs) {
      notifyFailure('The prompt’s variants could not be read, so none was made. Try again.')
      return false
    }
    const isTab = tabs.some(({ id }) => id === variant.id)
    // An earlier revision has no tab any more, and only tabs can be run: a copy stands for it.
    const wanted = isTab ? versions : [{ label: `As ${variantLabel(variant)}`, content: variant.content }, ...versions]
    const made: Variant[] = []
    for (const version of wanted) {
      const one = await makeOne(variant, version)
      if (!one) break
      made.push(one)
    }
    if (made.length === 0) return false
    const beside = isTab ? variant.letter : null
    const leftOut = tabs.map(({ letter }) => letter).filter((letter) => letter !== beside)
    const preset = { evalSetId, modelIds: [modelId], leftOut, caseLimit: null, repeats: 1 }
    go({ page: 'runs', newRunFor: promptId, preset })
    notifyUndo(
      `Made from ${variantLabel(variant)}: ${made.map(({ letter, name }) => `${letter} (${name})`).join(', ')}.`,
      () => {
        for (const { id } of made) void archive.run({ variantId: id, isArchived: true })
      },
    )
    return true
  }

  async function makeOnce(variant: Variant, versions: readonly VariantVersion[]): Promise<boolean> {
    setIsMaking(true)
    return await make(variant, versions).finally(() => setIsMaking(false))
  }

  return { make: makeOnce, isMaking }
}
