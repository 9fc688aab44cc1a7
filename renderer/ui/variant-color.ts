import { variantSlot } from '../../shared/domain/variant-slot.ts'

/**
 * The colour of a variant by its letter, the same wherever it appears; revisions of a letter share it.
 *
 * @param label "A", "B2", "AA": what variantLabel gives
 * @returns a reference to a token, for styles
 */
export function variantColor(label: string): string {
  return `var(--variant-${variantSlot(label) + 1})`
}
