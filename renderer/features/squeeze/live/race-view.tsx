import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import { isOptimizeMode, type SqueezeArm, type SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { RaceChart } from '../../../charts/race-chart.tsx'
import { plural } from '../../../ui/figures.ts'
import { looksOf } from '../looks-of.ts'
import styles from '../result.module.css'
import { CandidateTables } from './candidate-tables.tsx'
import { RaceFigures } from './race-figures.tsx'
import { racePoints } from './race-points.ts'
import { WorthTable } from './worth-table.tsx'

export interface RaceViewProps {
  readonly squeeze: SqueezeSnapshot
  /** The candidate whose edits are chosen now. */
  readonly chosen?: string | null
  /** Chooses a candidate's edits; null while the race goes on. */
  readonly onTake?: ((arm: SqueezeArm) => void) | null
  /** False where the picture stands elsewhere on the page. */
  readonly hasPicture?: boolean
}

/** The race as it stands: who is ahead, who was dropped and why, and what has been found so far. */
export function RaceView({ squeeze, chosen = null, onTake = null, hasPicture = true }: RaceViewProps) {
  const { arms, segments, worth, notes } = squeeze
  return (
    <div className={styles.race}>
      <RaceFigures squeeze={squeeze} />
      {hasPicture ? <RaceFigure squeeze={squeeze} /> : null}
      {arms.length > 0 ? <CandidateTables squeeze={squeeze} chosen={chosen} onTake={onTake} /> : null}
      {arms.length === 0 && squeeze.state === 'running' ? (
        <p className={styles.note} data-testid="squeeze-waiting">
          {waitingText(squeeze)}
        </p>
      ) : null}
      <Notes notes={notes} />
      <WorthTable segments={segments} worth={worth} />
    </div>
  )
}

/** Quality against cost, with the front; nothing before a candidate has answered. */
export function RaceFigure({ squeeze }: { readonly squeeze: SqueezeSnapshot }) {
  const { arms, spec, state, cases } = squeeze
  const points = racePoints(squeeze)
  if (points.length === 0) return null
  const original = arms.find(({ isBaseline }) => isBaseline)
  const asked = original?.n || cases.development
  const price = original?.costPer1000NanoUsd ?? null
  return (
    <figure className={styles.chart}>
      <figcaption>
        Candidates against the original on up to {plural(asked, 'development case')}.{' '}
        {isOptimizeMode(spec.mode)
          ? 'Filled is in the pool, small was given up early'
          : state === 'running'
            ? 'Filled still races, hollow was dropped'
            : 'Filled stayed to the end, hollow was dropped'}
        ; the dashed line is the front.
        {looksOf(squeeze).length > 0 ? ' A diamond is what it came to on the hold-out, with its interval.' : ''}
        {price === null ? '' : ` 100 % is ${formatUsd(price)} per 1,000 calls.`}
      </figcaption>
      <RaceChart points={points} margin={spec.margin ?? 0.03} />
    </figure>
  )
}

function waitingText({ stage, spec }: SqueezeSnapshot): string {
  if (stage === 'attribution')
    return 'Parts are left out of the prompt at random, to see what each is worth. Candidates are drafted from that.'
  return isOptimizeMode(spec.mode)
    ? 'The original answers the development cases first. Candidates are bred once the proposals are in.'
    : 'The candidates appear once the proposals are in.'
}

/** What happened on the way, in words. */
export function Notes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null
  return (
    <ul className={styles.notes} aria-label="What happened" data-selectable>
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  )
}
