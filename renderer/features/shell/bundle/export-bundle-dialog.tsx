import { Button, Checkbox, Modal } from '@mantine/core'
import { useState } from 'react'
import { AppError } from '../../../../shared/contract/errors.ts'
import type { Project } from '../../../../shared/domain/prompt.ts'
import { fetchBundle } from '../../../client/bundle-file.ts'
import { useSaveFile } from '../../../client/save-file.ts'
import { useClient } from '../../../client/services.tsx'
import { useRoute } from '../../../client/use-route.ts'
import { notifyDone, notifyFailure } from '../../../ui/notify.tsx'
import previewStyles from '../../../ui/preview-dialog.module.css'

export interface ExportBundleDialogProps {
  readonly project: Project
  readonly onClose: () => void
}

/** What goes into the file, and whether the runs do. */
export function ExportBundleDialog({ project, onClose }: ExportBundleDialogProps) {
  const client = useClient()
  const save = useSaveFile()
  const runs = useRoute('runs.list', { projectId: project.id })
  const [withRuns, setWithRuns] = useState(true)
  const [isWorking, setIsWorking] = useState(false)
  const runCount = runs.data?.length ?? 0

  async function write(): Promise<void> {
    setIsWorking(true)
    try {
      const { bundleId, fileName, bytes } = await client.call('bundles.export', { projectId: project.id, withRuns })
      try {
        const body = await fetchBundle(client, bundleId, bytes)
        const isSaved = await save({ fileName, mediaType: 'application/zip', body, encoding: 'base64' })
        if (isSaved) notifyDone(`Exported "${project.name}" (${formatBytes(bytes)}).`)
        if (isSaved) onClose()
      } finally {
        await client.call('bundles.close', { bundleId })
      }
    } catch (error) {
      notifyFailure(error instanceof AppError ? error.message : 'The bundle could not be saved.')
    }
    setIsWorking(false)
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={`Export bundle of ${project.name}`}
      size={520}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={previewStyles.stack} data-testid="export-bundle">
        <p className={previewStyles.line}>
          One file (a ZIP of plain JSON) with the prompts, their variants and lineage, partials, eval sets with
          assertions and labels, rules before the model, paid embeddings of cases, the verdict rule and the budget. It
          can be kept, sent, and taken in by any Pithy.
        </p>
        <Checkbox
          checked={withRuns}
          onChange={({ currentTarget }) => setWithRuns(currentTarget.checked)}
          label={`Its runs, with all answers and prices (${runCount.toLocaleString('en-US')})`}
          disabled={runCount === 0}
        />
        <p className={previewStyles.line}>Keys are never in it, nor is what providers sent word for word.</p>
        <div className={previewStyles.foot}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={() => void write()} loading={isWorking} data-testid="export-bundle-write">
            Export
          </Button>
        </div>
      </div>
    </Modal>
  )
}

function formatBytes(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.ceil(bytes / 1000).toLocaleString('en-US')} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`
}
