import { Button } from '@mantine/core'
import { type Deadlines, defaultDeadlines, MAX_WAIT_MS } from '../../../shared/domain/deadlines.ts'
import type { Settings } from '../../../shared/domain/settings.ts'
import { useCommand } from '../../client/use-command.ts'
import { CommittedNumber } from './committed-number.tsx'
import styles from './settings-group.module.css'
import { SettingsGroup } from './settings-group.tsx'

const FIELDS: readonly { readonly name: keyof Deadlines; readonly label: string; readonly what: string }[] = [
  { name: 'connectMs', label: 'Connect', what: 'Until the request can leave.' },
  { name: 'firstByteMs', label: 'First piece', what: 'Until the answer begins.' },
  { name: 'idleMs', label: 'Idle', what: 'Between two pieces.' },
  { name: 'totalMs', label: 'Total', what: 'The whole call.' },
]
const MIN_SECONDS = 1

/** How long a call may take before it is given up. */
export function DeadlinesSection({ settings: { deadlines } }: { readonly settings: Settings }) {
  const save = useCommand('settings.save')
  const isDefault = FIELDS.every(({ name }) => deadlines[name] === defaultDeadlines[name])
  return (
    <SettingsGroup
      title="Deadlines"
      note="A call that takes longer is given up; what had left by then may have been billed. Models that reason get at least 10 minutes for the first piece, flex calls 15; pings are no pieces. New and resumed runs use what stands here."
      actions={
        isDefault ? null : (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => void save.run({ deadlines: defaultDeadlines })}
            data-testid="deadlines-reset"
          >
            Back to the defaults
          </Button>
        )
      }
    >
      <div className={styles.fields}>
        {FIELDS.map(({ name, label, what }) => (
          <CommittedNumber
            key={name}
            label={label}
            description={`${what} Default ${defaultDeadlines[name] / 1000} s.`}
            suffix=" s"
            min={MIN_SECONDS}
            max={MAX_WAIT_MS / 1000}
            decimalScale={0}
            testId={`deadline-${name}`}
            value={deadlines[name] / 1000}
            onCommit={(seconds) => seconds !== null && void save.run({ deadlines: { [name]: seconds * 1000 } })}
          />
        ))}
      </div>
    </SettingsGroup>
  )
}
