import type { CaseId, ModelId, RunId, VariantId } from '../../../../shared/domain/ids.ts'
import { useRoute } from '../../../client/use-route.ts'
import { plural } from '../../../ui/figures.ts'
import { Tag } from '../../../ui/marks.tsx'
import { Section } from '../../../ui/section.tsx'
import styles from './cell-detail.module.css'

export interface DistinctOutputsProps {
  readonly runId: RunId
  readonly cell: { readonly variantId: VariantId; readonly modelId: ModelId; readonly caseId: CaseId }
  readonly trials: number
  readonly chosen: number
  readonly onChoose: (repeat: number) => void
}

/** The different answers of a cell's trials, the most frequent first; choosing one shows its first trial. */
export function DistinctOutputs({ runId, cell, trials, chosen, onChoose }: DistinctOutputsProps) {
  const { variantId, modelId, caseId } = cell
  const outputs = useRoute('results.outputs', { runId, key: { variantId, modelId, caseId } })
  if (outputs.error) return <p className={styles.error}>{outputs.error.message}</p>
  if (!outputs.data || outputs.data.length === 0) return null
  const answered = outputs.data.reduce((sum, { repeats }) => sum + repeats.length, 0)
  return (
    <Section
      title={plural(outputs.data.length, 'distinct output')}
      aside={
        <span className="muted tabular">
          {answered} of {trials} trials answered
        </span>
      }
    >
      <ul className={styles.distinct} data-testid="distinct-outputs">
        {outputs.data.map(({ output, repeats, hasPassed }) => (
          <li key={repeats[0] ?? output}>
            <button
              type="button"
              className={styles.repeat}
              aria-pressed={repeats.includes(chosen)}
              onClick={() => onChoose(repeats[0] ?? 0)}
            >
              <span className={styles.trialCount}>{repeats.length} ×</span>
              {hasPassed === null ? null : <Tag tone={hasPassed ? 'good' : 'bad'}>{hasPassed ? '✓' : '✗'}</Tag>}
              <span className={styles.distinctText}>{output === '' ? '(empty)' : output}</span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
