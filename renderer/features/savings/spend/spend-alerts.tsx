import { Button, NativeSelect } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { ProjectId } from '../../../../shared/domain/ids.ts'
import { usdToNano } from '../../../../shared/domain/money.ts'
import { SpendPeriod } from '../../../../shared/domain/spend-alert.ts'
import type { SpendBreakdown } from '../../../../shared/domain/spend-breakdown.ts'
import { useCommand } from '../../../client/use-command.ts'
import { useRoute } from '../../../client/use-route.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Tag } from '../../../ui/marks.tsx'
import { OptionSelect } from '../../../ui/option-select.tsx'
import { UsdInput } from '../../../ui/usd-input.tsx'
import styles from './spend.module.css'

interface SpendAlertsProps {
  readonly projectId: ProjectId
  /** Of the logs: whose tags limits can be set for. */
  readonly logs: SpendBreakdown | null
}

/** What changed or is above a limit; and the limits. Those of the application's own calls are in Settings. */
export function SpendAlerts({ projectId, logs }: SpendAlertsProps) {
  const alerts = useRoute('spend.alerts', { projectId })
  const limits = useRoute('spend.limits', { projectId })
  const remove = useCommand('spend.remove-limit')
  return (
    <section className={`${styles.panel} ${styles.wide}`} aria-label="Alerts" data-testid="spend-alerts">
      <h3>Alerts</h3>
      {alerts.isPending ? <p className={styles.note}>Looking for what stands out…</p> : null}
      {alerts.error ? <p role="alert">{alerts.error.message}</p> : null}
      {alerts.data?.length === 0 ? (
        <p className={styles.note}>
          Nothing stands out: no limit is broken, no day of the last seven jumps, no model is new, no price changed, and
          no run costs, takes or cuts more than those before.
        </p>
      ) : null}
      <ul className={styles.alerts} data-selectable>
        {alerts.data?.map(({ kind, level, sentence }) => (
          <li key={`${kind} ${sentence}`}>
            <Tag tone={level === 'over' ? 'bad' : 'warn'}>{level === 'over' ? 'above the limit' : 'worth a look'}</Tag>
            <span>{sentence}</span>
          </li>
        ))}
      </ul>
      {limits.data && limits.data.length > 0 ? (
        <ul className={styles.limitList}>
          {limits.data.map(({ id, period, tag, limitNanoUsd }) => {
            const of = tag ? `${tag.name} “${tag.value}”` : 'all logs'
            return (
              <li key={id} className="tabular">
                {`${formatUsd(limitNanoUsd)} a ${period} for ${of}`}
                <IconButton
                  icon="cancel"
                  label={`Remove the limit of ${formatUsd(limitNanoUsd)} a ${period} for ${of}`}
                  onClick={() => void remove.run({ limitId: id })}
                />
              </li>
            )
          })}
        </ul>
      ) : null}
      {logs ? <NewLimit projectId={projectId} logs={logs} /> : null}
    </section>
  )
}

function NewLimit({ projectId, logs }: { readonly projectId: ProjectId; readonly logs: SpendBreakdown }) {
  const add = useCommand('spend.add-limit')
  const [period, setPeriod] = useState<SpendPeriod>('day')
  const [usd, setUsd] = useState<number | null>(null)
  const [subject, setSubject] = useState('')
  const tags = logs.byTag.flatMap(({ name, groups }) =>
    groups.slice(0, 20).flatMap(({ key }) => (key === null ? [] : [{ name, value: key }])),
  )
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (usd === null) return
    const tag = tags.find((one) => keyOf(one) === subject) ?? null
    if (await add.run({ projectId, period, tag, limitNanoUsd: usdToNano(usd) })) setUsd(null)
  }
  return (
    <form className={styles.limits} onSubmit={(event) => void save(event)}>
      <UsdInput label="Tell me above, in $" placeholder="none" value={usd} onChange={setUsd} testId="limit-usd" />
      <OptionSelect label="per" value={period} options={SpendPeriod.enum} onChange={setPeriod} />
      <NativeSelect
        label="for"
        value={subject}
        data={[
          { value: '', label: 'all logs' },
          ...tags.map((tag) => ({ value: keyOf(tag), label: `${tag.name}: ${tag.value}` })),
        ]}
        onChange={(event) => setSubject(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={usd === null} loading={add.isRunning} data-testid="add-limit">
        Set the limit
      </Button>
    </form>
  )
}

function keyOf({ name, value }: { readonly name: string; readonly value: string }): string {
  return JSON.stringify([name, value])
}
