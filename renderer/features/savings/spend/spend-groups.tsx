import { Button } from '@mantine/core'
import { useState } from 'react'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { ProjectId } from '../../../../shared/domain/ids.ts'
import type { SpendBreakdown, SpendFilter, SpendGroup, SpendSource } from '../../../../shared/domain/spend-breakdown.ts'
import { classLabel } from '../../../../shared/savings/spend/class-label.ts'
import { knownSpend } from '../../../../shared/savings/spend/known-spend.ts'
import { useRoute } from '../../../client/use-route.ts'
import { countText, plural } from '../../../ui/figures.ts'
import styles from './spend.module.css'
import { type SpendRow, SpendTable } from './spend-table.tsx'

/** What is added up. */
export interface SpendWish {
  readonly projectId: ProjectId
  readonly source: SpendSource
  readonly filter: SpendFilter
}

interface SpendGroupsProps {
  readonly spend: SpendBreakdown
  readonly wish: SpendWish
  readonly onFilter: (filter: SpendFilter) => void
}

/** The spend by class of tokens, model and each tag. */
export function SpendGroups({ spend, wish, onFilter }: SpendGroupsProps) {
  const { filter } = wish
  const { total, byModel, byClass, byTag, unsplitNanoUsd } = spend
  const classes = byClass.filter(({ tokens }) => tokens > 0)
  const classNote = [
    'Each model’s spend, shared out by its list prices.',
    ...(unsplitNanoUsd > 0 ? [`${formatUsd(unsplitNanoUsd)} is of models without a list price.`] : []),
  ].join(' ')
  return (
    <>
      <SpendTable
        title="By class of tokens"
        unit="token"
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
        unit="call"
        totalNanoUsd={total.nanoUsd}
        rows={byModel.map((group) =>
          rowOf(group, filter.model === null ? (key) => onFilter({ ...filter, model: key ?? '' }) : null),
        )}
        testId="spend-by-model"
      />
      {byTag.map((tag) => (
        <TagValues
          key={`${wish.source.kind} ${tag.name} ${JSON.stringify(filter)}`}
          tag={tag}
          spend={spend}
          wish={wish}
          onFilter={onFilter}
        />
      ))}
    </>
  )
}

interface TagValuesProps {
  readonly tag: SpendBreakdown['byTag'][number]
  readonly spend: SpendBreakdown
  readonly wish: SpendWish
  readonly onFilter: (filter: SpendFilter) => void
}

/** The values of one tag, a page at a time: a log has tens of thousands of users. */
function TagValues({ tag, spend, wish, onFilter }: TagValuesProps) {
  const { name, groups, distinct, others } = tag
  const { filter } = wish
  const [wanted, setOffset] = useState(0)
  // After a log was removed there may be fewer values than pages were turned.
  const offset = wanted < distinct ? wanted : 0
  const more = useRoute('spend.values', offset === 0 ? null : { ...wish, name, offset }, { keepPrevious: true })
  const shown = offset === 0 ? groups : (more.data ?? [])
  const open = filter.tag === null ? (value: string | null) => onFilter({ ...filter, tag: { name, value } }) : null
  const rest =
    others && offset === 0
      ? `${plural(distinct - groups.length, 'more value')}: ${formatUsd(others.nanoUsd)}, ${plural(others.rows, 'call')}.`
      : undefined
  return (
    <SpendTable
      title={`By ${name}`}
      unit="call"
      totalNanoUsd={spend.total.nanoUsd}
      rows={shown.map((group) => rowOf(group, open))}
      note={more.error ? more.error.message : rest}
      testId={`spend-by-${name.replaceAll(' ', '-')}`}
      pager={
        others ? (
          <Pager
            offset={offset}
            size={groups.length}
            count={distinct}
            isBusy={more.isFetching}
            what={name}
            onChange={setOffset}
          />
        ) : null
      }
    />
  )
}

interface PagerProps {
  readonly offset: number
  readonly size: number
  readonly count: number
  readonly isBusy: boolean
  readonly what: string
  readonly onChange: (offset: number) => void
}

function Pager({ offset, size, count, isBusy, what, onChange }: PagerProps) {
  const end = Math.min(count, offset + size)
  return (
    <nav className={styles.pager} aria-label={`Pages of ${what}`} data-busy={isBusy || undefined}>
      <span className="tabular">{`${countText(offset + 1)} to ${countText(end)} of ${countText(count)}`}</span>
      <Button
        size="compact-xs"
        variant="subtle"
        disabled={offset === 0 || isBusy}
        onClick={() => onChange(Math.max(0, offset - size))}
      >
        Back
      </Button>
      <Button
        size="compact-xs"
        variant="subtle"
        disabled={end >= count || isBusy}
        onClick={() => onChange(offset + size)}
        data-testid="spend-next-values"
      >
        Next
      </Button>
    </nav>
  )
}

function rowOf(group: SpendGroup, open: ((key: string | null) => void) | null): SpendRow {
  return {
    id: `${group.key}`,
    label: group.key === null || group.key === '' ? 'not said' : group.key,
    nanoUsd: knownSpend(group),
    count: group.rows,
    ...(open ? { onOpen: () => open(group.key) } : {}),
  }
}
