import { NativeSelect } from '@mantine/core'
import { type Change, diffWords } from 'diff'
import { useMemo, useState } from 'react'
import type { Cell, Run } from '../../../../shared/domain/run.ts'
import { useRoute } from '../../../client/use-route.ts'
import { Section } from '../../../ui/section.tsx'
import styles from './cell-detail.module.css'

/** A diff that takes longer than this is not worth the wait; both texts are shown as they are. */
const DIFF_TIMEOUT_MS = 250

export interface OutputCompareProps {
  readonly run: Run
  /** What it is compared with at first; null = the first other column. */
  readonly baseline: number | null
  readonly cell: Cell
  readonly columnIndex: number
}

/** This output beside another column's for the same case, with the words that differ. */
export function OutputCompare({ run, cell, columnIndex, baseline }: OutputCompareProps) {
  const [chosen, setChosen] = useState<number | null>(null)
  const others = run.columns.map((_, index) => index).filter((index) => index !== columnIndex)
  const wanted = chosen ?? baseline
  const otherIndex = wanted !== null && others.includes(wanted) ? wanted : (others[0] ?? null)
  const column = otherIndex === null ? undefined : run.columns[otherIndex]
  const full = useRoute(
    'results.cell',
    column
      ? {
          runId: run.id,
          key: { variantId: column.variantId, modelId: column.modelId, caseId: cell.caseId, repeat: cell.repeat },
        }
      : null,
  )
  const other = full.data ?? null
  return (
    <Section
      title="Compared with"
      aside={
        <NativeSelect
          aria-label="Column to compare with"
          value={String(otherIndex ?? '')}
          onChange={(event) => setChosen(Number(event.currentTarget.value))}
          data={others.map((index) => ({
            value: String(index),
            label: nameOf(run, index),
          }))}
          data-testid="compare-column"
        />
      }
    >
      {full.error ? (
        <p className={styles.none}>That cell has no answer yet.</p>
      ) : other?.error ? (
        <p className={styles.error}>{other.error.message}</p>
      ) : other ? (
        <WordDiff
          before={other.output}
          after={cell.output}
          names={[nameOf(run, otherIndex ?? 0), nameOf(run, columnIndex)]}
        />
      ) : (
        <p className={styles.none}>Loading…</p>
      )}
    </Section>
  )
}

function nameOf(run: Run, index: number): string {
  const column = run.columns[index]
  return column ? `${column.variantLabel} on ${column.modelId}` : ''
}

interface WordDiffProps {
  readonly before: string
  readonly after: string
  readonly names: readonly [before: string, after: string]
}

/** Words only in the other output are struck through, words only in this one underlined. */
function WordDiff({ before, after, names }: WordDiffProps) {
  const parts = useMemo(() => diffWords(before, after, { timeout: DIFF_TIMEOUT_MS }) ?? null, [before, after])
  if (before === after) return <p className={styles.none}>Both outputs are the same.</p>
  return (
    <div className={styles.sides} data-testid="output-diff">
      <div>
        <div className={styles.sideName}>{names[0]}</div>
        <pre className={styles.output}>{parts ? <Side parts={parts} own="removed" /> : before}</pre>
      </div>
      <div>
        <div className={styles.sideName}>{names[1]}</div>
        <pre className={styles.output}>{parts ? <Side parts={parts} own="added" /> : after}</pre>
      </div>
    </div>
  )
}

function Side({ parts, own }: { readonly parts: readonly Change[]; readonly own: 'added' | 'removed' }) {
  const foreign = own === 'added' ? 'removed' : 'added'
  const Mark = own === 'added' ? 'ins' : 'del'
  return parts.map((part, index) => {
    if (part[foreign]) return null
    if (!part[own]) return part.value
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts are made anew with the texts
      <Mark key={index} className={styles[own]}>
        {part.value}
      </Mark>
    )
  })
}
