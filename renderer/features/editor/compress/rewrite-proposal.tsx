import { Button } from '@mantine/core'
import { useState } from 'react'
import { compressors } from '../../../../shared/compress/registry.ts'
import type { Proposal } from '../../../../shared/domain/compression.ts'
import { EditDiff } from '../../../ui/edit-diff.tsx'
import { savingText } from '../../../ui/saving-text.ts'
import type { Desk } from '../use-desk.ts'
import styles from './compress.module.css'
import { EditList } from './edit-list.tsx'
import { useTakeEdits } from './use-take-edits.ts'

export interface RewriteProposalProps {
  readonly proposal: Proposal
  readonly desk: Desk
  readonly onChoose: (letter: string) => void
  readonly onClose: () => void
}

/** What the model proposed, edit by edit, and what was rejected and why. */
export function RewriteProposal({ proposal, desk, onChoose, onClose }: RewriteProposalProps) {
  const [refused, setRefused] = useState<ReadonlySet<string>>(new Set())
  const { take, isTaking } = useTakeEdits(onChoose)
  const taken = proposal.edits.filter(({ id }) => !refused.has(id))
  const saved = taken.reduce((sum, { savedTokens }) => sum + savedTokens, 0)

  function toggle(id: string): void {
    const next = new Set(refused)
    if (!next.delete(id)) next.add(id)
    setRefused(next)
  }

  return (
    <>
      <div className={styles.bar}>
        <span className="tabular">
          {taken.length} of {proposal.edits.length}, <strong>{savingText(saved)}</strong> tokens
        </span>
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button
          disabled={taken.length === 0}
          loading={isTaking}
          data-testid="take-rewrites"
          onClick={() => void take(desk.variant, taken)}
        >
          {taken.length === 0 ? 'Take' : `Take ${taken.length}`}
        </Button>
      </div>
      {proposal.edits.length === 0 ? (
        <p className={styles.message}>The model found nothing that it could say shorter.</p>
      ) : null}
      <EditList
        edits={proposal.edits}
        isTaken={({ id }) => !refused.has(id)}
        onToggle={({ id }) => toggle(id)}
        labelOf={(id) => compressors.get(id).label}
      />
      {proposal.rejected.length > 0 ? (
        <details className={styles.rejected}>
          <summary>
            {proposal.rejected.length} {proposal.rejected.length === 1 ? 'rewrite was' : 'rewrites were'} rejected
          </summary>
          <ul className={styles.list}>
            {proposal.rejected.map(({ messageIndex, original, candidate, reason }) => (
              <li key={`${messageIndex}-${original}`} className={styles.edit} data-testid="rejected">
                <p className={styles.reason} style={{ margin: 0 }}>
                  {reason}
                </p>
                <EditDiff original={original} replacement={candidate} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  )
}
