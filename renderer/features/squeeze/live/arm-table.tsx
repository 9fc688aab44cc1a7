import { Button } from '@mantine/core'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import { isOptimizeMode, type SqueezeArm, type SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { mutations } from '../../../../shared/optimize/mutations/registry.ts'
import { costText, differenceText } from '../../../../shared/verdict/verdict-sentence.ts'
import { countText, percentText } from '../../../ui/figures.ts'
import { Tag } from '../../../ui/marks.tsx'
import { looksOf } from '../looks-of.ts'
import styles from '../result.module.css'
import { pointsText } from '../squeeze-words.ts'
import { type NumberedArm, parentsText } from './candidate-groups.ts'
import { type ArmState, armNumber, armState } from './race-points.ts'

export interface ArmTableProps {
  readonly squeeze: SqueezeSnapshot
  readonly rows: readonly NumberedArm[]
  /** The one whose edits are chosen now. */
  readonly chosen: string | null
  /** Chooses a candidate's edits; null while the race goes on. */
  readonly onTake: ((arm: SqueezeArm) => void) | null
  readonly testId?: string
}

/** Candidates with how they fared on the development cases, and where they were looked at, on the hold-out. */
export function ArmTable({ squeeze, rows, chosen, onTake, testId = 'squeeze-arms' }: ArmTableProps) {
  const looks = looksOf(squeeze)
  return (
    <table className={styles.table} data-testid={testId}>
      <thead>
        <tr>
          <th scope="col">#</th>
          <th scope="col">Candidate</th>
          <th scope="col">Tokens</th>
          <th scope="col">Cases</th>
          <th scope="col">Score</th>
          <th scope="col" title="Against the original on the same cases">
            Points
          </th>
          <th scope="col" title="Billed cost, of the original’s on the same cases">
            Cost
          </th>
          <th scope="col">$ per 1,000</th>
          {looks.length > 0 ? <th scope="col">On the hold-out</th> : null}
          <th scope="col">State</th>
          {onTake ? <th scope="col" aria-label="Take" /> : null}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ arm, number }) => (
          <ArmRow key={arm.id} squeeze={squeeze} arm={arm} number={number} chosen={chosen} onTake={onTake} />
        ))}
      </tbody>
    </table>
  )
}

type ArmRowProps = Pick<ArmTableProps, 'squeeze' | 'chosen' | 'onTake'> & NumberedArm

function ArmRow({ squeeze, arm, number, chosen, onTake }: ArmRowProps) {
  const { arms, promptTokens } = squeeze
  const looks = looksOf(squeeze)
  const state = armState(arm, squeeze)
  const verdict = looks.find(({ armId }) => armId === arm.id)?.verdict
  return (
    <tr data-state={state} data-testid={state === 'best' ? 'best-arm' : 'arm'}>
      <td>{armNumber(number)}</td>
      <th scope="row" className={styles.candidate}>
        {arm.label}
        <Origin arm={arm} arms={arms} />
        {arm.whyDropped ? <span className={styles.why}>{arm.whyDropped}</span> : null}
      </th>
      <td>
        {countText(arm.promptTokens)}
        {arm.isBaseline || promptTokens === 0 ? null : (
          <span className="muted"> {changeText(arm.promptTokens / promptTokens)}</span>
        )}
      </td>
      <td>{countText(arm.n)}</td>
      <td>{percentText(arm.meanScore)}</td>
      <td>{arm.isBaseline || arm.difference === null ? '–' : pointsText(arm.difference * 100)}</td>
      <td>{arm.costRatio === null ? '–' : `${Math.round(arm.costRatio * 100)} %`}</td>
      <td>{arm.costPer1000NanoUsd === null ? '–' : formatUsd(arm.costPer1000NanoUsd)}</td>
      {looks.length > 0 ? (
        <td>
          {verdict ? (
            <>
              {differenceText(verdict.difference, verdict.differenceInterval)}
              <span className={styles.why}>{costText(verdict)}</span>
            </>
          ) : (
            '–'
          )}
        </td>
      ) : null}
      <td>
        <StateTag squeeze={squeeze} state={state} isOnFront={arm.isOnFront === true && !arm.isBaseline} />
      </td>
      {onTake ? (
        <td>
          {arm.isBaseline ? null : (
            <Button
              variant="default"
              size="compact-xs"
              disabled={arm.id === chosen}
              onClick={() => onTake(arm)}
              aria-label={`${arm.id === chosen ? 'Chosen' : 'Choose'}: the edits of ${arm.label}`}
            >
              {arm.id === chosen ? 'Chosen' : 'Choose'}
            </Button>
          )}
        </td>
      ) : null}
    </tr>
  )
}

/** Of an optimization's candidate: by which mutation, and of whom. */
function Origin({ arm, arms }: { readonly arm: SqueezeArm; readonly arms: readonly SqueezeArm[] }) {
  const parents = parentsText(arm, arms)
  if (arm.mutation === null || parents === null) return null
  const label = mutations.has(arm.mutation) ? mutations.get(arm.mutation).label : arm.mutation
  return (
    <span className={styles.why}>
      {label}, {parents}
    </span>
  )
}

interface StateTagProps {
  readonly squeeze: SqueezeSnapshot
  readonly state: ArmState
  readonly isOnFront: boolean
}

function StateTag({ squeeze: { spec, winnerVariantId }, state, isOnFront }: StateTagProps) {
  if (state === 'original') return <span className="muted">original</span>
  // Of an optimization, the best is one end of the front.
  const bestText = !isOptimizeMode(spec.mode) ? 'best' : winnerVariantId === null ? 'ahead' : 'saved'
  return (
    <span className={styles.states}>
      {state === 'best' ? <Tag tone="good">★ {bestText}</Tag> : null}
      {state === 'dropped' ? <Tag>dropped</Tag> : null}
      {state === 'racing' ? <Tag tone="accent">racing</Tag> : null}
      {isOnFront ? <Tag tone="accent">front</Tag> : null}
    </span>
  )
}

/** "−52 %" */
function changeText(ratio: number): string {
  const percent = Math.round((ratio - 1) * 100)
  if (percent === 0) return '±0 %'
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent)} %`
}
