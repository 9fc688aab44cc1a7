import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { UsageLog } from '../../../../shared/domain/usage-log.ts'
import { knownSpend } from '../../../../shared/savings/spend/known-spend.ts'
import { useCommand } from '../../../client/use-command.ts'
import { countText, plural } from '../../../ui/figures.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import styles from './spend.module.css'

/** The logs that are in the library, to be taken out again. */
export function LogList({ logs }: { readonly logs: readonly UsageLog[] }) {
  const remove = useCommand('usage.remove')
  const [asked, setAsked] = useState<UsageLog | null>(null)
  return (
    <section className={`${styles.panel} ${styles.wide}`} aria-label="Imported logs" data-testid="usage-logs">
      <h3>Imported logs</h3>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <tbody>
            {logs.map((log) => (
              <tr key={log.id}>
                <td className={styles.label}>{log.name}</td>
                <td className={styles.number}>{plural(log.rowCount, 'row')}</td>
                <td className={styles.number}>{formatUsd(spentOn(log))}</td>
                <td className="muted">
                  {[
                    log.duplicateCount > 0 ? `${countText(log.duplicateCount)} were there already` : '',
                    log.badCount > 0 ? `${countText(log.badCount)} not readable` : '',
                    log.unpricedCount > 0 ? `${countText(log.unpricedCount)} unpriced` : '',
                  ]
                    .filter((part) => part !== '')
                    .join(', ')}
                </td>
                <td className={styles.number}>
                  <IconButton icon="cancel" label={`Remove ${log.name}`} onClick={() => setAsked(log)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {asked ? (
        <Modal opened onClose={() => setAsked(null)} title={`Remove “${asked.name}”?`}>
          <p>{`Its ${plural(asked.rowCount, 'row')} leave the library for good; the file on your disk stays.`}</p>
          <div className={styles.end}>
            <Button variant="default" data-autofocus onClick={() => setAsked(null)}>
              Keep it
            </Button>
            <Button
              loading={remove.isRunning}
              onClick={() => void remove.run({ logId: asked.id }).then(() => setAsked(null))}
            >
              Remove
            </Button>
          </div>
        </Modal>
      ) : null}
    </section>
  )
}

function spentOn({ costNanoUsd, rowCount, unpricedCount }: UsageLog): number | null {
  return knownSpend({ nanoUsd: costNanoUsd, rows: rowCount, unpricedRows: unpricedCount })
}
