import { Tooltip } from '@mantine/core'
import { formatUsd } from '../../../shared/cost/format-usd.ts'
import { isOldPrice, priceAgeDays } from '../../../shared/cost/price-age.ts'
import type { CatalogModel, PriceRow } from '../../../shared/domain/model.ts'
import { usdToNano } from '../../../shared/domain/money.ts'
import { Icon } from '../../ui/icon.tsx'
import { Tag } from '../../ui/marks.tsx'
import styles from './model-table.module.css'

export interface ModelRowProps {
  readonly model: CatalogModel
  readonly providerLabel: string
  readonly isChosen: boolean
  /** No more can be chosen. */
  readonly isFull: boolean
  /** YYYY-MM-DD */
  readonly today: string
  readonly onOpen: () => void
  readonly onToggle: () => void
}

export function ModelRow({ model, providerLabel, isChosen, isFull, today, onOpen, onToggle }: ModelRowProps) {
  const { price } = model
  const days = price ? priceAgeDays(price.readOn, today) : 0
  const isOld = price !== null && !model.isSimulation && isOldPrice(price.readOn, today)
  const isBlocked = isFull && !isChosen
  return (
    <tr data-testid="model-row" data-model={model.id}>
      <td className={styles.star}>
        <button
          type="button"
          className={styles.starButton}
          aria-pressed={isChosen}
          aria-label={`Show ${model.label} in the meter`}
          title={
            isBlocked
              ? 'The meter is full: take another model out first.'
              : 'In the meter, the run dialog and the exports'
          }
          disabled={isBlocked}
          data-testid="model-star"
          onClick={onToggle}
        >
          <Icon name="star" size={14} />
        </button>
      </td>
      <td className={styles.model}>
        <button
          type="button"
          className={styles.open}
          onClick={onOpen}
          data-testid="model-open"
          title="Prices and limits"
        >
          <span className={styles.label}>{model.label}</span>
        </button>
        <code className={styles.id} title={model.id}>
          {model.id}
        </code>
        {model.isSimulation && !model.label.includes('simulation') ? <Tag tone="warn">simulation</Tag> : null}
        {model.origin === 'user' ? <Tag tone="accent">yours</Tag> : null}
        {model.origin === 'discovered' ? <Tag>found</Tag> : null}
      </td>
      <td className={styles.provider}>
        {providerLabel.replace(' (simulation)', '')}
        {price?.discountRatio ? (
          <Tooltip label="Your discount: costs are reckoned so much below these list prices">
            <span className={styles.discount} data-testid="model-discount">
              −{Number((price.discountRatio * 100).toFixed(2))} %
            </span>
          </Tooltip>
        ) : null}
      </td>
      {price ? (
        <>
          <td className={styles.number}>
            <Tiers price={price} />
            {usd(price.prices.input)}
          </td>
          <td className={styles.number}>{usd(price.prices.output)}</td>
          <td className={styles.number}>{usd(price.prices.cacheRead)}</td>
          <td className={styles.number} title={longWrite(price)}>
            {usd(price.prices.cacheWrite5m)}
          </td>
        </>
      ) : (
        <td colSpan={4} className={styles.unpriced}>
          <Tag>unpriced</Tag>
        </td>
      )}
      <td className={styles.number}>{tokens(model.contextTokens)}</td>
      <td className={styles.number}>{tokens(model.maxOutputTokens)}</td>
      <td className={styles.date}>
        {price ? (
          <Tooltip
            label={`${price.source}, ${ageText(days)}${isOld ? ': compare it with the vendor’s page, or import newer prices' : ''}`}
            multiline
            maw={320}
          >
            <span>
              {price.readOn} {isOld ? <Tag tone="warn">{days} d</Tag> : null}
            </span>
          </Tooltip>
        ) : (
          '–'
        )}
      </td>
      <td className={styles.takes} title={takesTitle(model)}>
        {takes(model)}
      </td>
    </tr>
  )
}

function Tiers({ price }: { readonly price: PriceRow }) {
  if (price.tiers.length === 0) return null
  const lines = price.tiers.map(
    ({ aboveInputTokens, prices }) =>
      `Above ${aboveInputTokens.toLocaleString('en-US')} input tokens: ${usd(prices.input)} in, ${usd(prices.output)} out`,
  )
  return (
    <Tooltip label={lines.join('; ')}>
      <span className={styles.tier} role="note" aria-label={lines.join('; ')}>
        +
      </span>
    </Tooltip>
  )
}

function ageText(days: number): string {
  if (days === 0) return 'today'
  return days === 1 ? 'yesterday' : `${days} days ago`
}

function usd(perMillion: number | null): string {
  return perMillion === null ? '–' : formatUsd(usdToNano(perMillion))
}

function longWrite({ prices }: PriceRow): string | undefined {
  return prices.cacheWrite1h === null ? undefined : `Kept for 1 hour: ${usd(prices.cacheWrite1h)}`
}

/** "1.05M", "128k": round enough to compare; the form has the whole number. */
function tokens(count: number | null): string {
  if (count === null) return '–'
  if (count >= 1e6) return `${Number((count / 1e6).toPrecision(3))}M`
  return count >= 1000 ? `${Number((count / 1000).toPrecision(3))}k` : String(count)
}

function takesTitle({ capabilities }: CatalogModel): string | undefined {
  const { efforts } = capabilities
  return efforts.length > 0 ? `Efforts: ${efforts.join(', ')}` : undefined
}

function takes({ capabilities }: CatalogModel): string {
  const parts = [
    capabilities.temperature ? 'temp.' : null,
    capabilities.efforts.length > 0 ? 'effort' : null,
    capabilities.structuredOutput ? 'schema' : null,
    capabilities.tools ? 'tools' : null,
    capabilities.stop ? 'stop' : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? '–' : parts.join(', ')
}
