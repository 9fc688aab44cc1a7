import { Menu, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { useId, useRef } from 'react'
import type { Assertion } from '../../../../shared/domain/score.ts'
import { scorers } from '../../../../shared/score/registry.ts'
import { NumberField } from '../../../ui/number-field.tsx'
import { AssertionMembers } from './assertion-members.tsx'
import styles from './assertions.module.css'
import { optionFields } from './option-fields.ts'
import { OptionInput } from './option-input.tsx'
import { scorerGroups } from './scorer-groups.ts'
import { TransformList } from './transform-list.tsx'

export interface AssertionFormProps {
  readonly assertion: Assertion
  readonly variableNames: readonly string[]
  readonly onChange: (assertion: Assertion) => void
  /** Of a set, whose metric is that of all. */
  readonly isMember?: boolean
}

export function AssertionForm({ assertion, variableNames, onChange, isMember = false }: AssertionFormProps) {
  const value = useRef<HTMLTextAreaElement>(null)
  const valueId = useId()
  const isSet = assertion.scorer === 'assert-set'
  const scorer = scorers.has(assertion.scorer) ? scorers.get(assertion.scorer) : null
  const fields = (scorer ? optionFields(scorer) : []).filter(({ name }) => !isSet || name !== 'assert')
  const hasValue = scorer?.value.isRequired || assertion.value !== null || fields.length === 0

  function change(part: Partial<Assertion>): void {
    onChange({ ...assertion, ...part })
  }

  /** Where the cursor is, or at the end. */
  function insert(name: string): void {
    const text = assertion.value ?? ''
    const start = value.current?.selectionStart ?? text.length
    const end = value.current?.selectionEnd ?? text.length
    change({ value: `${text.slice(0, start)}{{${name}}}${text.slice(end)}` })
  }

  return (
    <div className={styles.form}>
      <div className={styles.scorer}>
        <Switch
          label="Not"
          labelPosition="left"
          checked={assertion.isNegated}
          data-testid="assertion-not"
          onChange={(event) => change({ isNegated: event.currentTarget.checked })}
        />
        <Select
          aria-label="Scorer"
          className={styles.grow ?? ''}
          value={assertion.scorer}
          data-testid="assertion-scorer"
          searchable
          nothingFoundMessage="No scorer is called so"
          data={scorerGroups().map((group) => ({
            group: group.label,
            items: group.scorers.map(({ id, label }) => ({ value: id, label })),
          }))}
          // Options belong to one scorer; another would refuse them.
          onChange={(id) => id && id !== assertion.scorer && change(changedScorer(id, assertion.value))}
        />
        <NumberField
          aria-label="Weight"
          title="Weight: how much it counts in the score. 0 = shown, not counted."
          prefix="× "
          w={64}
          min={0}
          max={1000}
          value={assertion.weight}
          onChange={(weight) => weight !== null && change({ weight })}
        />
      </div>
      <p className={styles.small}>
        {scorer?.description ?? 'This version of Pithy has no such scorer.'}
        {assertion.isNegated ? ' Negated: it passes when that is not so.' : ''}
      </p>
      {hasValue ? (
        <div>
          <div className={styles.labelRow}>
            <label htmlFor={valueId}>Value</label>
            <Menu position="bottom-end">
              <Menu.Target>
                <button type="button" className={styles.link}>
                  Insert variable
                </button>
              </Menu.Target>
              <Menu.Dropdown>
                {['expected', ...variableNames.filter((name) => name !== 'expected')].map((name) => (
                  <Menu.Item key={name} onClick={() => insert(name)}>
                    <code className={styles.code}>{`{{${name}}}`}</code>
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          </div>
          <Textarea
            ref={value}
            id={valueId}
            autosize
            minRows={1}
            maxRows={8}
            classNames={{ input: styles.mono ?? '' }}
            placeholder={scorer?.value.hint ?? ''}
            value={assertion.value ?? ''}
            data-testid="assertion-value"
            onChange={(event) => {
              const text = event.currentTarget.value
              change({ value: text === '' && !scorer?.value.isRequired ? null : text })
            }}
          />
        </div>
      ) : null}
      {fields.map((field) => (
        <OptionInput
          key={`${assertion.scorer}/${field.name}`}
          field={field}
          value={assertion.options[field.name]}
          onChange={(next) => {
            const { [field.name]: _, ...others } = assertion.options
            change({ options: next === undefined ? others : { ...others, [field.name]: next } })
          }}
        />
      ))}
      {isSet ? (
        <AssertionMembers
          set={assertion}
          onChange={onChange}
          renderForm={(member, onMember) => (
            <AssertionForm assertion={member} variableNames={variableNames} onChange={onMember} isMember />
          )}
        />
      ) : null}
      {isMember ? null : (
        <TextInput
          label="Metric"
          description="Assertions of one metric are shown together, with their mean."
          placeholder="None"
          maxLength={200}
          value={assertion.metric ?? ''}
          data-testid="assertion-metric"
          onChange={(event) => {
            const { metric: _, ...rest } = assertion
            const metric = event.currentTarget.value
            onChange(metric === '' ? rest : { ...rest, metric })
          }}
        />
      )}
      <TransformList transforms={assertion.transforms} onChange={(transforms) => change({ transforms })} />
    </div>
  )
}

function changedScorer(id: string, value: string | null): Partial<Assertion> {
  const { isRequired } = scorers.get(id).value
  return { scorer: id, options: {}, value: isRequired ? (value ?? '{{expected}}') : null }
}
