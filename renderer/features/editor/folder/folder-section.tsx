import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import type { ProjectId } from '../../../../shared/domain/ids.ts'
import type { FileState, PlannedFile } from '../../../../shared/import/folder/plan-folder.ts'
import { useActions } from '../../../client/use-actions.ts'
import { plural } from '../../../ui/figures.ts'
import { Icon } from '../../../ui/icon.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Tag, type Tone } from '../../../ui/marks.tsx'
import previewStyles from '../../../ui/preview-dialog.module.css'
import sideStyles from '../../../ui/side-list.module.css'
import styles from './folder.module.css'
import { type LinkedFolder, useFolder } from './use-folder.ts'

/** The folder of prompt files that belongs to the project, below its prompts; its files in a dialog. */
export function FolderSection({ projectId }: { readonly projectId: ProjectId }) {
  const folder = useFolder(projectId)
  const [isShown, setIsShown] = useState(false)
  const open = async () => {
    if (await folder.open()) setIsShown(true)
  }
  useActions([
    { id: 'open-folder', label: 'Open folder of prompts…', group: 'Partials and folder', run: () => void open() },
    ...(folder.name === null
      ? []
      : [
          {
            id: 'show-folder',
            label: 'Show folder of prompts',
            group: 'Partials and folder',
            run: () => setIsShown(true),
          },
        ]),
  ])
  const waiting = folder.files.filter(({ state }) => state !== 'same').length
  return (
    <>
      <header className={`${sideStyles.head} ${styles.head}`}>
        <h2 className={sideStyles.title}>Folder</h2>
        <IconButton icon="projects" label="Open folder of prompts…" onClick={() => void open()} testId="open-folder" />
      </header>
      {folder.name === null ? null : (
        <button type="button" className={styles.row} onClick={() => setIsShown(true)} data-testid="show-folder">
          <span className={styles.name}>{folder.name}</span>
          <span className={waiting > 0 || !folder.mayRead ? styles.due : 'muted'}>
            {folder.mayRead ? (waiting > 0 ? `${waiting} to look at` : 'in step') : 'not connected'}
          </span>
        </button>
      )}
      <FolderDialog folder={folder} isShown={isShown && folder.name !== null} onClose={() => setIsShown(false)} />
    </>
  )
}

interface FolderDialogProps {
  readonly folder: LinkedFolder
  readonly isShown: boolean
  readonly onClose: () => void
}

function FolderDialog({ folder, isShown, onClose }: FolderDialogProps) {
  const fresh = folder.files.filter(({ state }) => state === 'new')
  return (
    <Modal
      opened={isShown}
      onClose={onClose}
      title={`Folder ${folder.name ?? ''}`}
      size={760}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={previewStyles.stack} data-testid="folder-files">
        <p className={previewStyles.line}>
          A changed file becomes a new variant by itself while this page is open. A file is written only by its button;
          its head, its comments and its settings stay as they are.
        </p>
        {folder.mayRead ? null : (
          <div className={styles.asked}>
            <Icon name="warning" size={14} />
            <span>The browser asks again before it reads the folder.</span>
            <Button size="compact-xs" onClick={() => void folder.connect()}>
              Connect
            </Button>
          </div>
        )}
        {folder.mayRead && folder.files.length === 0 ? (
          <p className={previewStyles.line}>
            There is no .md, .txt, .prompty, .prompt, .json, .j2 or .mustache file in it.
          </p>
        ) : null}
        {folder.files.length > 0 ? <FileTable folder={folder} /> : null}
        <div className={styles.foot}>
          <Button variant="subtle" onClick={() => void folder.unlink().then(onClose)}>
            Unlink
          </Button>
          <span className={styles.gap} />
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          {fresh.length > 0 ? (
            <Button onClick={() => void takeAll(folder, fresh)} data-testid="folder-take-all">
              Import {plural(fresh.length, 'file')}
            </Button>
          ) : null}
        </div>
      </div>
    </Modal>
  )
}

/** One after the other: each changes what is linked. */
async function takeAll(folder: LinkedFolder, files: readonly PlannedFile[]): Promise<void> {
  for (const file of files) await folder.take(file)
}

function FileTable({ folder }: { readonly folder: LinkedFolder }) {
  return (
    <div className={previewStyles.scroller}>
      <table className={`${previewStyles.table} ${styles.table}`}>
        <thead>
          <tr>
            <th>File</th>
            <th>State</th>
            <th>
              <span className="visually-hidden">What to do</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {folder.files.map((file) => (
            <tr key={file.path} data-state={file.state}>
              <td className={styles.path} title={file.path}>
                {file.path}
                {notesOf(file).map((note) => (
                  <span key={note} className={styles.note}>
                    {note}
                  </span>
                ))}
              </td>
              <td>
                <Tag tone={STATES[file.state].tone}>{STATES[file.state].text}</Tag>
              </td>
              <td className={styles.buttons}>
                {file.state === 'new' || file.state === 'conflict' ? (
                  <Button size="compact-xs" variant="default" onClick={() => void folder.take(file)}>
                    {file.state === 'new' ? 'Import' : 'Take as a new variant'}
                  </Button>
                ) : null}
                {file.state === 'prompt-changed' || file.state === 'conflict' ? (
                  <Button size="compact-xs" variant="default" onClick={() => void folder.write(file)}>
                    {file.state === 'conflict' ? 'Overwrite the file' : 'Write to the file'}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function notesOf({ reason, preview }: PlannedFile): readonly string[] {
  if (reason !== null) return [reason]
  return preview?.notes ?? []
}

const STATES: Readonly<Record<FileState, { readonly text: string; readonly tone: Tone }>> = {
  new: { text: 'new', tone: 'accent' },
  same: { text: 'in step', tone: 'neutral' },
  'file-changed': { text: 'file changed', tone: 'accent' },
  'prompt-changed': { text: 'prompt changed', tone: 'warn' },
  conflict: { text: 'both changed', tone: 'bad' },
  gone: { text: 'gone', tone: 'warn' },
  unreadable: { text: 'not understood', tone: 'bad' },
}
