import { NumberInput } from '@mantine/core'

interface RatioFieldProps {
  readonly label: string
  /** 0 to 1; null = not said. */
  readonly value: number | null
  readonly onChange: (value: number | null) => void
  readonly testId?: string
}

/** A share in percent; what is typed holds when the field is left. */
export function RatioField({ label, value, onChange, testId }: RatioFieldProps) {
  function leave(text: string): void {
    const digits = text.replace('%', '').trim()
    const percent = Number(digits)
    const next = digits === '' || Number.isNaN(percent) ? null : Math.min(100, Math.max(0, percent)) / 100
    if (next !== value) onChange(next)
  }
  return (
    <NumberInput
      key={value}
      label={label}
      defaultValue={value === null ? '' : Number((value * 100).toFixed(2))}
      placeholder="not said"
      suffix=" %"
      min={0}
      max={100}
      w={210}
      onBlur={(event) => leave(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      data-testid={testId}
    />
  )
}
