import { AppError } from '../../../../shared/contract/errors.ts'
import { isPromptFile, planFolder } from '../../../../shared/import/folder/plan-folder.ts'
import { isConfigPath } from '../../../../shared/import/promptfoo/find-config.ts'
import { exitCode } from '../exit-code.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { projectNamed } from '../project-named.ts'
import { readFolder } from '../read-folder.ts'

export interface ImportFolderOptions extends GlobalOptions {
  readonly project?: string
  readonly yes?: boolean
}

/** Whether a folder holds prompt files and no configuration of promptfoo, which would name them itself. */
export async function isPromptFolder(folder: string): Promise<boolean> {
  const paths = (await readFolder(folder)).map(({ path }) => path)
  const hasConfig = paths.some(isConfigPath)
  return !hasConfig && paths.some(isPromptFile)
}

/** `pithy import FOLDER`: shows what is understood of each prompt file in it; with `--yes`, each one becomes a prompt. */
export async function importFolderCommand(folder: string, options: ImportFolderOptions): Promise<number> {
  const files = (await readFolder(folder)).filter(({ path }) => isPromptFile(path))
  const planned = planFolder(files, [], () => null)
  const readable = planned.flatMap(({ path, preview }) => (preview ? [{ path, preview }] : []))
  if (readable.length === 0)
    throw new AppError('bad-input', `No file of ${folder} can be read as a prompt. ${planned[0]?.reason ?? ''}`.trim())
  const taken = options.yes
    ? await withClient(options, async (client) => {
        const projectId = await projectNamed(client, options.project)
        const made: { path: string; promptId: string }[] = []
        for (const { path, preview } of readable) {
          const content = { messages: [...preview.messages], parameters: preview.parameters }
          const { id } = await client.call('prompts.create', { projectId, name: preview.name, content })
          made.push({ path, promptId: id })
        }
        return made
      })
    : null
  if (options.json) console.log(JSON.stringify({ files: planned, taken }, null, 2))
  else
    console.log(
      [
        ...planned.flatMap(({ path, preview, reason }) => [
          preview
            ? `${path}: "${preview.name}", ${preview.format}, ${preview.messages.length} messages`
            : `! ${reason}`,
          ...(preview?.notes ?? []).map((note) => `  ! ${note}`),
        ]),
        '',
        taken ? `Taken as ${taken.length} prompts.` : 'Nothing is stored yet: --yes takes them.',
      ].join('\n'),
    )
  return exitCode.passed
}
