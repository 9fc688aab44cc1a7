import { Select, TextInput } from '@mantine/core'
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

interface ArrivalChoiceProps {
  readonly savings: Savings
  readonly report: SavingsReport
}

/** Which times of calls caches are reckoned with. */
export function ArrivalChoice({ savings, report }: ArrivalChoiceProps) {
  const logs = useRoute('usage.list', { projectId: savings.wish.projectId }).data ?? []
  const { arrivalsFrom, arrivalTag } = savings.choice.assumptions
  // A chosen tag that no log has any longer can still be taken off.
  const tagNames = [...new Set([...logs.flatMap((log) => log.tagNames), ...(arrivalTag ? [arrivalTag.name] : [])])]
  const hasTag = tagNames.length > 0 && (arrivalsFrom === 'auto' || arrivalsFrom === 'logs')

  function leave(value: string): void {
    if (arrivalTag && value !== arrivalTag.value) savings.assume({ arrivalTag: { ...arrivalTag, value } })
  }

  return (
    <>
      <Select
        label="Times of calls, for caches"
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
          data={tagNames}
          value={arrivalTag?.name ?? null}
          clearable
          onChange={(name) => savings.assume({ arrivalTag: name === null ? null : { name, value: '' } })}
        />
      ) : null}
      {hasTag && arrivalTag ? (
        <TextInput
          key={`${arrivalTag.name} ${arrivalTag.value}`}
          label={`Value of ${arrivalTag.name}`}
          defaultValue={arrivalTag.value}
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
