import { Button, Popover } from '@mantine/core'
import { useState } from 'react'
import type { LibraryCopy } from '../../../shared/domain/library-copy.ts'
import { useServices } from '../../client/services.tsx'
import { useCommand } from '../../client/use-command.ts'
import { bytesText, momentText } from '../../ui/figures.ts'
import { notifyDone } from '../../ui/notify.tsx'
import styles from './library-copies.module.css'

const KINDS: Readonly<Record<LibraryCopy['kind'], string>> = {
  kept: 'made by you',
  'before-upgrade': 'before an upgrade',
  replaced: 'set aside by a restore',
  damaged: 'damaged, set aside',
}

interface LibraryCopiesProps {
  readonly copies: readonly LibraryCopy[]
  readonly onRestored: () => void
}

/** The copies of the library, newest first; each but a damaged one can take the library's place. */
export function LibraryCopies({ copies, onRestored }: LibraryCopiesProps) {
  if (copies.length === 0)
    return <p className={styles.none}>There is no copy yet. "Back up" makes one beside the library.</p>
  return (
    <table className={styles.table} data-testid="library-copies">
      <thead>
        <tr>
          <th>Copy</th>
          <th>Kind</th>
          <th className={styles.number}>Size</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {copies.map((copy) => (
          <tr key={copy.name} data-testid="library-copy">
            <td title={copy.name}>{momentText(copy.createdAt)}</td>
            <td>{KINDS[copy.kind]}</td>
            <td className={styles.number}>{bytesText(copy.bytes)}</td>
            <td className={styles.number}>
              {copy.kind === 'damaged' ? null : <RestoreCopy copy={copy} onRestored={onRestored} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Asks first: everything on screen is replaced. */
function RestoreCopy({ copy, onRestored }: { readonly copy: LibraryCopy; readonly onRestored: () => void }) {
  const [isOpen, setIsOpen] = useState(false)
  const restore = useCommand('library.restore')
  const { drafts } = useServices()

  async function take(): Promise<void> {
    // What was typed belongs to the library that is set aside.
    await drafts.getState().flush()
    const done = await restore.run({ name: copy.name })
    setIsOpen(false)
    if (!done) return
    notifyDone(`The library is that of ${momentText(copy.createdAt)}. The one of before is kept among the copies.`)
    onRestored()
  }

  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-end" width={300} trapFocus>
      <Popover.Target>
        <Button variant="subtle" onClick={() => setIsOpen(!isOpen)} data-testid="restore-copy">
          Restore
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={styles.ask}>
          The library goes back to {momentText(copy.createdAt)}. What it holds now is kept as a copy, so you can come
          back.
        </p>
        <div className={styles.foot}>
          <Button variant="default" onClick={() => setIsOpen(false)}>
            Cancel
          </Button>
          <Button loading={restore.isRunning} onClick={() => void take()} data-testid="restore-confirm">
            Restore
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
