import { Select } from '@mantine/core'
import { useMemo } from 'react'
import { partAmounts } from '../../../../shared/breakdown/part-amounts.ts'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { VariableTokens } from '../../../../shared/domain/breakdown.ts'
import type { ModelId } from '../../../../shared/domain/ids.ts'
import { Tag } from '../../../ui/marks.tsx'
import { Section } from '../../../ui/section.tsx'
import { LoadingRows } from '../../../ui/states.tsx'
import type { Desk } from '../use-desk.ts'
import styles from './cost-tab.module.css'
import type { ModelCost } from './model-costs.ts'
import { PartTable } from './part-table.tsx'
import { pricedParts } from './priced-parts.ts'
import { type Breakdown, useBreakdown } from './use-breakdown.ts'
import { usePartModel } from './use-part-model.ts'

/** Which part of the prompt takes which tokens and which money, on one of the chosen models. */
export function BreakdownPanel({ desk }: { readonly desk: Desk }) {
  const { models, settings } = desk
  const { model, cost, choose: chooseModel } = usePartModel(desk)
  const { breakdown, error } = useBreakdown(desk, cost?.profile.encoding ?? 'o200k_base')
  const callsPerDay = settings?.profile.callsPerDay ?? 0
  const amounts = useMemo(
    () => (breakdown && cost ? pricedParts(breakdown, cost, callsPerDay) : null),
    [breakdown, cost, callsPerDay],
  )
  return (
    <>
      <Section
        title="Where the money is"
        aside={
          model ? (
            <Select
              size="xs"
              w={170}
              aria-label="Model whose prices are used"
              data={models.map(({ id, label }) => ({ value: id, label }))}
              value={model.id}
              allowDeselect={false}
              data-testid="breakdown-model"
              // The values are the ids of the models above.
              onChange={(value) => value && chooseModel(value as ModelId)}
            />
          ) : null
        }
      >
        {model ? null : <p className="muted">Choose a model under Models: its prices are shared out here.</p>}
        {error ? <p className={styles.worse}>{error.message}</p> : null}
        {breakdown && amounts && cost ? (
          <>
            <PartTable
              parts={breakdown.parts}
              amounts={amounts}
              isEstimate={cost.bandRatio !== null || cost.exact !== null}
            />
            <p className={styles.note}>{basisText(breakdown, desk, cost)}</p>
          </>
        ) : model && !error ? (
          <LoadingRows rows={8} label="Counting the parts" />
        ) : null}
      </Section>
      {breakdown && breakdown.counts.variables.length > 0 ? (
        <Section title="Variables, tokens of their values">
          <VariableTable variables={usedVariables(breakdown)} cost={cost} callsPerDay={callsPerDay} />
          <p className={styles.note}>
            Each value counted by itself, over all {desk.evalSet?.caseCount.toLocaleString('en-US')} cases of{' '}
            {desk.evalSet?.name}. “Same” = the same value in every case.
          </p>
        </Section>
      ) : null}
    </>
  )
}

function basisText({ counts }: Breakdown, { evalSet }: Desk, cost: ModelCost): string {
  const count = counts.prompts.toLocaleString('en-US')
  const basis = counts.isAsWritten
    ? 'The template as written, variables not filled in.'
    : `The average of ${counts.isSampled ? `≈ ${count} of ${evalSet?.caseCount.toLocaleString('en-US')}` : count} cases of ${evalSet?.name}.`
  const failed = counts.failed > 0 && !counts.isAsWritten ? ` ${counts.failed} cases could not be filled in.` : ''
  const estimate = cost.exact
    ? ` ≈: scaled to what the provider counted for the case on the screen on ${cost.exact.countedAt.slice(0, 10)}.`
    : cost.bandRatio === null
      ? ''
      : ' ≈: the tokens of this model are estimated, and shared out alike.'
  return `${basis}${failed}${estimate} A token over the edge of a part counts for the part with its last character; white space counts for the part before it. The output is assumed.`
}

function usedVariables({ cuts, counts }: Breakdown): readonly VariableTokens[] {
  const used = new Set(cuts.flatMap(({ variables }) => variables))
  return counts.variables.filter(({ name }) => used.has(name)).toSorted((a, b) => b.mean - a.mean)
}

interface VariableTableProps {
  readonly variables: readonly VariableTokens[]
  readonly cost: ModelCost | null
  readonly callsPerDay: number
}

function VariableTable({ variables, cost, callsPerDay }: VariableTableProps) {
  const monthOf = (tokens: number) => {
    if (!cost?.model.price) return null
    const given = { prompts: 1, tokenRatio: cost.tokenRatio, overheads: [], outputTokens: 0, callsPerDay }
    // Whole tokens would blur a mean of less than one.
    const thousand = partAmounts({ ...given, tokenSums: [Math.round(tokens * 1000)], price: cost.model.price })
    return Math.round((thousand.whole.monthNanoUsd ?? 0) / 1000)
  }
  if (variables.length === 0) return <p className="muted">The prompt uses no variable of this eval set.</p>
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Variable</th>
          <th scope="col">mean</th>
          <th scope="col">p95</th>
          <th scope="col">per month</th>
        </tr>
      </thead>
      <tbody>
        {variables.map(({ name, mean, p95, isFixed }) => (
          <tr key={name} data-testid="variable-tokens">
            <td>
              <span className={styles.row}>
                <span className={`${styles.label} ${styles.variable}`}>{name}</span>
                {isFixed ? <Tag>same</Tag> : null}
              </span>
            </td>
            <td>{mean.toLocaleString('en-US', { maximumFractionDigits: 1 })}</td>
            <td>{Math.round(p95).toLocaleString('en-US')}</td>
            <td>{cost ? formatUsd(monthOf(mean)) : '…'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
