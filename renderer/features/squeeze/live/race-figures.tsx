import type { ReactNode } from 'react'
import { isOptimizeMode, type SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { IDLE_ROUNDS, LEAST_GAIN } from '../../../../shared/optimize/optimize-modes.ts'
import { TrendLine } from '../../../charts/trend-line.tsx'
import { countText } from '../../../ui/figures.ts'
import figures from '../figures.module.css'
import styles from '../result.module.css'

/** What has been found so far, in figures. */
export function RaceFigures({ squeeze }: { readonly squeeze: SqueezeSnapshot }) {
  const { arms, spec, segments, ledger, edits, rejected, worth } = squeeze
  const required = ledger.filter(({ isRequired }) => isRequired).length
  return (
    <dl className={figures.figures}>
      <Figure name="Segments">{countText(segments.length)}</Figure>
      <Figure
        name={arms.length > 1 ? 'Rules kept by every candidate' : 'Rules'}
        title="Every candidate must still state the required rules; one that does not is rejected."
        testId="squeeze-coverage"
      >
        {arms.length > 1
          ? `${countText(required)} of ${countText(required)} required`
          : `${countText(ledger.length)}, ${countText(required)} required`}
      </Figure>
      <Figure name="Edits">
        {countText(edits.length)}
        {rejected.length > 0 ? `, ${countText(rejected.length)} rejected` : ''}
      </Figure>
      {isOptimizeMode(spec.mode) ? (
        <SearchFigures squeeze={squeeze} />
      ) : (
        <>
          <Figure name="Parts measured">{countText(worth.length)}</Figure>
          <Figure name="Candidates">{countText(Math.max(0, arms.length - 1))}</Figure>
        </>
      )}
    </dl>
  )
}

/** Of an optimization: its rounds, its pool, and what its front covers; stands within a list of figures. */
export function SearchFigures({ squeeze: { arms, hypervolumes, state } }: { readonly squeeze: SqueezeSnapshot }) {
  const bred = arms.filter(({ isBaseline }) => !isBaseline)
  const pool = bred.filter(({ isAlive }) => isAlive)
  const front = pool.filter(({ isOnFront }) => isOnFront === true)
  const first = hypervolumes[0]
  const now = hypervolumes.at(-1)
  const rounds = Math.max(0, hypervolumes.length - 1)
  const isOn = state === 'running' && first !== undefined
  return (
    <>
      <Figure name="Rounds" testId="squeeze-rounds">
        {countText(rounds)}
        {isOn ? <span className="muted"> done</span> : ''}
      </Figure>
      <Figure name="Candidates" title="Bred so far; in the pool; of these on the front" testId="squeeze-pool">
        {countText(bred.length)} bred, {countText(pool.length)} in the pool, {countText(front.length)} on the front
      </Figure>
      {first === undefined || now === undefined ? null : (
        <Figure
          name="Hypervolume"
          title={`What the front covers between no quality and twice the original’s cost. The search ends when ${IDLE_ROUNDS} rounds in a row add less than ${LEAST_GAIN * 100} %.`}
          testId="squeeze-hypervolume"
        >
          <span className={styles.trend}>
            {now.toFixed(3)}
            <span className="muted">{gainText(first, now)}</span>
            <TrendLine
              values={hypervolumes}
              label={`Hypervolume from ${first.toFixed(3)} to ${now.toFixed(3)} in ${rounds} rounds`}
            />
          </span>
        </Figure>
      )}
    </>
  )
}

interface FigureProps {
  readonly name: string
  readonly title?: string
  readonly testId?: string
  readonly children: ReactNode
}

function Figure({ name, title, testId, children }: FigureProps) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd data-testid={testId}>{children}</dd>
    </div>
  )
}

/** "+12.4 %": what the rounds have added to the original's own. */
function gainText(first: number, now: number): string {
  return first > 0 ? `+${((100 * (now - first)) / first).toFixed(1)} %` : ''
}
