import { Button } from '@mantine/core'
import { Keys } from '../../../ui/marks.tsx'

export interface ChoiceButtonProps {
  readonly label: string
  /** The key that does the same. */
  readonly keys: string
  readonly isDisabled: boolean
  readonly onClick: () => void
  readonly testId: string
  readonly variant?: 'filled' | 'default' | 'subtle'
}

/** An answer by hand, which its key gives, too. */
export function ChoiceButton({ label, keys, isDisabled, onClick, testId, variant = 'default' }: ChoiceButtonProps) {
  return (
    <Button
      variant={variant}
      disabled={isDisabled}
      onClick={onClick}
      rightSection={<Keys keys={keys} />}
      data-testid={testId}
    >
      {label}
    </Button>
  )
}
