import { AppError } from '../../contract/errors.ts'
import { VariantContent } from '../../domain/prompt.ts'
import type { PromptSource, ReadPrompt } from './prompt-importer.ts'
import { promptImporters } from './registry.ts'

/** A prompt is text; what is larger is not one. */
const MAX_CHARACTERS = 4_000_000

export interface PromptPreview extends ReadPrompt {
  readonly importerId: string
  /** The importer's label. */
  readonly format: string
}

/**
 * What an import of the file would make. Nothing is stored and nothing of it is run.
 *
 * @param importerId null = by the file's name and shape; plain text when nothing else fits
 * @throws AppError `bad-input` naming the file and, where there is one, the line
 */
export function readPrompt(source: PromptSource, importerId: string | null): PromptPreview {
  const { fileName } = source
  if (source.text.length > MAX_CHARACTERS)
    throw new AppError('bad-input', `${fileName} is larger than a prompt can be (${MAX_CHARACTERS} characters).`)
  const nul = source.text.indexOf('\0')
  if (nul !== -1) throw new AppError('bad-input', `${fileName} is no text: there is a NUL at character ${nul + 1}.`)
  const clean = { fileName, text: source.text.replace(/^\uFEFF/, '') }
  const importer =
    importerId === null
      ? (promptImporters.all.find((each) => each.recognises(clean)) ?? promptImporters.get('text'))
      : promptImporters.get(importerId)
  const read = naming(fileName, () => importer.read(clean))
  const { messages, parameters } = read
  const content = VariantContent.safeParse({ messages, parameters })
  if (!content.success) {
    const issue = content.error.issues[0]
    throw new AppError('bad-input', `${fileName}: ${issue?.path.join('.')}: ${issue?.message}`)
  }
  return { ...read, ...content.data, importerId: importer.id, format: importer.label }
}

function naming<T>(fileName: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError(error.code, `${fileName}: ${error.message}`, { cause: error })
  }
}
