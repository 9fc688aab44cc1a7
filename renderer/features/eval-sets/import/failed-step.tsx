import { Button } from '@mantine/core'
import styles from './import.module.css'
import type { Importing, ImportState } from './use-import.ts'

/** Why a table could not be read, and each way on that there is. */
export function FailedStep({
  importing,
  state,
}: {
  readonly importing: Importing
  readonly state: ImportState & { readonly step: 'failed' }
}) {
  const { file, source } = state
  const other = source?.format === 'csv' ? 'jsonl' : 'csv'
  return (
    <div className={styles.stack}>
      <p className={styles.failure} role="alert" data-selectable data-testid="import-failure">
        {state.message}
      </p>
      <div className={styles.foot}>
        <Button variant="default" onClick={importing.close}>
          Close
        </Button>
        {file ? (
          <Button variant="default" onClick={() => importing.takeFile(file, 'windows-1252')}>
            Read as Windows-1252
          </Button>
        ) : null}
        {source && source.text.trim() !== '' ? (
          <Button variant="default" onClick={() => importing.reread({ format: other, delimiter: null })}>
            {other === 'csv' ? 'Read as CSV' : 'Read as JSON Lines'}
          </Button>
        ) : null}
        <Button onClick={importing.open}>Choose another…</Button>
      </div>
    </div>
  )
}
