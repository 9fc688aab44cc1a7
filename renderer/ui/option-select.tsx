import { NativeSelect, type NativeSelectProps } from '@mantine/core'

export interface OptionSelectProps<Value extends string>
  extends Omit<NativeSelectProps, 'value' | 'defaultValue' | 'data' | 'onChange'> {
  readonly value: Value
  /** Their texts, in the order of the list. */
  readonly options: Readonly<Record<Value, string>>
  readonly onChange: (value: Value) => void
}

/** A choice among a few that are known by name. */
export function OptionSelect<Value extends string>({ options, onChange, ...field }: OptionSelectProps<Value>) {
  return (
    <NativeSelect
      {...field}
      data={Object.entries<string>(options).map(([value, label]) => ({ value, label }))}
      // The options are the keys and nothing else.
      onChange={(event) => onChange(event.currentTarget.value as Value)}
    />
  )
}
