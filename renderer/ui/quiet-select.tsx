import { Icon } from './icon.tsx'
import styles from './quiet-select.module.css'

export interface QuietSelectProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: Readonly<Record<Value, string>>
  readonly onChange: (value: Value) => void
  readonly testId?: string
}

/** A choice among a few within a line of text: without a box until it is pointed at. */
export function QuietSelect<Value extends string>({
  label,
  value,
  options,
  onChange,
  testId,
}: QuietSelectProps<Value>) {
  return (
    <span className={styles.box}>
      <select
        className={styles.select}
        aria-label={label}
        value={value}
        data-testid={testId}
        // The options are the keys and nothing else.
        onChange={(event) => onChange(event.currentTarget.value as Value)}
      >
        {Object.entries<string>(options).map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" size={11} />
    </span>
  )
}
