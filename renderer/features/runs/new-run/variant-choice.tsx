import { Checkbox } from '@mantine/core'
import { useMemo } from 'react'
import { type Variant, variantLabel } from '../../../../shared/domain/prompt.ts'
import { outdatedPartials } from '../../../../shared/template/outdated-partials.ts'
import { useProject } from '../../../client/use-project.ts'
import { useRoute } from '../../../client/use-route.ts'
import { VariantBadge } from '../../../ui/variant-badge.tsx'
import styles from './new-run.module.css'

export interface VariantChoiceProps {
  readonly variants: readonly Variant[]
  readonly leftOut: readonly string[]
  readonly onChange: (leftOut: readonly string[]) => void
}

export function VariantChoice({ variants, leftOut, onChange }: VariantChoiceProps) {
  const projectId = useProject().project?.id
  const list = useRoute('partials.list', projectId ? { projectId } : null).data
  const live = useMemo(() => (list ? Object.fromEntries(list.map(({ name, text }) => [name, text])) : null), [list])
  return (
    <ul className={styles.variants} aria-label="Variants">
      {variants.map((variant) => {
        const label = variantLabel(variant)
        const outdated = live ? outdatedPartials(variant, live) : []
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
                  {outdated.length > 0 ? (
                    <span className={styles.outdated} data-testid={`new-run-outdated-${label}`}>
                      runs with what {outdated.join(', ')} said before; take the new text over on Prompts
                    </span>
                  ) : null}
                </>
              }
            />
          </li>
        )
      })}
    </ul>
  )
}
