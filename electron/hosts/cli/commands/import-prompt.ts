import path from 'node:path'
import { AppError } from '../../../../shared/contract/errors.ts'
import { type PromptPreview, readPrompt } from '../../../../shared/import/prompts/read-prompt.ts'
import { exitCode } from '../exit-code.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { readTextFile } from '../read-text-file.ts'

export interface ImportPromptOptions extends GlobalOptions {
  readonly format?: string
  readonly project?: string
  readonly yes?: boolean
}

/** `pithy import-prompt FILE`: shows what was understood of a prompt file, and takes it only with `--yes`. */
export async function importPromptCommand(file: string, options: ImportPromptOptions): Promise<number> {
  const text = await readTextFile(file, 'The prompt')
  const preview = readPrompt({ fileName: path.basename(file), text }, options.format ?? null)
  const promptId = options.yes ? await take(preview, options) : null
  if (options.json) console.log(JSON.stringify({ ...preview, promptId }, null, 2))
  else console.log(toText(preview, options.yes ?? false))
  return exitCode.passed
}

async function take({ name, messages, parameters }: PromptPreview, options: ImportPromptOptions): Promise<string> {
  return withClient(options, async (client) => {
    const projects = await client.call('projects.list', {})
    const project = options.project === undefined ? projects[0] : projects.find((each) => each.name === options.project)
    if (!project) {
      const known = projects.map((each) => each.name).join(', ')
      throw new AppError('not-found', `There is no project "${options.project ?? ''}". There are: ${known || 'none'}.`)
    }
    const content = { messages: [...messages], parameters }
    const prompt = await client.call('prompts.create', { projectId: project.id, name, content })
    return prompt.id
  })
}

function toText({ format, name, messages, parameters, model, notes }: PromptPreview, isTaken: boolean): string {
  const set = Object.entries(parameters).filter(([, value]) => value !== null && JSON.stringify(value) !== '[]')
  return [
    `${name}: read as ${format}${model === null ? '' : `, for ${model}`}`,
    ...(set.length === 0 ? [] : [`Settings: ${JSON.stringify(Object.fromEntries(set))}`]),
    ...messages.map(({ role, template }) => `\n[${role}]\n${template}`),
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `! ${note}`)]),
    '',
    isTaken ? 'Taken as a new prompt.' : 'Nothing is stored yet: --yes takes it as a new prompt.',
  ].join('\n')
}
