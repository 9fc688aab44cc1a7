import { useRef, useState } from 'react'
import { AppError } from '../../../shared/contract/errors.ts'
import type { ConfigPreview, ResultsPreview } from '../../../shared/domain/config-import.ts'
import type { FolderText } from '../../../shared/import/folder/folder-text.ts'
import { useClient } from '../../client/services.tsx'
import { useFileDrop } from '../../client/use-file-drop.ts'
import { chosenFiles, entriesOf, readTexts } from './dropped-files.ts'

export type ToolImportState =
  | { readonly step: 'closed' }
  | { readonly step: 'reading' }
  | { readonly step: 'failed'; readonly message: string }
  | { readonly step: 'config'; readonly files: readonly FolderText[]; readonly preview: ConfigPreview }
  | { readonly step: 'results'; readonly text: string; readonly preview: ResultsPreview }

export interface ToolImport {
  readonly state: ToolImportState
  readonly take: (files: FileList) => void
  readonly close: () => void
}

type Found = Awaited<ReturnType<ReturnType<typeof entriesOf>>>

/**
 * Folders, and files of other tools that hold more than one thing, dropped anywhere on the window. A lone file of another kind goes on to the
 * page, which knows what to do with it.
 */
export function useToolImport(): ToolImport {
  const client = useClient()
  const [state, setState] = useState<ToolImportState>({ step: 'closed' })
  const asked = useRef<AbortController | null>(null)
  const [passedOn] = useState(() => new WeakSet<Event>())

  function fail(error: unknown): void {
    if (error instanceof AppError && error.code === 'cancelled') return
    const message =
      error instanceof AppError ? error.message : 'What was dropped cannot be read: it was moved, or may not be opened.'
    setState({ step: 'failed', message })
  }

  async function preview(files: readonly FolderText[]): Promise<void> {
    asked.current?.abort()
    asked.current = new AbortController()
    const { signal } = asked.current
    const [only] = files
    const { isResultsText } = await import('../../../shared/import/promptfoo/is-results-text.ts')
    if (files.length === 1 && only && isResultsText(only.text)) {
      const read = await client.call('imports.preview-results', { text: only.text }, { signal })
      setState({ step: 'results', text: only.text, preview: read })
      return
    }
    const read = await client.call('imports.preview-config', { files: [...files] }, { signal })
    setState({ step: 'config', files, preview: read })
  }

  function readAll(find: () => Promise<Found>): void {
    setState({ step: 'reading' })
    find().then(readTexts).then(preview).catch(fail)
  }

  async function takeOrPassOn(lone: File, target: EventTarget | null): Promise<void> {
    const files = await readTexts([{ path: lone.name, file: lone }])
    const { isResultsText } = await import('../../../shared/import/promptfoo/is-results-text.ts')
    const { isConfigText } = await import('../../../shared/import/promptfoo/find-config.ts')
    if (files.some(({ text }) => isResultsText(text) || isConfigText(text))) {
      setState({ step: 'reading' })
      await preview(files)
      return
    }
    const transfer = new DataTransfer()
    transfer.items.add(lone)
    const again = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer })
    passedOn.add(again)
    target?.dispatchEvent(again)
  }

  useFileDrop('everywhere', (transfer, event) => {
    if (passedOn.has(event)) return false
    const [file, ...others] = transfer.files
    const isLone = others.length === 0 && transfer.items[0]?.webkitGetAsEntry()?.isDirectory !== true
    if (isLone && !/\.(?:ya?ml|json)$/i.test(file?.name ?? '')) return false
    if (isLone && file) void takeOrPassOn(file, event.target).catch(fail)
    else readAll(entriesOf(transfer))
    return true
  })

  return {
    state,
    take: (files) => readAll(async () => chosenFiles(files)),
    close() {
      asked.current?.abort()
      setState({ step: 'closed' })
    },
  }
}
