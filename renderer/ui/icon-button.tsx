import { ActionIcon, Tooltip } from '@mantine/core'
import type { MouseEvent, Ref } from 'react'
import { Icon, type IconName } from './icon.tsx'

export interface IconButtonProps {
  readonly icon: IconName
  /** Accessible name and tooltip: a verb. */
  readonly label: string
  /** Shown after the label: "Ctrl+S". */
  readonly keys?: string
  readonly onClick?: (event: MouseEvent<HTMLButtonElement>) => void
  readonly isDisabled?: boolean
  readonly isPressed?: boolean
  readonly size?: number
  readonly testId?: string
  readonly ref?: Ref<HTMLButtonElement>
}

export function IconButton(props: IconButtonProps) {
  const { icon, label, keys, onClick, isDisabled = false, isPressed, size = 24, testId, ref, ...rest } = props
  return (
    <Tooltip label={keys ? `${label} (${keys})` : label}>
      <ActionIcon
        // Menu.Target adds its own properties to the button it is given.
        {...rest}
        ref={ref ?? null}
        size={size}
        aria-label={label}
        aria-pressed={isPressed}
        disabled={isDisabled}
        data-testid={testId}
        {...(onClick ? { onClick } : {})}
      >
        <Icon name={icon} size={size < 24 ? 14 : 16} />
      </ActionIcon>
    </Tooltip>
  )
}
