import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { SpendBreakdown, SpendFilter, SpendGroup } from '../../../../shared/domain/spend-breakdown.ts'
import { classLabel } from '../../../../shared/savings/spend/class-label.ts'
import { knownSpend } from '../../../../shared/savings/spend/known-spend.ts'
import { countText } from '../../../ui/figures.ts'
import { type SpendRow, SpendTable } from './spend-table.tsx'

interface SpendGroupsProps {
  readonly spend: SpendBreakdown
  readonly filter: SpendFilter
  readonly onFilter: (filter: SpendFilter) => void
}

/** The spend by class of tokens, model and each tag. */
export function SpendGroups({ spend, filter, onFilter }: SpendGroupsProps) {
  const { total, byModel, byClass, byTag, unsplitNanoUsd } = spend
  const classes = byClass.filter(({ tokens }) => tokens > 0)
  const classNote = [
    'Each model’s spend, shared out by its list prices.',
    ...(unsplitNanoUsd > 0 ? [`${formatUsd(unsplitNanoUsd)} is of models without a list price.`] : []),
  ].join(' ')
  const rowOf = (group: SpendGroup, open: ((key: string | null) => void) | null): SpendRow => ({
    id: `${group.key}`,
    label: group.key === null || group.key === '' ? 'not said' : group.key,
    nanoUsd: knownSpend(group),
    count: group.rows,
    ...(open ? { onOpen: () => open(group.key) } : {}),
  })
  return (
    <>
      <SpendTable
        title="By class of tokens"
        unit="tokens"
        totalNanoUsd={total.nanoUsd}
        rows={classes.map((one) => ({
          id: one.class,
          label: classLabel(one.class),
          nanoUsd: one.nanoUsd,
          count: one.tokens,
        }))}
        note={classNote}
        testId="spend-by-class"
      />
      <SpendTable
        title="By model"
        unit="calls"
        totalNanoUsd={total.nanoUsd}
        rows={byModel.map((group) =>
          rowOf(group, filter.model === null ? (key) => onFilter({ ...filter, model: key ?? '' }) : null),
        )}
        testId="spend-by-model"
      />
      {byTag.map(({ name, groups, distinct, others }) => (
        <SpendTable
          key={name}
          title={`By ${name}`}
          unit="calls"
          totalNanoUsd={total.nanoUsd}
          rows={groups.map((group) =>
            rowOf(group, filter.tag === null ? (value) => onFilter({ ...filter, tag: { name, value } }) : null),
          )}
          note={
            others
              ? `${countText(distinct - groups.length)} more values together: ${formatUsd(others.nanoUsd)}, ${countText(others.rows)} calls.`
              : undefined
          }
          testId={`spend-by-${name.replaceAll(' ', '-')}`}
        />
      ))}
    </>
  )
}
