import type { ReactNode } from 'react'
import { NumberField } from './number-field.tsx'

export interface UsdInputProps {
  readonly label?: string
  readonly ariaLabel?: string
  readonly description?: string
  readonly placeholder?: string
  readonly error?: ReactNode
  readonly className?: string
  /** Null = empty. */
  readonly value: number | null
  readonly onChange: (value: number | null) => void
  readonly testId?: string
  /** It has the focus when its dialog opens. */
  readonly isFirst?: boolean
}

/** An amount in $: as typed while it is typed, with at least two decimals otherwise. */
export function UsdInput({ ariaLabel, testId, isFirst = false, ...field }: UsdInputProps) {
  return (
    <NumberField
      {...field}
      aria-label={ariaLabel}
      prefix="$"
      min={0}
      decimalScale={6}
      textOf={amountText}
      data-testid={testId}
      data-autofocus={isFirst || undefined}
    />
  )
}

/** "0.50", "20.00", "0.000125": cents are always told, less than a cent where there is some. */
function amountText(usd: number | null): string {
  if (usd === null || !Number.isFinite(usd)) return ''
  const decimals = String(Number(usd.toFixed(6))).split('.')[1]?.length ?? 0
  return usd.toFixed(Math.max(2, decimals))
}
