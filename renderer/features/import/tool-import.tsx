import { Button, Modal } from '@mantine/core'
import { useRef } from 'react'
import { useActions } from '../../client/use-actions.ts'
import { LoadingRows } from '../../ui/states.tsx'
import { ConfigStep } from './config-step.tsx'
import { ResultsStep } from './results-step.tsx'
import styles from './tool-import.module.css'
import { type ToolImportState, useToolImport } from './use-tool-import.ts'

/** Imports of what holds prompts, cases and results at once: shown first, taken when the user says so. */
export function ToolImport() {
  const { state, take, close } = useToolImport()
  const folder = useRef<HTMLInputElement>(null)
  const file = useRef<HTMLInputElement>(null)
  useActions([
    { id: 'import-folder', label: 'Import a promptfoo folder…', group: 'Project', run: () => folder.current?.click() },
    {
      id: 'import-config',
      label: 'Import a promptfoo configuration or its results…',
      group: 'Project',
      run: () => file.current?.click(),
    },
  ])

  function choose({ currentTarget }: { readonly currentTarget: HTMLInputElement }): void {
    const { files } = currentTarget
    if (files && files.length > 0) take(files)
    // The same files can be chosen again after they were changed.
    currentTarget.value = ''
  }

  return (
    <>
      <input
        ref={(input) => {
          folder.current = input
          // React knows no property for it.
          input?.setAttribute('webkitdirectory', '')
        }}
        type="file"
        hidden
        aria-label="Folder of a promptfoo configuration"
        data-testid="import-folder"
        onChange={choose}
      />
      <input
        ref={file}
        type="file"
        hidden
        accept=".yaml,.yml,.json"
        aria-label="promptfoo configuration or results"
        data-testid="import-config-file"
        onChange={choose}
      />
      <Modal
        opened={state.step !== 'closed'}
        onClose={close}
        title={titleOf(state)}
        size={state.step === 'config' || state.step === 'results' ? 860 : 520}
        closeButtonProps={{ 'aria-label': 'Close' }}
        closeOnClickOutside={state.step === 'failed'}
      >
        {state.step === 'reading' ? <LoadingRows rows={5} label="Reading what was dropped" /> : null}
        {state.step === 'failed' ? (
          <div className={styles.stack}>
            <p className={styles.failure} role="alert" data-selectable data-testid="import-config-failure">
              {state.message}
            </p>
            <div className={styles.foot}>
              <Button variant="default" onClick={close}>
                Close
              </Button>
            </div>
          </div>
        ) : null}
        {state.step === 'config' ? <ConfigStep state={state} onClose={close} /> : null}
        {state.step === 'results' ? <ResultsStep state={state} onClose={close} /> : null}
      </Modal>
    </>
  )
}

function titleOf(state: ToolImportState): string {
  if (state.step === 'config') return `Import ${state.preview.file}`
  if (state.step === 'results') return 'Import results of promptfoo'
  return state.step === 'failed' ? 'This could not be read' : 'Reading…'
}
