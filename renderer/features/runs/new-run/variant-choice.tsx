import { Checkbox } from '@mantine/core'
import { type Variant, variantLabel } from '../../../../shared/domain/prompt.ts'
import { VariantBadge } from '../../../ui/variant-badge.tsx'
import styles from './new-run.module.css'

export interface VariantChoiceProps {
  readonly variants: readonly Variant[]
  readonly leftOut: readonly string[]
  readonly onChange: (leftOut: readonly string[]) => void
}

export function VariantChoice({ variants, leftOut, onChange }: VariantChoiceProps) {
  return (
    <ul className={styles.variants} aria-label="Variants">
      {variants.map((variant) => {
        const label = variantLabel(variant)
        return (
          <li key={variant.letter}>
            <Checkbox
              checked={!leftOut.includes(variant.letter)}
              onChange={(event) =>
                onChange(
                  event.currentTarget.checked
                    ? leftOut.filter((letter) => letter !== variant.letter)
                    : [...leftOut, variant.letter],
                )
              }
              data-testid={`new-run-variant-${label}`}
              label={
                <>
                  <VariantBadge label={label} /> {variant.name}
                </>
              }
            />
          </li>
        )
      })}
    </ul>
  )
}
