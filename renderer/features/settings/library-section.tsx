import { Button, Tooltip } from '@mantine/core'
import { useState } from 'react'
import type { Output } from '../../../shared/contract/routes.ts'
import { describeLoss } from '../../../shared/domain/describe-loss.ts'
import type { LibraryCopy } from '../../../shared/domain/library-copy.ts'
import { useCommand } from '../../client/use-command.ts'
import { useRoute } from '../../client/use-route.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { FailedState, LoadingRows } from '../../ui/states.tsx'
import { LibraryCopies } from './library-copies.tsx'
import styles from './settings-group.module.css'
import { SettingsGroup } from './settings-group.tsx'

/** Where everything is kept, its copies, and the way back. */
export function LibrarySection({ libraryPath }: Pick<Output<'app.hello'>, 'libraryPath'>) {
  const copies = useRoute('library.copies', {})
  const backUp = useCommand('library.back-up')
  const check = useCommand('library.check')
  const recover = useCommand('library.recover')
  const [problems, setProblems] = useState<readonly string[] | null>(null)

  async function makeCopy(): Promise<void> {
    const copy: LibraryCopy | null = await backUp.run({})
    if (!copy) return
    notifyDone(`The library is copied to backups/${copy.name}.`)
    await copies.refetch()
  }

  async function look(): Promise<void> {
    const found = await check.run({})
    if (found) setProblems(found.problems)
  }

  async function recoverLibrary(): Promise<void> {
    const report = await recover.run({})
    if (!report) return
    notifyDone(
      `${report.rows.toLocaleString('en-US')} rows recovered. ${describeLoss(report)} The damaged file is kept among the copies.`,
    )
    setProblems(null)
    await copies.refetch()
  }

  return (
    <SettingsGroup
      title="Library"
      word="project"
      note="One file holds all projects, prompts, cases, runs and settings. Keys are never in it."
      actions={
        <>
          <Button variant="default" onClick={() => void look()} loading={check.isRunning} data-testid="check-library">
            Check
          </Button>
          <Button variant="default" onClick={() => void makeCopy()} loading={backUp.isRunning} data-testid="back-up">
            Back up
          </Button>
        </>
      }
    >
      <dl className={styles.facts} data-selectable>
        <dt>Library file</dt>
        <dd>
          <span className="mono" data-testid="library-path">
            {libraryPath}
          </span>
          <CopyButton text={libraryPath} label="Copy the path" />
        </dd>
        {problems === null ? null : (
          <>
            <dt>Check</dt>
            <dd data-testid="library-check">
              {problems.length === 0 ? 'Sound: every page was read.' : `Damaged: ${problems[0]}`}
              {problems.length === 0 ? null : (
                <Tooltip label="Makes a new library of what can be read. The damaged file is kept.">
                  <Button onClick={() => void recoverLibrary()} loading={recover.isRunning} data-testid="recover">
                    Recover
                  </Button>
                </Tooltip>
              )}
            </dd>
          </>
        )}
      </dl>
      {copies.error ? <FailedState error={copies.error} onRetry={() => void copies.refetch()} /> : null}
      {copies.isPending ? <LoadingRows rows={2} label="Looking for copies" /> : null}
      {copies.data ? <LibraryCopies copies={copies.data} onRestored={() => void copies.refetch()} /> : null}
    </SettingsGroup>
  )
}
