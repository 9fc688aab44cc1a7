import type { SqueezeId } from '../../../shared/domain/ids.ts'
import type { Variant } from '../../../shared/domain/prompt.ts'
import type { SqueezeSummary } from '../../../shared/domain/squeeze.ts'
import { useJob } from '../../client/use-job.ts'
import { momentText } from '../../ui/figures.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Tag } from '../../ui/marks.tsx'
import side from '../../ui/side-list.module.css'
import styles from './squeeze.module.css'
import { GOALS, goalOf, MODES, PROOFS, STATES } from './squeeze-words.ts'
import { VariantName } from './variant-name.tsx'

export interface SqueezeListProps {
  readonly squeezes: readonly SqueezeSummary[]
  readonly variants: readonly Variant[]
  readonly currentId: SqueezeId | null
  readonly onOpen: (id: SqueezeId) => void
  readonly onNew: () => void
}

/** The squeezes and optimizations of a prompt, the newest first: what ran before stays to be looked at. */
export function SqueezeList({ squeezes, variants, currentId, onOpen, onNew }: SqueezeListProps) {
  return (
    <nav className={side.pane} aria-label="Squeezes and optimizations of this prompt">
      <header className={side.head}>
        <h2 className={side.title}>Searches</h2>
        <IconButton icon="add" label="New search" keys="Alt+N" onClick={onNew} testId="new-squeeze" />
      </header>
      <ul className={side.list}>
        {squeezes.length === 0 ? <li className={side.none}>None yet.</li> : null}
        {squeezes.map((squeeze) => (
          <li key={squeeze.id}>
            <button
              type="button"
              className={styles.listItem}
              aria-current={squeeze.id === currentId ? 'true' : undefined}
              data-testid="squeeze-item"
              data-state={squeeze.state}
              onClick={() => onOpen(squeeze.id)}
            >
              <span className={styles.listHead}>
                <VariantName variantId={squeeze.variantId} variants={variants} />
                {MODES.find(({ mode }) => mode === squeeze.mode)?.label}
                <SqueezeTag squeeze={squeeze} />
              </span>
              <span className="muted">
                {GOALS.find(({ goal }) => goal === goalOf(squeeze.mode))?.name}, {momentText(squeeze.createdAt)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function SqueezeTag({ squeeze }: { readonly squeeze: SqueezeSummary }) {
  const job = useJob(squeeze.state === 'running' ? squeeze.jobId : null)
  if (squeeze.state === 'running' && job !== null)
    return <Tag tone="accent">{`${Math.floor((100 * job.done) / Math.max(1, job.total))} %`}</Tag>
  const hasWord = squeeze.state === 'finished' || (squeeze.state === 'stopped' && squeeze.proof !== 'none')
  const { text, tone } = hasWord ? PROOFS[squeeze.proof] : STATES[squeeze.state]
  return <Tag tone={tone}>{text}</Tag>
}
