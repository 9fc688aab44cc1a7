import { Button, Popover, Select } from '@mantine/core'
import { RunId } from '../../../shared/domain/ids.ts'
import type { SavingsReport } from '../../../shared/domain/savings.ts'
import { useRoute } from '../../client/use-route.ts'
import { ProfileFields } from '../../profile/profile-fields.tsx'
import { momentText } from '../../ui/figures.ts'
import { UsdInput } from '../../ui/usd-input.tsx'
import { ArrivalChoice } from './arrival-choice.tsx'
import styles from './savings.module.css'
import type { Savings } from './use-savings.ts'

interface SavingsHeadProps {
  readonly savings: Savings
  readonly report: SavingsReport
}

/** Which run, which column is in production, and how it is used. */
export function SavingsHead({ savings, report }: SavingsHeadProps) {
  const runs = useRoute('runs.list', { projectId: savings.wish.projectId }).data ?? []
  const settings = useRoute('settings.get', {}).data ?? null
  const answered = runs.filter(({ doneCount, errorCount }) => doneCount > errorCount)
  const keyOf = ({ variantId, modelId }: SavingsReport['baseline']) => `${variantId} ${modelId}`
  const { assumptions } = savings.choice
  return (
    <>
      <Select
        className={styles.runSelect}
        aria-label="Run that the figures come from"
        data={answered.map(({ id, name, createdAt }) => ({ value: id, label: `${name} · ${momentText(createdAt)}` }))}
        value={report.run.id}
        allowDeselect={false}
        onChange={(id) => id && savings.change({ runId: RunId.parse(id), baseline: null, leverIds: null })}
        data-testid="savings-run"
      />
      <Select
        className={styles.columnSelect}
        aria-label="In production today"
        leftSection={<span className={styles.prefix}>Today</span>}
        leftSectionWidth={52}
        data={report.columns.map(({ column, label }) => ({ value: keyOf(column), label }))}
        value={keyOf(report.baseline)}
        allowDeselect={false}
        onChange={(key) => {
          const found = report.columns.find(({ column }) => keyOf(column) === key)
          if (found) savings.change({ runId: report.run.id, baseline: found.column, leverIds: null })
        }}
        data-testid="savings-baseline"
      />
      <Popover position="bottom-end" width={340} trapFocus>
        <Popover.Target>
          <Button variant="default" data-testid="savings-profile">
            {report.callsPerDay.toLocaleString('en-US')} calls / day
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <div className={styles.profile}>
            <ProfileFields settings={settings} />
            <ArrivalChoice savings={savings} report={report} />
            <UsdInput
              label="An hour of your work is worth"
              value={assumptions.hourlyUsd}
              onChange={(value) => savings.assume({ hourlyUsd: Math.min(10_000, value ?? 0) })}
            />
          </div>
        </Popover.Dropdown>
      </Popover>
    </>
  )
}
