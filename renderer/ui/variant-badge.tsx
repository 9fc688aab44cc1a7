import styles from './marks.module.css'
import { variantColor } from './variant-color.ts'

/** A variant's label in its colour, the same everywhere. */
export function VariantBadge({ label }: { readonly label: string }) {
  return (
    <span className={styles.variant} style={{ color: variantColor(label) }}>
      {label}
    </span>
  )
}
