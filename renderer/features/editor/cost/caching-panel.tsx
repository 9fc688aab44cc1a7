import { type MarkedPrefix, markedPrefix } from '../../../../shared/breakdown/marked-prefix.ts'
import { moveHint } from '../../../../shared/breakdown/move-hint.ts'
import { type StablePrefix, stablePrefix } from '../../../../shared/breakdown/stable-prefix.ts'
import { type CacheRule, cacheRule } from '../../../../shared/cost/cache-rules.ts'
import { bestCaching, type CachingForecast, cachingForecast } from '../../../../shared/cost/caching-forecast.ts'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import { splitModelId } from '../../../../shared/domain/ids.ts'
import type { CacheMode } from '../../../../shared/domain/prompt.ts'
import type { Profile } from '../../../../shared/domain/settings.ts'
import { useRoute } from '../../../client/use-route.ts'
import { ProfileFields } from '../../../profile/profile-fields.tsx'
import { Section } from '../../../ui/section.tsx'
import { LoadingRows } from '../../../ui/states.tsx'
import { usePartFocusActions } from '../part-focus.tsx'
import { formatCount } from '../tokens/format-count.ts'
import type { Desk } from '../use-desk.ts'
import styles from './cost-tab.module.css'
import type { ModelCost } from './model-costs.ts'
import { type Breakdown, useBreakdown } from './use-breakdown.ts'

/** Which part of the prompt is the same for every case, and what a provider's cache would make of the bill. */
export function CachingPanel({ desk }: { readonly desk: Desk }) {
  const { breakdown, error } = useBreakdown(desk, 'o200k_base')
  const { reveal } = usePartFocusActions()
  const providers = useRoute('providers.list', {}).data ?? []
  const kindOf = (model: ModelCost['model']) =>
    providers.find(({ id }) => id === model.providerId)?.kind ?? model.providerId
  const prefix = breakdown ? prefixOf(breakdown) : null
  const marked = breakdown ? markedOf(breakdown) : null
  const { cache = 'none' } = desk.draft.content.parameters
  const end = prefix?.end ?? null
  const length = breakdown?.messages[end?.messageIndex ?? 0]?.template.length ?? 0
  return (
    <>
      <Section title="Stable prefix">
        {error ? <p className={styles.worse}>{error.message}</p> : null}
        {prefix === null && !error ? <LoadingRows rows={2} label="Counting the prefix" /> : null}
        {prefix ? (
          <p className={styles.verdict} data-testid="stable-prefix">
            <strong className="tabular">{formatCount(Math.round(prefix.tokens))}</strong> tokens are the same for every
            case, up to{' '}
            {end ? (
              <button
                type="button"
                className={styles.link}
                onClick={() => reveal({ ...end, start: end.offset, end: Math.min(length, end.offset + 1) })}
              >
                {`{{${end.variable}}}`} in message {end.messageIndex + 1}
              </button>
            ) : (
              'the end of the prompt'
            )}
            .
          </p>
        ) : null}
        <p className={styles.note}>
          Providers cache the beginning of a prompt, system messages first. Variables with the same value in every case
          of {desk.evalSet?.name ?? 'an eval set'} count as stable. Counted in o200k_base.
        </p>
      </Section>
      <Section title="What caching would change">
        {desk.models.length === 0 ? <p className="muted">Choose models under Models.</p> : null}
        {prefix && marked && desk.settings
          ? desk.costs.map((cost, index) =>
              cost && desk.settings ? (
                <ModelCaching
                  key={cost.model.id}
                  cost={cost}
                  prefix={prefix}
                  marked={marked}
                  cache={cache}
                  rule={cacheRule({
                    providerKind: kindOf(cost.model),
                    modelName: splitModelId(cost.model.id).modelName,
                  })}
                  profile={desk.settings.profile}
                />
              ) : (
                <p key={desk.models[index]?.id} className="muted">
                  {desk.models[index]?.label} …
                </p>
              ),
            )
          : null}
      </Section>
      <Section title="In production">
        <ProfileFields settings={desk.settings} />
        <p className={styles.note}>
          Calls at random at rate λ find their prefix within the lifetime T with the chance 1 − e^(−λT); each hit renews
          it.
        </p>
      </Section>
    </>
  )
}

