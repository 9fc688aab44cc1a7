import { stat } from 'node:fs/promises'
import { AppError } from '../../../../shared/contract/errors.ts'
import { isConfigText } from '../../../../shared/import/promptfoo/find-config.ts'
import { isResultsText } from '../../../../shared/import/promptfoo/is-results-text.ts'
import { fileFault } from '../file-fault.ts'
import type { GlobalOptions } from '../open-session.ts'
import { readTextFile } from '../read-text-file.ts'
import { type ImportAnswersOptions, importAnswersCommand } from './import-answers.ts'
import { importCasesCommand } from './import-cases.ts'
import { importConfigCommand } from './import-config.ts'
import { importFolderCommand, isPromptFolder } from './import-folder.ts'
import { importPromptCommand } from './import-prompt.ts'
import { importResultsCommand } from './import-results.ts'

export type ImportOptions = GlobalOptions &
  Omit<ImportAnswersOptions, 'answers' | 'prompt'> & {
    readonly answers?: string
    readonly prompt?: string
    readonly yes?: boolean
  }

/** `pithy import PATH`: told by its content, what it is; `pithy import --answers FILE --prompt FILE`: recorded answers. */
export async function importCommand(place: string | undefined, options: ImportOptions): Promise<number> {
  const { answers, prompt } = options
  if (answers !== undefined) {
    if (prompt === undefined)
      throw new AppError('bad-input', 'Say by --prompt which prompt was answered: a text, or JSON with messages.')
    return importAnswersCommand({ ...options, answers, prompt })
  }
  if (place === undefined)
    throw new AppError('bad-input', 'Name a file or a folder to import, or a table of recorded answers by --answers.')
  const found = await stat(place).catch((cause: unknown) => {
    throw new AppError('bad-input', `It cannot be read: ${place}: ${fileFault(cause)}.`, { cause })
  })
  if (found.isDirectory())
    return (await isPromptFolder(place))
      ? importFolderCommand(place, options)
      : importConfigCommand(place, true, options)
  if (/\.(?:ya?ml|json)$/i.test(place)) {
    const text = await readTextFile(place, 'The file')
    // A result file holds the configuration, too.
    if (isResultsText(text)) return importResultsCommand(text, options)
    if (isConfigText(text)) return importConfigCommand(place, false, options)
  }
  if (/\.(?:csv|tsv|jsonl|ndjson|json|ya?ml|xlsx|parquet)$/i.test(place)) return importCasesCommand(place, options)
  return importPromptCommand(place, options)
}
