import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ArrivalSource, type SavingsReport } from '../../../shared/domain/savings.ts'
import { useRoute } from '../../client/use-route.ts'
import styles from './savings.module.css'
import type { Savings } from './use-savings.ts'

const SOURCES = [
  { value: 'auto', label: 'by the usage logs of this model, if any' },
  { value: 'logs', label: 'by the usage logs, whatever the model' },
  { value: 'run', label: 'as this run’s answers came' },
  { value: 'profile', label: 'by the profile’s pattern' },
] satisfies readonly { value: ArrivalSource; label: string }[]

/** A click on an option elsewhere closes the popover that this is in. */
const INSIDE = { withinPortal: false, transitionProps: { duration: 0 } }

interface ArrivalChoiceProps {
  readonly savings: Savings
  readonly report: SavingsReport
}

/** Which times of calls caches are reckoned with. */
export function ArrivalChoice({ savings, report }: ArrivalChoiceProps) {
  const logs = useRoute('usage.list', { projectId: savings.wish.projectId }).data ?? []
  const { arrivalsFrom, arrivalTag } = savings.choice.assumptions
  // Without a value it chooses no calls yet: nothing is reckoned with it.
  const [begunTag, setBegunTag] = useState<string | null>(null)
  const tag = begunTag === null ? arrivalTag : { name: begunTag, value: '' }
  // A chosen tag that no log has any longer can still be taken off.
  const tagNames = [...new Set([...logs.flatMap((log) => log.tagNames), ...(arrivalTag ? [arrivalTag.name] : [])])]
  const hasTag = tagNames.length > 0 && (arrivalsFrom === 'auto' || arrivalsFrom === 'logs')

  function name(next: string | null): void {
    setBegunTag(next === arrivalTag?.name ? null : next)
    if (next === null && arrivalTag) savings.assume({ arrivalTag: null })
  }

  function leave(value: string): void {
    if (!tag || value === tag.value) return
    setBegunTag(value === '' ? tag.name : null)
    savings.assume({ arrivalTag: value === '' ? null : { name: tag.name, value } })
  }

  return (
    <>
      <Select
        label="Times of calls, for caches"
        comboboxProps={INSIDE}
        data={SOURCES}
        value={arrivalsFrom}
        allowDeselect={false}
        onChange={(value) => savings.assume({ arrivalsFrom: ArrivalSource.parse(value) })}
        data-testid="arrivals-from"
      />
      {hasTag ? (
        <Select
          label="Only calls with the tag"
          placeholder="all calls"
          comboboxProps={INSIDE}
          data={tagNames}
          value={tag?.name ?? null}
          clearable
          onChange={name}
          data-testid="arrival-tag"
        />
      ) : null}
      {hasTag && tag ? (
        <TextInput
          key={`${tag.name} ${tag.value}`}
          label={`Value of ${tag.name}`}
          defaultValue={tag.value}
          onBlur={(event) => leave(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        />
      ) : null}
      <p className={styles.arrivals} data-testid="arrivals-text">
        {report.arrivalsText}
      </p>
    </>
  )
}
