import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { JsonValue } from '../../../../shared/domain/json.ts'
import { NumberField } from '../../../ui/number-field.tsx'
import styles from './assertions.module.css'
import type { OptionField } from './option-fields.ts'

export interface OptionInputProps {
  readonly field: OptionField
  readonly value: JsonValue | undefined
  /** Undefined leaves the option to its default. */
  readonly onChange: (value: JsonValue | undefined) => void
}

/** A scorer's option: plain text, or JSON that is taken only while it is valid. */
export function OptionInput({ field, value, onChange }: OptionInputProps) {
  const [text, setText] = useState(textOf(field, value))
  if (field.kind === 'choice') {
    return (
      <NativeSelect
        label={field.label}
        data={[...(field.choices ?? [])]}
        value={typeof value === 'string' ? value : field.choices?.[0]}
        data-testid={`option-${field.name}`}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  if (field.kind === 'number') {
    return (
      <NumberField
        label={field.label}
        placeholder="as usual"
        value={typeof value === 'number' ? value : null}
        data-testid={`option-${field.name}`}
        onChange={(next) => onChange(next ?? undefined)}
      />
    )
  }
  if (field.kind === 'text') {
    return (
      <TextInput
        label={field.label}
        classNames={{ input: styles.mono ?? '' }}
        value={typeof value === 'string' ? value : ''}
        data-testid={`option-${field.name}`}
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
      />
    )
  }
  const problem = jsonProblem(text)
  return (
    <Textarea
      label={field.name === 'schema' ? 'JSON Schema' : `${field.label} (JSON)`}
      description="Empty = none."
      autosize
      minRows={3}
      maxRows={16}
      classNames={{ input: styles.mono ?? '' }}
      value={text}
      error={problem ? `${problem} The last valid text stays in force.` : null}
      data-testid={`option-${field.name}`}
      onChange={(event) => {
        const next = event.currentTarget.value
        setText(next)
        if (next.trim() === '') onChange(undefined)
        else if (jsonProblem(next) === null) onChange(JsonValue.parse(JSON.parse(next)))
      }}
    />
  )
}

function textOf(field: OptionField, value: JsonValue | undefined): string {
  return field.kind !== 'json' || value === undefined || value === null ? '' : JSON.stringify(value, null, 2)
}

function jsonProblem(text: string): string | null {
  if (text.trim() === '') return null
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    return `Not valid JSON: ${error instanceof Error ? error.message : 'unknown fault'}.`
  }
}
