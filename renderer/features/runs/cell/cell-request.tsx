import { useState } from 'react'
import type { RunId } from '../../../../shared/domain/ids.ts'
import type { Cell } from '../../../../shared/domain/run.ts'
import { useRoute } from '../../../client/use-route.ts'
import { Section } from '../../../ui/section.tsx'
import styles from './cell-detail.module.css'
import { OutputText } from './output-text.tsx'

/** What the cell asked; folded, and only then rendered. */
export function CellRequest({ runId, cell }: { readonly runId: RunId; readonly cell: Cell }) {
  const [isOpen, setIsOpen] = useState(false)
  const { variantId, modelId, caseId, repeat } = cell
  const request = useRoute('results.request', isOpen ? { runId, key: { variantId, modelId, caseId, repeat } } : null)
  return (
    <Section title="Request" word="ledger">
      <details onToggle={(event) => setIsOpen(event.currentTarget.open)} data-testid="cell-request">
        <summary className={styles.summary}>Messages as they were sent</summary>
        {request.error ? <p className={styles.error}>{request.error.message}</p> : null}
        {(request.data?.messages ?? []).map(({ role, content }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: messages have no name, and their order is fixed
          <div key={index}>
            <div className={styles.sideName}>{role}</div>
            <OutputText text={content} />
          </div>
        ))}
        {request.data ? <OutputText text={JSON.stringify(request.data.parameters, null, 2)} /> : null}
      </details>
    </Section>
  )
}
