import { NumberInput } from '@mantine/core'
import type { Settings } from '../../../shared/domain/settings.ts'
import { useCommand } from '../../client/use-command.ts'
import styles from './side-pane.module.css'

/** How the prompt is used, which the monthly figures are reckoned with. */
export function ProfileFields({ settings }: { readonly settings: Settings | null }) {
  const save = useCommand('settings.save')
  if (!settings) return null
  const { profile } = settings
  return (
    <div className={styles.fields}>
      <NumberInput
        key={`calls-${profile.callsPerDay}`}
        label="Calls per day"
        defaultValue={profile.callsPerDay}
        min={0}
        max={1e10}
        allowDecimal={false}
        data-testid="calls-per-day"
        onBlur={(event) => change({ callsPerDay: numberIn(event.currentTarget.value) ?? profile.callsPerDay })}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
      <NumberInput
        key={`output-${profile.outputTokens}`}
        label="Output tokens per call"
        defaultValue={profile.outputTokens}
        min={0}
        max={1e7}
        allowDecimal={false}
        data-testid="output-tokens"
        onBlur={(event) => change({ outputTokens: numberIn(event.currentTarget.value) ?? profile.outputTokens })}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
    </div>
  )

  function change(part: Partial<Settings['profile']>): void {
    const next = { ...profile, ...part }
    const isSame = next.callsPerDay === profile.callsPerDay && next.outputTokens === profile.outputTokens
    if (!isSame) void save.run({ profile: next })
  }
}

function numberIn(text: string): number | null {
  const digits = text.replaceAll(',', '').trim()
  return digits === '' || Number.isNaN(Number(digits)) ? null : Number(digits)
}
