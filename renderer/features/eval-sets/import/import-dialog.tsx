import { Modal } from '@mantine/core'
import { useState } from 'react'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { EvalSetId, ProjectId } from '../../../../shared/domain/ids.ts'
import { LoadingRows } from '../../../ui/states.tsx'
import { ChooseStep } from './choose-step.tsx'
import { FailedStep } from './failed-step.tsx'
import { MappingStep } from './mapping-step.tsx'
import { type ImportOutcome, OutcomeStep } from './outcome-step.tsx'
import type { Importing } from './use-import.ts'

export interface ImportDialogProps {
  readonly importing: Importing
  readonly projectId: ProjectId
  /** The open set: cases can be added to it. */
  readonly current: EvalSet | null
  readonly onDone: (evalSetId: EvalSetId) => void
}

/** From a file or a pasted table to cases: choose, map, see what came in. */
export function ImportDialog({ importing, projectId, current, onDone }: ImportDialogProps) {
  const { state } = importing
  const [outcome, setOutcome] = useState<ImportOutcome | null>(null)
  const isWide = state.step === 'mapping' && outcome === null

  function close(): void {
    setOutcome(null)
    importing.close()
  }

  return (
    <Modal
      opened={importing.isOpen}
      onClose={close}
      title={outcome ? 'Imported, with problems' : titleOf(importing)}
      size={isWide ? 'min(1180px, 94vw)' : 560}
      closeButtonProps={{ 'aria-label': 'Close' }}
      closeOnClickOutside={state.step !== 'mapping'}
    >
      {outcome ? <OutcomeStep outcome={outcome} onClose={close} /> : null}
      {outcome === null && state.step === 'choosing' ? <ChooseStep importing={importing} /> : null}
      {outcome === null && state.step === 'reading' ? <LoadingRows rows={6} label={`Reading ${state.name}`} /> : null}
      {outcome === null && state.step === 'failed' ? <FailedStep importing={importing} state={state} /> : null}
      {outcome === null && state.step === 'mapping' ? (
        <MappingStep
          key={state.source.name}
          importing={importing}
          state={state}
          projectId={projectId}
          current={current}
          onImported={(done) => {
            onDone(done.evalSetId)
            if (done.problems.length > 0) setOutcome(done)
            else close()
          }}
        />
      ) : null}
    </Modal>
  )
}

function titleOf({ state }: Importing): string {
  if (state.step === 'mapping') return `Import ${state.source.name}`
  if (state.step === 'failed') return 'This table could not be read'
  return 'Import cases'
}
