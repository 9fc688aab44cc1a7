import { Button } from '@mantine/core'
import { useSaveFile } from '../../client/save-file.ts'
import { useActions } from '../../client/use-actions.ts'
import { Icon } from '../../ui/icon.tsx'
import { notifyDone, notifyFailure } from '../../ui/notify.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import styles from './export.module.css'
import type { RenderedFormat } from './use-rendered-formats.ts'

/** A file with thousands of cases is saved whole; the page shows its beginning. */
const SHOWN_CHARACTERS = 200_000

export interface ExportPreviewProps {
  readonly format: RenderedFormat | null
  /** Goes to the format that carries everything. */
  readonly onMarkdown: () => void
}

/** The file as it would be saved, or why it cannot be. */
export function ExportPreview({ format, onMarkdown }: ExportPreviewProps) {
  const save = useSaveFile()
  const file = format?.file ?? null

  async function saveIt(): Promise<void> {
    if (!file || !(await save(file))) return
    notifyDone(`Saved ${file.fileName}.`)
    if (file.sidecar && (await save({ ...file.sidecar, mediaType: 'application/json' })))
      notifyDone(`Saved ${file.sidecar.fileName}, which says where the other file comes from.`)
  }

  async function copyIt(): Promise<void> {
    if (!file) return
    try {
      await navigator.clipboard.writeText(file.body)
      notifyDone(`Copied ${file.fileName}.`)
    } catch {
      notifyFailure('The browser did not allow copying. Save the file, or select the text.')
    }
  }

  useActions([
    { id: 'export-save', label: 'Save the exported file', group: 'Export', keys: 'mod+s', run: () => void saveIt() },
    { id: 'export-copy', label: 'Copy the exported file', group: 'Export', run: () => void copyIt() },
  ])

  if (!format || (!file && !format.error)) return <LoadingRows label="Writing the file" />
  if (!file) {
    return (
      <EmptyState
        icon="warning"
        title={`${format.exporter.label} cannot carry this`}
        action={
          format.exporter.id === 'markdown' ? null : (
            <Button variant="default" onClick={onMarkdown}>
              Take Markdown instead
            </Button>
          )
        }
      >
        <span data-testid="export-refusal" data-selectable>
          {format.error?.message}
        </span>
      </EmptyState>
    )
  }
  const isCut = file.body.length > SHOWN_CHARACTERS
  return (
    <div className={styles.preview}>
      <header className={styles.previewHead}>
        <span className={`mono ${styles.fileName}`} title={file.fileName}>
          {file.fileName}
        </span>
        <span className={`muted tabular ${styles.fileSize}`}>
          {file.body.length.toLocaleString('en-US')} characters{isCut ? '; the beginning is shown' : ''}
        </span>
        <div className={styles.previewActions}>
          <Button
            variant="default"
            leftSection={<Icon name="copy" size={14} />}
            onClick={() => void copyIt()}
            data-testid="export-copy"
          >
            Copy
          </Button>
          <Button
            leftSection={<Icon name="download" size={14} />}
            onClick={() => void saveIt()}
            data-testid="export-save"
          >
            Save
          </Button>
        </div>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be in reach of the keyboard */}
      <section className={styles.fileScroller} aria-label={`Preview of ${file.fileName}`} tabIndex={0}>
        <pre className={styles.file} data-testid="export-file">
          {isCut ? file.body.slice(0, SHOWN_CHARACTERS) : file.body}
        </pre>
      </section>
    </div>
  )
}
