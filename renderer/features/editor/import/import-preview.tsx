import { Button, Modal } from '@mantine/core'
import type { PromptPreview } from '../../../../shared/import/prompts/read-prompt.ts'
import { Icon } from '../../../ui/icon.tsx'
import previewStyles from '../../../ui/preview-dialog.module.css'
import styles from './import-preview.module.css'

export interface ImportPreviewProps {
  /** Null = nothing was read. */
  readonly preview: PromptPreview | null
  readonly isTaking: boolean
  readonly onTake: (preview: PromptPreview) => void
  readonly onClose: () => void
}

/** What was understood of a prompt file, and what not; nothing is stored before it is taken. */
export function ImportPreview({ preview, isTaking, onTake, onClose }: ImportPreviewProps) {
  return (
    <Modal
      opened={preview !== null}
      onClose={onClose}
      title={preview ? `Import ${preview.name}` : ''}
      size={720}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {preview ? (
        <div className={previewStyles.stack} data-testid="import-prompt-preview">
          <p className={previewStyles.line}>
            Read as {preview.format}
            {preview.model === null ? '' : `, written for ${preview.model}`}
          </p>
          {settingsOf(preview).length > 0 ? (
            <p className={previewStyles.line} data-selectable>
              Settings: {settingsOf(preview).join(', ')}
            </p>
          ) : null}
          {preview.notes.length > 0 ? (
            <ul className={previewStyles.notes} aria-label="Not taken">
              {preview.notes.map((note) => (
                <li key={note}>
                  <Icon name="warning" size={12} />
                  <span>{note}</span>
                </li>
              ))}
            </ul>
          ) : null}
          {preview.messages.map(({ role, template }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: messages have no id, and these never move
            <section key={index} className={styles.message}>
              <h3 className={styles.role}>{role}</h3>
              <pre className={styles.text} data-selectable>
                {template.length > 20_000 ? `${template.slice(0, 20_000)}…` : template}
              </pre>
            </section>
          ))}
          <div className={previewStyles.foot}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button onClick={() => onTake(preview)} loading={isTaking} data-testid="import-prompt-take">
              Import as a new prompt
            </Button>
          </div>
        </div>
      ) : null}
    </Modal>
  )
}

function settingsOf({ parameters }: PromptPreview): string[] {
  return Object.entries(parameters)
    .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name} ${JSON.stringify(value).slice(0, 200)}`)
}
