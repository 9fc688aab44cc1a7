import { NativeSelect, TextInput } from '@mantine/core'
import type { OutputTransform } from '../../../../shared/domain/score.ts'
import { NumberField } from '../../../ui/number-field.tsx'
import { transformProblem } from './assertion-text.ts'
import styles from './assertions.module.css'

export interface TransformFieldsProps {
  readonly transform: OutputTransform
  readonly onChange: (transform: OutputTransform) => void
}

/** The fields of one transform; nothing for those that have none. */
export function TransformFields({ transform, onChange }: TransformFieldsProps) {
  if (transform.kind === 'json-path') {
    return (
      <TextInput
        aria-label="Path"
        placeholder="$.queue or $.items[0].name"
        classNames={{ input: styles.mono ?? '' }}
        value={transform.path}
        error={transformProblem(transform)}
        data-testid="transform-path"
        onChange={(event) => onChange({ ...transform, path: event.currentTarget.value })}
      />
    )
  }
  if (transform.kind !== 'regex-extract') return null
  return (
    <div className={styles.pattern}>
      <div className={styles.patternRow}>
        <TextInput
          aria-label="Pattern"
          className={styles.grow ?? ''}
          placeholder="the answer is (.*)"
          classNames={{ input: styles.mono ?? '' }}
          value={transform.pattern}
          error={transformProblem(transform)}
          data-testid="transform-pattern"
          onChange={(event) => onChange({ ...transform, pattern: event.currentTarget.value })}
        />
        <TextInput
          aria-label="Flags"
          title="Flags: i ignore case, m lines, s dot matches line ends, u Unicode"
          w={56}
          placeholder="flags"
          classNames={{ input: styles.mono ?? '' }}
          value={transform.flags}
          onChange={(event) => onChange({ ...transform, flags: allowedFlags(event.currentTarget.value) })}
        />
      </div>
      <div className={styles.patternRow}>
        <NumberField
          label="Group"
          title="0 = the whole match"
          w={64}
          min={0}
          max={99}
          allowDecimal={false}
          value={transform.group}
          onChange={(group) => group !== null && onChange({ ...transform, group })}
        />
        <NativeSelect
          label="Of several"
          className={styles.grow ?? ''}
          value={transform.pick}
          data={[
            { value: 'first', label: 'first match' },
            { value: 'last', label: 'last match' },
          ]}
          onChange={(event) =>
            onChange({ ...transform, pick: event.currentTarget.value === 'last' ? 'last' : 'first' })
          }
        />
        <NativeSelect
          label="If none"
          className={styles.grow ?? ''}
          value={transform.otherwise}
          data={[
            { value: 'empty', label: 'empty text' },
            { value: 'keep', label: 'whole output' },
          ]}
          onChange={(event) =>
            onChange({ ...transform, otherwise: event.currentTarget.value === 'keep' ? 'keep' : 'empty' })
          }
        />
      </div>
    </div>
  )
}

/** Each of the flags that a transform may have, once. */
function allowedFlags(text: string): string {
  return [...new Set(text.replaceAll(/[^imsu]/g, ''))].join('')
}