interface ModelCachingProps {
  readonly cost: ModelCost
  readonly prefix: StablePrefix
  /** What is cached where the request must ask for it. */
  readonly marked: MarkedPrefix
  readonly cache: CacheMode
  readonly rule: CacheRule | null
  readonly profile: Profile
}

function ModelCaching({ cost, prefix, marked, cache, rule, profile }: ModelCachingProps) {
  const { model, tokenRatio } = cost
  const arrivals = { pattern: profile.arrivals, burstCalls: profile.burstCalls }
  const isAsked = rule?.mode === 'asked'
  const extras = cost.overheads.reduce((sum, one) => sum + (rule?.cachesExtras && one.isPrefix ? one.tokens : 0), 0)
  const tokensOf = (counted: number) => (counted === 0 ? 0 : Math.round(counted * tokenRatio + extras))
  const forecastOf = (counted: number, isShared = true) =>
    rule &&
    cachingForecast({
      isShared,
      prefixTokens: tokensOf(counted),
      promptTokens: cost.inputTokens,
      price: model.price,
      rule,
      callsPerDay: profile.callsPerDay,
      arrivals,
    })
  const isShared = !isAsked || marked.changing === null
  const counted = isAsked ? marked.tokens : prefix.tokens
  const forecasts = forecastOf(counted, isShared)
  const tokens = tokensOf(counted)
  return (
    <div className={styles.model} data-testid="model-caching">
      <h3 className={styles.modelName}>{model.label}</h3>
      {rule === null ? (
        <p className={styles.note}>
          {model.isSimulation ? 'The simulation has no cache.' : 'No rule of its cache is known.'}
        </p>
      ) : forecasts === null ? (
        <p className={styles.note}>{model.price ? 'The price of reading its cache is unknown.' : 'Unpriced.'}</p>
      ) : (
        <>
          <p className={styles.note} title={`${rule.source}; read ${rule.readOn}`}>
            {minimumText(tokens, rule, cost.bandRatio !== null)}
            {extras > 0 ? ` Tools and schema are in it with ${formatCount(Math.round(extras))}.` : ''}
          </p>
          {isAsked ? <MarkedText marked={marked} cache={cache} tokens={tokens} /> : null}
          {forecasts[0]?.isCached
            ? forecasts.map((forecast) => (
                <ForecastFigures
                  key={forecast.lifetime.label}
                  forecast={forecast}
                  callsPerDay={profile.callsPerDay}
                  isOnlyOne={forecasts.length === 1}
                />
              ))
            : null}
          {/* Where the request marks whole messages, moving a variable within them changes nothing. */}
          {isAsked ? null : (
            <Hint
              prefix={prefix}
              tokensOf={tokensOf}
              changeOf={(wanted) => bestCaching(forecastOf(wanted) ?? [], rule)?.changeNanoUsd ?? 0}
            />
          )}
          {rule.note ? <p className={styles.note}>{rule.note}</p> : null}
        </>
      )}
    </div>
  )
}

interface ForecastFiguresProps {
  readonly forecast: CachingForecast
  readonly callsPerDay: number
  readonly isOnlyOne: boolean
}

function ForecastFigures({ forecast, callsPerDay, isOnlyOne }: ForecastFiguresProps) {
  const { lifetime, hitRatio, multiplier, changeNanoUsd, breakEvenCallsPerDay: breakEven } = forecast
  const isSaving = changeNanoUsd < 0
  return (
    <dl className={styles.figures} data-testid="caching-forecast">
      <dt>{isOnlyOne ? `Kept ${lifetime.label}` : `Kept ${lifetime.label}, if asked for`}</dt>
      <dd className={changeNanoUsd === 0 ? undefined : isSaving ? styles.better : styles.worse}>
        {changeNanoUsd === 0
          ? 'no change'
          : `≈ ${isSaving ? 'saves' : 'costs'} ${formatUsd(Math.abs(changeNanoUsd))} / month`}
      </dd>
      <dt>Hits, price of the prefix</dt>
      <dd>
        {(100 * hitRatio).toFixed(1)} %, × {multiplier.toFixed(2)}
      </dd>
      <dt>Pays from</dt>
      <dd>
        {breakEven === null ? 'never' : breakEven === 0 ? 'the first hit' : `${callsText(breakEven)} calls / day`}
        {breakEven !== null && breakEven > 0 ? (callsPerDay >= breakEven ? ' ✓' : ' (fewer now)') : null}
      </dd>
    </dl>
  )
}

