import { Button, Menu } from '@mantine/core'
import { type Variant, variantLabel } from '../../../../shared/domain/prompt.ts'
import { useActions } from '../../../client/use-actions.ts'
import { Keys } from '../../../ui/marks.tsx'

export interface CompareMenuProps {
  /** All but the current one. */
  readonly variants: readonly Variant[]
  readonly isComparing: boolean
  /** Null = stop. */
  readonly onCompare: (variant: Variant | null) => void
}

export function CompareMenu({ variants, isComparing, onCompare }: CompareMenuProps) {
  useActions([
    {
      id: 'compare',
      label: isComparing ? 'Stop comparing' : 'Compare with the first other variant',
      group: 'Variants',
      keys: 'mod+d',
      run: () => onCompare(isComparing ? null : (variants[0] ?? null)),
    },
  ])
  if (isComparing) {
    return (
      <Button variant="default" onClick={() => onCompare(null)} data-testid="stop-comparing">
        Stop comparing
      </Button>
    )
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          disabled={variants.length === 0}
          data-testid="compare"
          title={variants.length === 0 ? 'There is no other variant yet.' : 'Ctrl+D'}
        >
          Compare…
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Compare with</Menu.Label>
        {variants.map((variant, index) => (
          <Menu.Item
            key={variant.letter}
            onClick={() => onCompare(variant)}
            rightSection={index === 0 ? <Keys keys="mod+d" /> : null}
          >
            {variantLabel(variant)} {variant.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
