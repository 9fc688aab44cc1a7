import { type ReactNode, useEffect, useRef, useState } from 'react'
import { AppError } from '../../../../shared/contract/errors.ts'
import { sendBundle } from '../../../client/bundle-file.ts'
import { useClient, useNavigate, useServices } from '../../../client/services.tsx'
import { useActions } from '../../../client/use-actions.ts'
import { useFileDrop } from '../../../client/use-file-drop.ts'
import { useProject } from '../../../client/use-project.ts'
import { HiddenFileInput } from '../../../ui/hidden-file-input.tsx'
import { notifyDone, notifyFailure } from '../../../ui/notify.tsx'
import { ExportBundleDialog } from './export-bundle-dialog.tsx'
import { ImportBundleDialog } from './import-bundle-dialog.tsx'

export interface Bundles {
  readonly askExport: () => void
  /** Asks for a file. */
  readonly askImport: () => void
  /** Shows what a bundle holds; also for one that the system opened with Pithy. */
  readonly openBundle: (file: File) => Promise<void>
  /** Must be drawn once. */
  readonly dialogs: ReactNode
}

/** Projects as files: written from the project menu, taken in from there or dropped on the window. */
export function useBundles(): Bundles {
  const client = useClient()
  const { project, choose } = useProject()
  const { go } = useNavigate()
  const { extras } = useServices()
  const input = useRef<HTMLInputElement>(null)
  const [isExporting, setIsExporting] = useState(false)
  const [incoming, setIncoming] = useState<{ readonly bundleId: string; readonly fileName: string } | null>(null)

  async function openBundle(file: File): Promise<void> {
    try {
      const bundleId = await sendBundle(client, file)
      setIncoming({ bundleId, fileName: file.name })
    } catch (error) {
      notifyFailure(error instanceof AppError ? error.message : `${file.name} cannot be read.`)
    }
  }

  function close(): void {
    if (incoming) void client.call('bundles.close', { bundleId: incoming.bundleId })
    setIncoming(null)
  }

  /** What the system opened with Pithy. */
  async function takeOpened(): Promise<void> {
    try {
      const file = await extras?.takeOpenedFile()
      if (file) await openBundle(new File([file.bytes], file.fileName))
    } catch (error) {
      notifyFailure(error instanceof Error ? error.message : 'The bundle cannot be read.')
    }
  }

  const takeFirst = useRef(takeOpened)
  useEffect(() => void takeFirst.current(), [])
  useFileDrop('everywhere', ({ files: [file] }) => {
    if (!file || !/\.pithy$/i.test(file.name)) return false
    void openBundle(file)
    return true
  })

  const askExport = () => setIsExporting(true)
  const askImport = () => input.current?.click()
  useActions([
    {
      id: 'export-bundle',
      label: 'Export bundle of this project',
      group: 'Project',
      run: askExport,
      isHidden: !project,
    },
    {
      id: 'opened-file',
      label: 'Show the opened bundle',
      group: 'Project',
      run: () => void takeOpened(),
      isHidden: true,
    },
    { id: 'import-bundle', label: 'Import bundle…', group: 'Project', run: askImport },
  ])

  return {
    askExport,
    askImport,
    openBundle,
    dialogs: (
      <>
        <HiddenFileInput
          ref={input}
          accept=".pithy,.zip"
          label="Bundle of a project"
          testId="import-bundle-file"
          onFile={(file) => void openBundle(file)}
        />
        {isExporting && project ? <ExportBundleDialog project={project} onClose={() => setIsExporting(false)} /> : null}
        {incoming ? (
          <ImportBundleDialog
            key={incoming.bundleId}
            {...incoming}
            current={project}
            onClose={close}
            onImported={(made, text) => {
              close()
              choose(made.id)
              go({ page: 'prompts' })
              notifyDone(text)
            }}
          />
        ) : null}
      </>
    ),
  }
}
