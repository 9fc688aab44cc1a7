import { Button } from '@mantine/core'
import type { Prompt, Variant } from '../../../../shared/domain/prompt.ts'
import type { SearchMode, SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { useNavigate } from '../../../client/services.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { DiscordantCases } from '../../../verdict/discordant-cases.tsx'
import { VerdictStatement, VerdictTags } from '../../../verdict/verdict-statement.tsx'
import styles from '../result.module.css'
import { goalOf, MODE_LABELS } from '../squeeze-words.ts'
import { useProveRun } from './use-prove-run.ts'

export interface OutcomeProps {
  readonly squeeze: SqueezeSnapshot
  readonly prompt: Prompt
  readonly variants: readonly Variant[]
}

/** What can be said of the best candidate: its verdict, or that nobody asked, or that there is none. */
export function Outcome({ squeeze, prompt, variants }: OutcomeProps) {
  const { go } = useNavigate()
  const { verdict, proof, spec } = squeeze
  if (verdict !== null) {
    return (
      <article className={styles.card} data-testid="squeeze-verdict">
        <header className={styles.cardHead}>
          <h2 className={styles.cardTitle}>The best candidate against the original</h2>
          <VerdictTags verdict={verdict} />
        </header>
        <VerdictStatement verdict={verdict} />
        <DiscordantCases verdict={verdict} onOpenCase={null} />
      </article>
    )
  }
  if (proof === 'unverified') return <Unverified squeeze={squeeze} prompt={prompt} variants={variants} />
  const more = MORE_THOROUGH[spec.mode]
  const isStopped = squeeze.state === 'stopped'
  return (
    <article className={styles.card} data-testid="squeeze-nothing">
      <h2 className={styles.cardTitle}>
        {isStopped ? 'Nothing better was found before it stopped' : 'Nothing is better than the original'}
      </h2>
      <p className={styles.cardText}>
        {spec.mode === 'quick'
          ? 'No candidate is safe enough to be taken unmeasured. The one that changes least is chosen below: look at its edits, or let cases decide.'
          : `${NOTHING[goalOf(spec.mode)]} The original stays. You can still choose edits below, and prove them with a run.`}
      </p>
      {more === null ? null : (
        <Button
          variant="default"
          onClick={() => go({ page: 'squeeze', promptId: prompt.id, variantId: squeeze.variantId, mode: more })}
          data-testid="squeeze-try-more"
        >
          Try {MODE_LABELS[more]}
        </Button>
      )}
    </article>
  )
}

/** What to try where one found nothing. */
const MORE_THOROUGH: Readonly<Record<SearchMode, SearchMode | null>> = {
  quick: 'standard',
  frugal: 'standard',
  standard: 'medium',
  light: 'medium',
  medium: 'heavy',
  heavy: null,
}

const NOTHING = {
  squeeze: 'No candidate is cheaper and holds the score within the margin on the development cases.',
  optimize: 'No candidate is cheaper at the same quality, or better, on the development cases.',
} as const

function Unverified({ squeeze, prompt, variants }: OutcomeProps) {
  const { go } = useNavigate()
  const prove = useProveRun(squeeze, prompt, variants)
  const { winnerVariantId } = squeeze
  return (
    <article className={styles.card} data-testid="squeeze-unverified">
      <h2 className={styles.cardTitle}>
        <Icon name="warning" size={15} /> Unverified
      </h2>
      <p className={styles.cardText}>
        {squeeze.spec.mode === 'quick'
          ? 'Every gate passed: no rule, number, variable or example is lost that must stay. Whether the answers are as good is not known, since no case was asked.'
          : 'It is ahead on the development cases that were asked, and was not confirmed on the hold-out. Chosen and measured on the same cases, it looks better than it is.'}
      </p>
      <div className={styles.buttons}>
        <Button
          variant="default"
          disabled={winnerVariantId === null || prove === null}
          onClick={() => winnerVariantId && prove?.(winnerVariantId)}
          data-testid="squeeze-prove"
        >
          Prove it: run both on the cases
        </Button>
        {squeeze.spec.mode === 'quick' ? (
          <Button
            variant="subtle"
            onClick={() => go({ page: 'squeeze', promptId: prompt.id, variantId: squeeze.variantId, mode: 'standard' })}
          >
            Squeeze with cases instead
          </Button>
        ) : null}
      </div>
    </article>
  )
}
