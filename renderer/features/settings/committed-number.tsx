import { NumberInput } from '@mantine/core'
import { useState } from 'react'
import { typedNumber } from '../../ui/typed-number.ts'

export interface CommittedNumberProps {
  readonly label: string
  readonly description?: string
  readonly prefix?: string
  readonly suffix?: string
  readonly placeholder?: string
  /** Null = empty. */
  readonly value: number | null
  readonly min?: number
  readonly max: number
  readonly decimalScale: number
  readonly mayBeEmpty?: boolean
  readonly testId?: string
  /** Called with a changed value when the field is left, or at Enter. */
  readonly onCommit: (value: number | null) => void
}

/** A number that is saved when its field is left; Escape brings the saved one back. */
export function CommittedNumber(props: CommittedNumberProps) {
  const { value, min = 0, mayBeEmpty = false, testId, onCommit, ...field } = props
  /** Null while nothing is being typed. */
  const [typed, setTyped] = useState<string | number | null>(null)

  function commit(): void {
    setTyped(null)
    if (typed === null) return
    const next = typedNumber(typed)
    if (next === value || (next === null && !mayBeEmpty)) return
    onCommit(next === null ? null : Math.max(min, Math.min(field.max, next)))
  }

  return (
    <NumberInput
      {...field}
      min={min}
      value={typed ?? value ?? ''}
      data-testid={testId}
      onChange={setTyped}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setTyped(null)
        if (event.key === 'Enter') commit()
      }}
    />
  )
}
