import { type ReactNode, useRef, useState } from 'react'
import { AppError } from '../../../../shared/contract/errors.ts'
import type { ProjectId } from '../../../../shared/domain/ids.ts'
import type { PromptPreview } from '../../../../shared/import/prompts/read-prompt.ts'
import { useNavigate } from '../../../client/services.tsx'
import { useCommand } from '../../../client/use-command.ts'
import { useFileDrop } from '../../../client/use-file-drop.ts'
import { HiddenFileInput } from '../../../ui/hidden-file-input.tsx'
import { notifyFailure } from '../../../ui/notify.tsx'
import { ImportPreview } from './import-preview.tsx'

/** UTF-8 needs at most 3 bytes for a UTF-16 unit, of which a prompt has 4 million at most. */
const MAX_BYTES = 12_000_000

export interface ImportPrompt {
  /** Asks for a file. */
  readonly choose: () => void
  /** Must be drawn once. */
  readonly dialog: ReactNode
}

/** A prompt file of another tool, chosen or dropped on the window: shown first, taken when the user says so. */
export function useImportPrompt(projectId: ProjectId | null): ImportPrompt {
  const { go } = useNavigate()
  const create = useCommand('prompts.create')
  const input = useRef<HTMLInputElement>(null)
  const [preview, setPreview] = useState<PromptPreview | null>(null)

  async function read(file: File): Promise<void> {
    try {
      setPreview(await readFile(file))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      notifyFailure(error.message)
    }
  }

  async function take({ name, messages, parameters }: PromptPreview): Promise<void> {
    if (!projectId) return
    const made = await create.run({ projectId, name, content: { messages: [...messages], parameters } })
    if (!made) return
    setPreview(null)
    go({ page: 'prompts', promptId: made.id })
  }

  useFileDrop('page', ({ files: [file] }) => {
    if (file) void read(file)
    return file !== undefined
  })

  return {
    choose: () => input.current?.click(),
    dialog: (
      <>
        <HiddenFileInput
          ref={input}
          label="File of a prompt"
          testId="import-prompt-file"
          onFile={(file) => void read(file)}
        />
        <ImportPreview
          preview={preview}
          isTaking={create.isRunning}
          onTake={(shown) => void take(shown)}
          onClose={() => setPreview(null)}
        />
      </>
    ),
  }
}

/** @throws AppError `bad-input` naming the file, and the line where something has no equivalent */
async function readFile(file: File): Promise<PromptPreview> {
  if (file.size > MAX_BYTES) throw new AppError('bad-input', `${file.name} is larger than a prompt can be.`)
  const bytes = await file.arrayBuffer()
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AppError(
      'bad-input',
      `${file.name} is not text in UTF-8. Choose a prompt file of text, Markdown, JSON or YAML, saved as UTF-8.`,
      {
        cause,
      },
    )
  }
  // A static import would put the readers of ten formats (18 kB) into the first chunk.
  const { readPrompt } = await import('../../../../shared/import/prompts/read-prompt.ts')
  return readPrompt({ fileName: file.name, text }, null)
}
