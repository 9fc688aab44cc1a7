import { NativeSelect, Switch } from '@mantine/core'
import { NumberField } from '../../../ui/number-field.tsx'
import styles from './start.module.css'
import type { SqueezeForm } from './use-squeeze-form.ts'

const LEVELS = [0.2, 0.1, 0.05, 0.025, 0.01]
const USUAL_CACHE = { callsPerDay: 10_000, ttlMinutes: null, minPrefixTokens: null }

/** How it decides, and what else counts; the project's rule stands where nothing is entered. */
export function RuleFields({ form }: { readonly form: SqueezeForm }) {
  const { choices, change, rule, marginPoints } = form
  const alpha = choices.alpha ?? rule?.alpha ?? 0.05
  const levels = LEVELS.includes(alpha) ? LEVELS : [...LEVELS, alpha]
  const hasCases = choices.mode !== 'quick'
  const { cacheProfile } = choices
  return (
    <details className={styles.more}>
      <summary data-testid="squeeze-more">
        Margin, level, seed and caching
        <span className="muted">
          {hasCases ? ` ${points(marginPoints, rule?.margin)} points at ${percent(1 - alpha)} %` : ''}
        </span>
      </summary>
      {hasCases ? (
        <div className={styles.triple}>
          <NumberField
            label="Margin, in points"
            title="How much worse is still fine"
            min={0.1}
            max={50}
            decimalScale={2}
            placeholder={points(null, rule?.margin)}
            value={choices.marginPoints}
            onChange={(typed) => change({ marginPoints: typed })}
            data-testid="squeeze-margin"
          />
          <NativeSelect
            label="Level"
            title="Of each bound of the interval"
            value={String(alpha)}
            onChange={(event) => change({ alpha: Number(event.currentTarget.value) })}
            data={levels.map((level) => ({ value: String(level), label: `${percent(1 - level)} %` }))}
            data-testid="squeeze-alpha"
          />
          <NumberField
            label="Seed"
            title="The same seed goes the same way"
            min={0}
            allowDecimal={false}
            value={choices.seed}
            onChange={(seed) => seed !== null && change({ seed: Math.max(0, Math.floor(seed)) })}
            data-testid="squeeze-seed"
          />
        </div>
      ) : null}
      <Switch
        label="May ask for a terser answer format"
        checked={choices.mayChangeFormat}
        onChange={(event) => change({ mayChangeFormat: event.currentTarget.checked })}
      />
      <Switch
        label="Count prompt caching"
        checked={cacheProfile !== null}
        onChange={(event) => change({ cacheProfile: event.currentTarget.checked ? USUAL_CACHE : null })}
        data-testid="squeeze-caching"
      />
      {cacheProfile ? (
        <div className={styles.triple}>
          <NumberField
            label="Calls per day"
            min={0}
            thousandSeparator
            value={cacheProfile.callsPerDay}
            onChange={(callsPerDay) =>
              callsPerDay !== null &&
              change({ cacheProfile: { ...cacheProfile, callsPerDay: Math.max(0, callsPerDay) } })
            }
          />
          <NumberField
            label="Kept, in minutes"
            min={1}
            allowNegative={false}
            placeholder="as the provider"
            value={cacheProfile.ttlMinutes}
            onChange={(ttlMinutes) =>
              // A 0 is no time, and may be the beginning of one.
              ttlMinutes !== 0 && change({ cacheProfile: { ...cacheProfile, ttlMinutes } })
            }
          />
          <NumberField
            label="Shortest prefix, tokens"
            min={0}
            allowNegative={false}
            allowDecimal={false}
            thousandSeparator
            placeholder="as the provider"
            value={cacheProfile.minPrefixTokens}
            onChange={(minPrefixTokens) => change({ cacheProfile: { ...cacheProfile, minPrefixTokens } })}
          />
        </div>
      ) : null}
    </details>
  )
}

function points(own: number | null, margin: number | undefined): string {
  return String(own ?? Number(((margin ?? 0.03) * 100).toFixed(2)))
}

function percent(share: number): string {
  return String(Number((share * 100).toFixed(1)))
}
