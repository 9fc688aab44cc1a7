import { NumberInput, type NumberInputProps } from '@mantine/core'
import { useState } from 'react'
import { typedNumber } from './typed-number.ts'

export interface NumberFieldProps extends Omit<NumberInputProps, 'value' | 'defaultValue' | 'onChange'> {
  /** Null = empty. */
  readonly value: number | null
  /** Called with a changed number; null = emptied, or no number yet. */
  readonly onChange: (value: number | null) => void
  /** How it is written while nobody types. */
  readonly textOf?: (value: number | null) => string | number
}

interface Typing {
  readonly text: string | number
  /** The number before, and those that were told since: a parent may be some keys behind. */
  readonly said: readonly (number | null)[]
}

/**
 * A number, as typed while it is typed: were the number put back at each key, "1.0" on the way from 1.05 to 1.07 would become "1",
 * and the next key make 17 of it.
 */
export function NumberField({ value, onChange, onFocus, onBlur, textOf = plainly, ...field }: NumberFieldProps) {
  /** Null while it has not the focus. */
  const [typing, setTyping] = useState<Typing | null>(null)
  // Any other number came from elsewhere: another variant, an undone step.
  const isTyped = typing?.said.includes(value) ?? false
  return (
    <NumberInput
      {...field}
      value={typing && isTyped ? typing.text : textOf(value)}
      onFocus={(event) => {
        setTyping({ text: textOf(value), said: [value] })
        onFocus?.(event)
      }}
      onChange={(text) => {
        const number = typedNumber(text)
        const last = isTyped ? typing?.said.at(-1) : value
        setTyping((now) => now && { text, said: [...now.said, number] })
        // The field also reports a value that it was given.
        if (number !== last) onChange(number)
      }}
      onBlur={(event) => {
        setTyping(null)
        onBlur?.(event)
      }}
    />
  )
}

function plainly(value: number | null): string | number {
  return value ?? ''
}
