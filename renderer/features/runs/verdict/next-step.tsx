import { Button } from '@mantine/core'
import type { Run } from '../../../../shared/domain/run.ts'
import type { Verdict } from '../../../../shared/domain/verdict.ts'
import { useNavigate } from '../../../client/services.tsx'
import { useRoute } from '../../../client/use-route.ts'
import { countText } from '../../../ui/figures.ts'
import styles from './verdict.module.css'

/** What would settle an open verdict, with the button that does it: the hold-out, more cases, more repeats. */
export function NextStep({
  run,
  verdict,
  onHoldOut,
}: {
  readonly run: Run
  readonly verdict: Verdict
  readonly onHoldOut: () => void
}) {
  const { go } = useNavigate()
  const { evalSetId } = run.spec
  const promptId = run.columns[0]?.promptId ?? null
  const isOpen = verdict.moreCases !== null
  const evalSet = useRoute('eval-sets.get', isOpen ? { evalSetId } : null)
  const variants = useRoute('variants.list', isOpen && promptId ? { promptId } : null)
  const mayConfirm =
    verdict.part === 'dev' && (verdict.kind === 'not-worse-and-cheaper' || verdict.kind === 'cheaper-undecided')
  if (!isOpen && !mayConfirm) return null
  const unused = Math.max(0, (evalSet.data?.caseCount ?? run.caseCount) - run.caseCount)

  function runAgain(change: { readonly caseLimit: number | null; readonly repeats: number }): void {
    if (!promptId) return
    const letters = new Set(run.columns.map(({ variantLabel }) => variantLabel.replace(/\d+$/, '')))
    const leftOut = (variants.data ?? []).map(({ letter }) => letter).filter((letter) => !letters.has(letter))
    const preset = { evalSetId, modelIds: run.spec.modelIds, leftOut, ...change }
    go({ page: 'runs', runId: run.id, newRunFor: promptId, preset })
  }

  return (
    <div className={styles.next} data-testid="verdict-next">
      <span>
        {verdict.moreCases === null
          ? 'Found on the cases to choose by: confirm it on the others.'
          : `About ${countText(verdict.moreCases)} more ${partText(verdict)} would settle it${unused > 0 ? `; ${countText(unused)} of the eval set were not asked` : ''}.`}
      </span>
      {mayConfirm ? (
        <Button variant="default" onClick={onHoldOut} data-testid="verdict-to-hold-out">
          To the hold-out
        </Button>
      ) : null}
      {isOpen && unused > 0 ? (
        <Button
          variant="default"
          onClick={() => runAgain({ caseLimit: null, repeats: run.spec.repeats })}
          data-testid="verdict-more-cases"
        >
          Run all {countText(run.caseCount + unused)} cases
        </Button>
      ) : null}
      {isOpen && unused === 0 && evalSet.data ? (
        <>
          <Button
            variant="default"
            onClick={() => runAgain({ caseLimit: run.spec.caseLimit, repeats: Math.min(100, run.spec.repeats + 2) })}
            data-testid="verdict-more-repeats"
          >
            Run {run.spec.repeats + 2} repeats
          </Button>
          <Button
            variant="default"
            onClick={() => go({ page: 'eval-sets', evalSetId })}
            data-testid="verdict-add-cases"
          >
            Add cases
          </Button>
        </>
      ) : null}
    </div>
  )
}

function partText({ part }: Verdict): string {
  return part === 'dev' ? 'development cases' : part === 'hold-out' ? 'hold-out cases' : 'cases'
}
