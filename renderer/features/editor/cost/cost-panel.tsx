import { Button } from '@mantine/core'
import { variantLabel } from '../../../../shared/domain/prompt.ts'
import { plainLabel } from '../../../../shared/models/plain-label.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import { ProfileFields } from '../../../profile/profile-fields.tsx'
import { QuietSelect } from '../../../ui/quiet-select.tsx'
import { Section } from '../../../ui/section.tsx'
import styles from '../side-pane.module.css'
import { formatCount } from '../tokens/format-count.ts'
import type { Desk } from '../use-desk.ts'
import { ModelPicker } from './model-picker.tsx'
import { ModelRow } from './model-row.tsx'
import { type CostOrder, sortCosts } from './sort-costs.ts'

const ORDERS: Readonly<Record<CostOrder, string>> = { chosen: 'as chosen', cheapest: 'cheapest first' }
const MESSAGE_COLORS = [
  'var(--variant-1)',
  'var(--variant-3)',
  'var(--variant-5)',
  'var(--variant-6)',
  'var(--variant-4)',
]
/** More than this many messages are one figure: the list would push the costs out of sight. */
const MAX_MESSAGES = 6

/** The meter: tokens of what is on the screen, and what it costs on each chosen model, before any call is made. */
export function CostPanel({ desk }: { readonly desk: Desk }) {
  const [order, setOrder] = useRemembered<CostOrder>('cost-order', 'chosen')
  const costs = desk.models.map((_, index) => desk.costs[index] ?? null)
  const unpriced = desk.models.filter(({ price }) => price === null)
  return (
    <>
      <Section
        title={`Tokens of ${variantLabel(desk.variant)}, as written`}
        aside={
          <Button
            size="compact-xs"
            variant={desk.tokenColors.isOn ? 'light' : 'subtle'}
            aria-pressed={desk.tokenColors.isOn}
            onClick={desk.tokenColors.toggle}
            data-testid="color-tokens"
          >
            Colour tokens
          </Button>
        }
      >
        <div className={styles.figures}>
          <span className={styles.big} data-testid="total-tokens">
            {formatCount(desk.totalTokens)}
          </span>
          <span className="muted">tokens, o200k_base</span>
        </div>
        {desk.tokenColors.isOn ? (
          <p className={styles.small} data-testid="token-colors-note">
            {desk.tokenColors.note}
          </p>
        ) : null}
        <MessageBars desk={desk} />
      </Section>
      <Section title="Cost by model" aside={<ModelPicker />}>
        {desk.models.length === 0 && desk.settings ? (
          <p className="muted">Choose up to eight models to see what this prompt costs on them.</p>
        ) : null}
        {desk.models.length > 1 ? (
          <div className={styles.order}>
            Order:
            <QuietSelect
              label="Order of the models"
              value={order}
              options={ORDERS}
              onChange={setOrder}
              testId="cost-order"
            />
          </div>
        ) : null}
        <div className={styles.models}>
          {desk.models.length > 0 ? (
            <div className={styles.money} aria-hidden="true">
              <span>tokens in</span>
              <span>per call</span>
              <span>1,000 calls</span>
              <span>per month</span>
            </div>
          ) : null}
          {sortCosts(costs, order).map(({ index, cost, isCheapest }) => {
            const model = desk.models[index]
            return model ? (
              <ModelRow
                key={model.id}
                label={plainLabel(model.label)}
                isSimulation={model.isSimulation}
                isCheapest={isCheapest}
                cost={cost}
                onCountExactly={desk.exactCounts.askFor(model.id)}
                isCounting={desk.exactCounts.asking === model.id}
              />
            ) : null
          })}
        </div>
        {unpriced.length > 0 ? (
          <p className={styles.small} style={{ margin: '6px 0 0' }} data-testid="unpriced-models">
            Unpriced: {unpriced.map(({ label }) => label).join(', ')}. Enter{' '}
            {unpriced.length > 1 ? 'prices' : 'a price'} on the Models page.
          </p>
        ) : null}
        <p className={styles.small} style={{ margin: '6px 0 0' }}>
          {desk.isFilledIn && desk.sample
            ? `Input: filled in with case ${desk.sample.position} of ${desk.evalSet?.name}. `
            : 'Input: the template as written, variables not filled in. '}
          ≈ since the length of the output is assumed: see below.
        </p>
      </Section>
      <Section title="In production" word="profile">
        <ProfileFields settings={desk.settings} />
      </Section>
    </>
  )
}

function MessageBars({ desk }: { readonly desk: Desk }) {
  const { messages } = desk.draft.content
  const total = desk.totalTokens
  if (messages.length < 2 || messages.length > MAX_MESSAGES || !total) return null
  return (
    <>
      <div className={styles.bars} aria-hidden="true">
        {desk.templateTokens.map((tokens, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar has no identity but its place
            key={index}
            style={{ flexGrow: tokens ?? 0, background: MESSAGE_COLORS[index % MESSAGE_COLORS.length] }}
          />
        ))}
      </div>
      <div className={styles.legend}>
        {messages.map(({ role }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <LegendRow key={index} index={index} role={role} tokens={desk.templateTokens[index] ?? null} total={total} />
        ))}
      </div>
    </>
  )
}

function LegendRow(props: { index: number; role: string; tokens: number | null; total: number }) {
  const { index, role, tokens, total } = props
  return (
    <>
      <span className={styles.swatch} style={{ background: MESSAGE_COLORS[index % MESSAGE_COLORS.length] }} />
      <span>
        {index + 1} {role}
      </span>
      <span>{formatCount(tokens)}</span>
      <span>{tokens === null ? '' : `${Math.round((100 * tokens) / total)} %`}</span>
    </>
  )
}