interface HintProps {
  readonly prefix: StablePrefix
  readonly tokensOf: (counted: number) => number
  readonly changeOf: (tokens: number) => number
}

function Hint({ prefix, tokensOf, changeOf }: HintProps) {
  const { reveal } = usePartFocusActions()
  const hint = moveHint(prefix, changeOf)
  const { end } = prefix
  if (!hint || !end) return null
  return (
    <p className={styles.note} data-testid="move-hint">
      Move{' '}
      <button
        type="button"
        className={styles.link}
        onClick={() => reveal({ messageIndex: end.messageIndex, start: end.offset, end: end.offset + 1 })}
      >
        {hint.variables.map((name) => `{{${name}}}`).join(', ')}
      </button>{' '}
      behind the fixed text: {formatCount(tokensOf(hint.tokens))} tokens would be stable, which saves ≈{' '}
      {formatUsd(hint.savedNanoUsd)} / month more.
    </p>
  )
}

interface MarkedTextProps {
  readonly marked: MarkedPrefix
  readonly cache: CacheMode
  readonly tokens: number
}

/** What of this very request would be cached, and whether another case can read it. */
function MarkedText({ marked, cache, tokens }: MarkedTextProps) {
  const { reveal } = usePartFocusActions()
  const { changing } = marked
  if (tokens === 0) return <p className={styles.note}>There is no message before the last one that could be marked.</p>
  return (
    <p className={changing ? `${styles.note} ${styles.worse}` : styles.note} data-testid="marked-prefix">
      {cache === 'none'
        ? 'This variant does not ask. Asking for “all but the last message” (Parameters) would mark '
        : cache === 'auto'
          ? 'This variant marks the whole prompt, which only repeats read. “All but the last message” (Parameters) would mark '
          : 'This variant marks all but the last message: '}
      {formatCount(tokens)} tokens
      {changing ? (
        <>
          , with{' '}
          <button
            type="button"
            className={styles.link}
            onClick={() => reveal({ ...changing, start: changing.offset, end: changing.offset + 1 })}
          >
            {`{{${changing.variable}}}`} in message {changing.messageIndex + 1}
          </button>
          , so each case writes its own and none is ever read. Move it into the last message.
        </>
      ) : (
        ', the same for every case.'
      )}
    </p>
  )
}

function markedOf({ messages, cuts, counts }: Breakdown): MarkedPrefix {
  const fixed = fixedVariables(counts)
  const tokens = counts.tokens.map((sum) => sum / counts.prompts)
  return markedPrefix(cuts, tokens, { roles: messages.map(({ role }) => role), isFixed: (name) => fixed.has(name) })
}

function fixedVariables({ variables }: Breakdown['counts']): ReadonlySet<string> {
  return new Set(variables.filter(({ isFixed }) => isFixed).map(({ name }) => name))
}

function prefixOf({ messages, cuts, counts }: Breakdown): StablePrefix {
  const fixed = fixedVariables(counts)
  return stablePrefix(
    cuts,
    counts.tokens.map((sum) => sum / counts.prompts),
    { isSystem: (index) => messages[index]?.role === 'system', isFixed: (name) => fixed.has(name) },
  )
}

function minimumText(tokens: number, { minTokens, mode }: CacheRule, isEstimate: boolean): string {
  const count = `${isEstimate ? '≈ ' : ''}${formatCount(tokens)}`
  const way = mode === 'asked' ? 'Cached where the request asks for it' : 'Cached without being asked'
  if (minTokens === null) return `${way}; no minimum is published. ${count} tokens are stable.`
  const minimum = `from ${formatCount(minTokens)} tokens on`
  return tokens >= minTokens
    ? `${way}, ${minimum}: the prefix of ${count} is long enough.`
    : `${way}, ${minimum}: the prefix of ${count} is too short, so nothing is cached.`
}

function callsText(calls: number): string {
  return calls >= 10 ? formatCount(Math.ceil(calls)) : calls.toFixed(1)
}
