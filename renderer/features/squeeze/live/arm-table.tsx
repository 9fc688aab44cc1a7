import { Button } from '@mantine/core'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { SqueezeArm, SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { countText, percentText } from '../../../ui/figures.ts'
import { Tag } from '../../../ui/marks.tsx'
import styles from '../result.module.css'
import { pointsText } from '../squeeze-words.ts'
import { type ArmState, armNumber, armState } from './race-points.ts'

export interface ArmTableProps {
  readonly squeeze: SqueezeSnapshot
  /** The one whose edits are chosen now. */
  readonly chosen: string | null
  /** Chooses a candidate's edits; null while the race goes on. */
  readonly onTake: ((arm: SqueezeArm) => void) | null
}

/** The candidates, from the boldest to what is lossless only, with how they fared. */
export function ArmTable({ squeeze, chosen, onTake }: ArmTableProps) {
  const { arms, promptTokens } = squeeze
  return (
    <table className={styles.table} data-testid="squeeze-arms">
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
          <th scope="col">State</th>
          {onTake ? <th scope="col" aria-label="Take" /> : null}
        </tr>
      </thead>
      <tbody>
        {arms.map((arm, index) => {
          const state = armState(arm, squeeze)
          return (
            <tr key={arm.id} data-state={state} data-testid={state === 'best' ? 'best-arm' : 'arm'}>
              <td>{armNumber(index)}</td>
              <th scope="row">
                {arm.label}
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
              <td>
                <StateTag state={state} isOnFront={arm.isOnFront === true && !arm.isBaseline} />
              </td>
              {onTake ? (
                <td>
                  <Button
                    variant="default"
                    size="compact-xs"
                    disabled={arm.id === chosen}
                    onClick={() => onTake(arm)}
                    aria-label={`Choose the edits of ${arm.label}`}
                  >
                    {arm.id === chosen ? 'Chosen' : 'Choose'}
                  </Button>
                </td>
              ) : null}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function StateTag({ state, isOnFront }: { readonly state: ArmState; readonly isOnFront: boolean }) {
  if (state === 'original') return <span className="muted">original</span>
  return (
    <span className={styles.states}>
      {state === 'best' ? <Tag tone="good">★ best</Tag> : null}
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
