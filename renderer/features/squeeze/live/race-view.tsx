import type { SqueezeArm, SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { RaceChart } from '../../../charts/race-chart.tsx'
import { countText, plural } from '../../../ui/figures.ts'
import styles from '../result.module.css'
import { ArmTable } from './arm-table.tsx'
import { racePoints } from './race-points.ts'
import { WorthTable } from './worth-table.tsx'

export interface RaceViewProps {
  readonly squeeze: SqueezeSnapshot
  /** The candidate whose edits are chosen now. */
  readonly chosen?: string | null
  /** Chooses a candidate's edits; null while the race goes on. */
  readonly onTake?: ((arm: SqueezeArm) => void) | null
}

/** The race as it stands: who is ahead, who was dropped and why, and what has been found so far. */
export function RaceView({ squeeze, chosen = null, onTake = null }: RaceViewProps) {
  const { arms, spec, segments, ledger, edits, rejected, worth, notes } = squeeze
  const points = racePoints(squeeze)
  const required = ledger.filter(({ isRequired }) => isRequired).length
  return (
    <div className={styles.race}>
      <dl className={styles.figures}>
        <div>
          <dt>Segments</dt>
          <dd>{countText(segments.length)}</dd>
        </div>
        <div title="Every candidate must still state the required rules; one that does not is rejected.">
          <dt>{arms.length > 1 ? 'Rules kept by every candidate' : 'Rules'}</dt>
          <dd data-testid="squeeze-coverage">
            {arms.length > 1
              ? `${countText(required)} of ${countText(required)} required`
              : `${countText(ledger.length)}, ${countText(required)} required`}
          </dd>
        </div>
        <div>
          <dt>Edits</dt>
          <dd>
            {countText(edits.length)}
            {rejected.length > 0 ? `, ${countText(rejected.length)} rejected` : ''}
          </dd>
        </div>
        <div>
          <dt>Parts measured</dt>
          <dd>{countText(worth.length)}</dd>
        </div>
        <div>
          <dt>Candidates</dt>
          <dd>{countText(Math.max(0, arms.length - 1))}</dd>
        </div>
      </dl>
      {points.length > 0 ? (
        <figure className={styles.chart}>
          <figcaption>
            Candidates against the original on the same {plural(squeeze.cases.development, 'development case')}.{' '}
            {squeeze.state === 'running' ? 'Filled still races' : 'Filled stayed to the end'}, hollow was dropped; the
            dashed line is the front.
          </figcaption>
          <RaceChart points={points} margin={spec.margin ?? 0.03} />
        </figure>
      ) : null}
      {arms.length > 0 ? <ArmTable squeeze={squeeze} chosen={chosen} onTake={onTake} /> : null}
      {arms.length === 0 && squeeze.state === 'running' ? (
        <p className={styles.note} data-testid="squeeze-waiting">
          {squeeze.stage === 'attribution'
            ? 'Parts are left out of the prompt at random, to see what each is worth. Candidates are drafted from that.'
            : 'The candidates appear once the proposals are in.'}
        </p>
      ) : null}
      <Notes notes={notes} />
      <WorthTable segments={segments} worth={worth} />
    </div>
  )
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
