import { NumberInput, Select } from '@mantine/core'
import { ArrivalPattern, type Settings } from '../../shared/domain/settings.ts'
import { useCommand } from '../client/use-command.ts'
import styles from './profile-fields.module.css'

type Profile = Settings['profile']
type NumberName = 'callsPerDay' | 'outputTokens' | 'burstCalls'

const PATTERNS = [
  { value: 'steady', label: 'at random, day and night' },
  { value: 'office-hours', label: 'within 8 hours of the day' },
  { value: 'bursts', label: 'in groups, one after the other' },
] satisfies readonly { value: ArrivalPattern; label: string }[]

/** How the prompt is used, which the monthly figures are reckoned with. */
export function ProfileFields({ settings }: { readonly settings: Settings | null }) {
  const save = useCommand('settings.save')
  if (!settings) return null
  const { profile } = settings

  function change(part: Partial<Profile>): void {
    if (JSON.stringify({ ...profile, ...part }) !== JSON.stringify(profile)) void save.run({ profile: part })
  }

  function numberField(name: NumberName, label: string, bounds: { min: number; max: number }, testId: string) {
    return (
      <NumberInput
        key={`${name}-${profile[name]}`}
        label={label}
        defaultValue={profile[name]}
        {...bounds}
        allowDecimal={false}
        data-testid={testId}
        onBlur={(event) => change({ [name]: numberIn(event.currentTarget.value, bounds) ?? profile[name] })}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
    )
  }

  return (
    <div className={styles.fields}>
      {numberField('callsPerDay', 'Calls per day', { min: 0, max: 1e10 }, 'calls-per-day')}
      {numberField('outputTokens', 'Output tokens per call', { min: 0, max: 1e7 }, 'output-tokens')}
      <Select
        label="Calls come"
        data={PATTERNS}
        value={profile.arrivals}
        allowDeselect={false}
        style={profile.arrivals === 'bursts' ? undefined : { gridColumn: '1 / -1' }}
        data-testid="arrivals"
        onChange={(value) => value && change({ arrivals: ArrivalPattern.parse(value) })}
      />
      {profile.arrivals === 'bursts'
        ? numberField('burstCalls', 'Calls in a group', { min: 1, max: 1e6 }, 'burst-calls')
        : null}
    </div>
  )
}

function numberIn(text: string, { min, max }: { readonly min: number; readonly max: number }): number | null {
  const digits = text.replaceAll(',', '').trim()
  const value = Number(digits)
  return digits === '' || Number.isNaN(value) ? null : Math.min(Math.max(value, min), max)
}
