import path from 'node:path'
import type { ConfigPreview } from '../../../../shared/domain/config-import.ts'
import { assertionType } from '../../../../shared/score/parse-assertion-type.ts'
import { exitCode } from '../exit-code.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { projectNamed } from '../project-named.ts'
import { readFolder } from '../read-folder.ts'
import { untilInterrupted } from '../until-interrupted.ts'

export interface ImportConfigOptions extends GlobalOptions {
  readonly project?: string
  readonly name?: string
  readonly yes?: boolean
}

/**
 * `pithy import FOLDER|promptfooconfig.yaml`: shows what is understood of a promptfoo configuration; with `--yes`, takes it.
 *
 * @param isFolder the place is a folder, which holds the configuration
 */
export async function importConfigCommand(
  place: string,
  isFolder: boolean,
  options: ImportConfigOptions,
): Promise<number> {
  const files = [...(await readFolder(isFolder ? place : path.dirname(place)))]
  const source = { files, config: isFolder ? null : path.basename(place) }
  const { preview, taken } = await withClient(options, (client) =>
    untilInterrupted(async (signal) => {
      const preview = await client.call('imports.preview-config', source, { signal })
      if (!options.yes) return { preview, taken: null }
      const projectId = await projectNamed(client, options.project)
      const name = options.name ?? preview.name
      return { preview, taken: await client.call('imports.config', { ...source, projectId, name }, { signal }) }
    }),
  )
  if (options.json) console.log(JSON.stringify({ ...preview, taken }, null, 2))
  else console.log(toText(preview, taken !== null))
  return exitCode.passed
}

function toText(preview: ConfigPreview, isTaken: boolean): string {
  const { file, name, prompts, providers, caseCount, assertions, notes } = preview
  return [
    `${name}: read as a promptfoo configuration, ${file}`,
    `${prompts.length} prompts${list(prompts.map(({ label }) => label))}`,
    `${providers.length} models${list(providers.map(({ id, modelId, isKnown }) => (isKnown ? `${modelId}` : `${id} (not known here)`)))}`,
    `${caseCount} cases, ${assertions.length} assertions${list(assertions.map((one) => `${assertionType(one)}${one.when === undefined ? '' : ` of cases with ${one.when}`}`))}`,
    ...(notes.length === 0 ? [] : ['', 'Not taken:', ...notes.map(({ place, message }) => `! ${place}: ${message}`)]),
    '',
    isTaken
      ? 'Taken: the prompts as variants of one prompt, the cases as an eval set.'
      : 'Nothing is stored yet: --yes takes it.',
  ].join('\n')
}

function list(names: readonly string[]): string {
  const more = names.length > 10 ? ` and ${names.length - 10} more` : ''
  return names.length === 0 ? '' : `: ${names.slice(0, 10).join(', ')}${more}`
}
