import type { ReactNode } from 'react'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { LogProbability } from '../../../../shared/domain/log-probability.ts'
import type { PriceRow } from '../../../../shared/domain/model.ts'
import type { Cell, OtherModel } from '../../../../shared/domain/run.ts'
import type { Usage } from '../../../../shared/domain/usage.ts'
import { describeOtherModel } from '../../../../shared/evaluate/describe-other-model.ts'
import { discountText, serviceText } from '../../../../shared/report/price-terms.ts'
import { countText, durationText } from '../../../ui/figures.ts'
import { Icon } from '../../../ui/icon.tsx'
import { Section } from '../../../ui/section.tsx'
import styles from './cell-detail.module.css'

export interface CellFactsProps {
  readonly cell: Cell
  /** Set when another model answered than the one that was asked. */
  readonly other: OtherModel | null
  /** What the run was billed with; null = unpriced. */
  readonly price: PriceRow | null
  readonly isSimulation: boolean
}

/** What the call took: tokens by class, money, time. */
export function CellFacts({ cell, other, price: askedPrice, isSimulation }: CellFactsProps) {
  const price = other?.price ?? askedPrice
  const about = other !== null && other.price === null && cell.costNanoUsd !== null ? '≈ ' : ''
  const service = serviceText(cell.service, price)
  const discount = discountText(price)
  return (
    <Section title="Usage and cost" word="price snapshot">
      <dl className={styles.facts} data-testid="cell-facts">
        {cell.usage ? usageRows(cell.usage).map(([name, count]) => <Row key={name} name={name} value={count} />) : null}
        <Row
          name="cost"
          value={`${cell.state === 'failed' && cell.costNanoUsd === null ? 'nothing known' : `${about}${formatUsd(cell.costNanoUsd)}`}${cell.isCached ? ', paid earlier: answered from the cache' : ''}`}
        />
        {service ? <Row name="service" value={service} /> : null}
        {discount ? <Row name="discount" value={`${discount}, in the cost already`} /> : null}
        <Row name="latency" value={durationText(cell.latencyMs)} />
        <Row name="first token after" value={durationText(cell.firstTokenMs)} />
        {cell.logProbability ? <Row name="log-probability" value={logProbabilityText(cell.logProbability)} /> : null}
        <Row name="attempts" value={countText(cell.attempts)} />
        <Row name="finished by" value={cell.finishReason ?? '–'} />
        {cell.answeredBy === null || isSimulation ? null : <Row name="answered by" value={cell.answeredBy} />}
      </dl>
      {other ? (
        <p className={styles.warning} role="status" data-testid="cell-other-model">
          <Icon name="warning" size={14} /> {describeOtherModel(other)}
        </p>
      ) : null}
      <p className={styles.source}>
        {price ? `Prices: ${price.source}, read ${price.readOn}.` : 'This model had no price when the run began.'}
        {isSimulation ? ' Simulation: says nothing about real models.' : ''}
      </p>
    </Section>
  )
}

function logProbabilityText({ mean, tokens }: LogProbability): string {
  return `${mean.toFixed(3)} a token over ${countText(tokens)} (perplexity ${Math.exp(-mean).toPrecision(3)})`
}

function Row({ name, value }: { readonly name: string; readonly value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}

function usageRows(usage: Usage): readonly (readonly [string, string])[] {
  const about = usage.isEstimated ? '≈ ' : ''
  const rows: (readonly [string, number])[] = [
    ['input tokens, full price', usage.inputTokens],
    ['cache read tokens', usage.cacheReadTokens],
    ['cache write tokens, 5 min', usage.cacheWrite5mTokens],
    ['cache write tokens, 1 h', usage.cacheWrite1hTokens],
    ['output tokens', usage.outputTokens],
    ['of these, reasoning', usage.reasoningTokens ?? 0],
  ]
  return rows
    .filter(([name, count]) => count > 0 || name.startsWith('input') || name.startsWith('output'))
    .map(([name, count]) => [name, `${about}${countText(count)}`])
}
