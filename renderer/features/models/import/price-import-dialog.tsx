import { Button, FileButton, Modal } from '@mantine/core'
import { Icon } from '../../../ui/icon.tsx'
import { LoadingRows } from '../../../ui/states.tsx'
import { ApproveStep } from './approve-step.tsx'
import styles from './price-import.module.css'
import type { PriceImport } from './use-price-import.ts'

/** From a price list that the user has saved to approved prices: choose the file, look at what differs, take it. */
export function PriceImportDialog({ importing }: { readonly importing: PriceImport }) {
  const { state } = importing
  return (
    <Modal
      opened={state.step !== 'closed'}
      onClose={importing.close}
      title={state.step === 'approving' ? `Prices of ${state.preview.formatLabel}` : 'Import prices'}
      size={state.step === 'approving' ? 'min(980px, 94vw)' : 560}
      closeButtonProps={{ 'aria-label': 'Close' }}
      closeOnClickOutside={state.step !== 'approving'}
    >
      {state.step === 'choosing' ? <ChooseStep importing={importing} problem={state.problem} /> : null}
      {state.step === 'reading' ? <LoadingRows rows={6} label={`Reading ${state.name}`} /> : null}
      {state.step === 'approving' ? <ApproveStep importing={importing} state={state} /> : null}
    </Modal>
  )
}

function ChooseStep({ importing, problem }: { readonly importing: PriceImport; readonly problem: string | null }) {
  return (
    <div className={styles.stack}>
      <p className={styles.text}>
        Save one of these lists with your browser, then choose the file. Nothing is stored before you have seen what it
        would change; runs keep the prices that they ran with.
      </p>
      <ul className={styles.sources}>
        <li>
          LiteLLM: <code data-selectable>model_prices_and_context_window.json</code> in the repository BerriAI/litellm
        </li>
        <li>
          models.dev: <code data-selectable>https://models.dev/api.json</code>
        </li>
      </ul>
      {problem === null ? null : (
        <p className={styles.problem} role="alert" data-testid="price-import-problem">
          <Icon name="warning" size={14} /> {problem}
        </p>
      )}
      <footer className={styles.foot}>
        <Button variant="default" onClick={importing.close}>
          Cancel
        </Button>
        <FileButton
          accept=".json,application/json"
          inputProps={{ 'aria-label': 'Price list' }}
          onChange={(file) => file && importing.takeFile(file)}
        >
          {(props) => (
            <Button {...props} data-testid="choose-price-list">
              Choose a file…
            </Button>
          )}
        </FileButton>
      </footer>
    </div>
  )
}
