import type { VariantId } from '../../../shared/domain/ids.ts'
import { type Variant, variantLabel } from '../../../shared/domain/prompt.ts'
import { useRoute } from '../../client/use-route.ts'
import { VariantBadge } from '../../ui/variant-badge.tsx'

/** The badge of a variant; a revision that was replaced on its tab is asked for. */
export function VariantName({
  variantId,
  variants,
}: {
  readonly variantId: VariantId
  readonly variants: readonly Variant[]
}) {
  const known = variants.find(({ id }) => id === variantId)
  const asked = useRoute('variants.get', known ? null : { variantId })
  const variant = known ?? asked.data
  return variant ? <VariantBadge label={variantLabel(variant)} /> : <span>…</span>
}
