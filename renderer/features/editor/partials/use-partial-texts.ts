import { useMemo } from 'react'
import type { ProjectId } from '../../../../shared/domain/ids.ts'
import type { PartialTexts } from '../../../../shared/domain/partial.ts'
import type { Variant, VariantContent } from '../../../../shared/domain/prompt.ts'
import { outdatedPartials } from '../../../../shared/template/outdated-partials.ts'
import { useRoute } from '../../../client/use-route.ts'

export interface DeskPartials {
  /** What the project's partials say in this text: as they are now, or as they were when the variant was frozen. */
  readonly texts: PartialTexts
  /** Partials that a frozen variant uses and that say something else by now. */
  readonly outdated: readonly string[]
}

const NONE: PartialTexts = {}

export function usePartialTexts(projectId: ProjectId, variant: Variant, content: VariantContent): DeskPartials {
  const list = useRoute('partials.list', { projectId }).data
  const live = useMemo(
    (): PartialTexts => (list ? Object.fromEntries(list.map(({ name, text }) => [name, text])) : NONE),
    [list],
  )
  const isFrozenText = variant.isFrozen && isSameText(variant.content, content)
  const frozen = isFrozenText ? (variant.partials ?? NONE) : null
  return useMemo(() => {
    if (frozen === null) return { texts: live, outdated: [] }
    // Before the list is there nothing can be said of it.
    return { texts: frozen, outdated: list ? outdatedPartials(variant, live) : [] }
  }, [frozen, live, list, variant])
}

function isSameText(a: VariantContent, b: VariantContent): boolean {
  return (
    a === b ||
    (a.messages.length === b.messages.length &&
      a.messages.every(({ template }, index) => template === b.messages[index]?.template))
  )
}
