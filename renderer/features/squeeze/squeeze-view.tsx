import type { SqueezeId } from '../../../shared/domain/ids.ts'
import type { Prompt, Variant } from '../../../shared/domain/prompt.ts'
import { FailedState, LoadingRows } from '../../ui/states.tsx'
import { EndedNotice } from './live/ended-notice.tsx'
import { LiveStrip } from './live/live-strip.tsx'
import { RaceView } from './live/race-view.tsx'
import { ResultView } from './result/result-view.tsx'
import results from './result.module.css'
import styles from './squeeze.module.css'
import { useSqueeze } from './use-squeeze.ts'

export interface SqueezeViewProps {
  readonly squeezeId: SqueezeId
  readonly prompt: Prompt
  readonly variants: readonly Variant[]
}

/** One squeeze, from its first call to what is taken of it. */
export function SqueezeView({ squeezeId, prompt, variants }: SqueezeViewProps) {
  const { squeeze, job, error, refetch } = useSqueeze(squeezeId)
  if (error) return <FailedState error={error} onRetry={refetch} />
  if (!squeeze) return <LoadingRows rows={10} label="Loading the squeeze" />
  const hasResult = squeeze.state === 'finished' || squeeze.state === 'stopped'
  return (
    <div className={styles.view} data-testid="squeeze-view" data-state={squeeze.state} data-stage={squeeze.stage}>
      <LiveStrip squeeze={squeeze} job={job} variants={variants} />
      <EndedNotice squeeze={squeeze} />
      {hasResult ? (
        <ResultView squeeze={squeeze} prompt={prompt} variants={variants} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard
        <section className={results.scroll} aria-label="The race" tabIndex={0}>
          <RaceView squeeze={squeeze} />
        </section>
      )}
    </div>
  )
}
