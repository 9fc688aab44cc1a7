import { open } from 'node:fs/promises'
import type { Client } from '../../../../shared/contract/client.ts'
import { AppError } from '../../../../shared/contract/errors.ts'
import type { BundlePreview } from '../../../../shared/domain/bundle.ts'
import type { ProjectId } from '../../../../shared/domain/ids.ts'
import { exitCode } from '../exit-code.ts'
import { fileFault } from '../file-fault.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { untilInterrupted } from '../until-interrupted.ts'
import { replaceResultFile } from '../write-result-file.ts'

const PART_BYTES = 6_000_000

export interface ExportBundleOptions extends GlobalOptions {
  readonly out?: string
  /** Commander's form of `--no-runs`. */
  readonly runs: boolean
}

export interface ImportBundleOptions extends GlobalOptions {
  readonly into?: string
  readonly name?: string
  readonly partials: string
  readonly yes?: boolean
}

/** `pithy bundle export PROJECT`: a project as one file. */
export async function exportBundleCommand(name: string, options: ExportBundleOptions): Promise<number> {
  const { file, bytes, counts } = await withClient(options, async (client) => {
    const projectId = await findProject(client, name)
    const made = await untilInterrupted((signal) =>
      client.call('bundles.export', { projectId, withRuns: options.runs }, { signal }),
    )
    const path = options.out ?? made.fileName
    await replaceResultFile(path, partsOf(client, made.bundleId))
    return { file: path, bytes: made.bytes, counts: made.counts }
  })
  if (options.json) console.log(JSON.stringify({ file, bytes, counts }, null, 2))
  else console.log(`${file}: ${toText(counts)}.`)
  return exitCode.passed
}

/** `pithy bundle import FILE`: shows what the file holds and, with `--yes`, takes it in. */
export async function importBundleCommand(file: string, options: ImportBundleOptions): Promise<number> {
  const { partials } = options
  if (partials !== 'keep' && partials !== 'replace')
    throw new AppError('bad-input', `--partials ${partials}: it is "keep" or "replace".`)
  const result = await withClient(options, async (client) => {
    const intoProjectId = options.into === undefined ? null : await findProject(client, options.into)
    return untilInterrupted(async (signal) => {
      const bundleId = await hand(client, file)
      const preview = await client.call('bundles.preview', { bundleId, intoProjectId }, { signal })
      const name = options.name === undefined ? {} : { name: options.name }
      const made = options.yes
        ? await client.call('bundles.import', { bundleId, intoProjectId, partials, ...name }, { signal })
        : null
      return { preview, made }
    })
  })
  const { preview, made } = result
  if (options.json) console.log(JSON.stringify({ ...preview, imported: made }, null, 2))
  else console.log([...previewLines(preview), '', outcome(made)].join('\n'))
  return exitCode.passed
}

async function findProject(client: Client, name: string): Promise<ProjectId> {
  const projects = await client.call('projects.list', {})
  const project = projects.find((each) => each.name === name || each.id === name)
  if (project) return project.id
  throw new AppError(
    'not-found',
    `There is no project "${name}". There are: ${projects.map((each) => each.name).join(', ')}.`,
  )
}

async function* partsOf(client: Client, bundleId: string): AsyncGenerator<Uint8Array> {
  for (let offset: number | null = 0; offset !== null; ) {
    const part: { readonly body: string; readonly next: number | null } = await client.call('bundles.read', {
      bundleId,
      offset,
    })
    yield Buffer.from(part.body, 'base64')
    offset = part.next
  }
}

async function hand(client: Client, path: string): Promise<string> {
  const cannot = (cause: unknown) =>
    new AppError('bad-input', `The bundle cannot be read: ${path}: ${fileFault(cause)}.`, { cause })
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw cannot(cause)
  })
  try {
    const { bundleId } = await client.call('bundles.begin', {})
    const buffer = Buffer.alloc(PART_BYTES)
    for (let offset = 0; ; ) {
      const { bytesRead } = await file.read(buffer, 0, PART_BYTES, offset).catch((cause: unknown) => {
        throw cannot(cause)
      })
      if (bytesRead === 0) return bundleId
      const body = buffer.toString('base64', 0, bytesRead)
      offset = (await client.call('bundles.append', { bundleId, offset, body })).bytes
    }
  } finally {
    await file.close()
  }
}

function previewLines(preview: BundlePreview): string[] {
  const { projectName, exportedAt, counts, prompts, partials, evalSets, runs, ownRules, embeddings } = preview
  const { missingModels } = preview
  return [
    `${projectName}, exported ${exportedAt.slice(0, 10)}: ${toText(counts)}.`,
    ...prompts.map(({ name, newVariants, state }) => `  prompt "${name}": ${state}, ${newVariants} variants to add`),
    ...partials.map(({ name, state }) => `  partial "${name}": ${state}`),
    ...evalSets.map(
      ({ name, cases, state, hasCode }) =>
        `  eval set "${name}": ${state}, ${cases} cases${hasCode ? '; its JavaScript stays off until you allow it' : ''}`,
    ),
    ...runs.map(({ name, cells, state }) => `  run "${name}": ${state}, ${cells} cells`),
    ...(ownRules === null
      ? []
      : [`  rules before the model: ${ownRules.state}, ${ownRules.rules} rules${stays(ownRules)}`]),
    ...embeddings.map((one) => `  embeddings of ${one.name}: ${one.state}, ${one.vectors} texts${stays(one)}`),
    ...(missingModels.length === 0 ? [] : [`  models not known here: ${missingModels.join(', ')}`]),
  ]
}

function stays({ state }: { readonly state: BundlePreview['prompts'][number]['state'] }): string {
  return state === 'different' ? '; what is here stays, and these are left out' : ''
}

function outcome(
  made: { readonly project: { readonly name: string }; readonly added: BundlePreview['counts'] } | null,
): string {
  if (made === null) return 'Nothing is stored yet: --yes takes it in.'
  return `Taken into the project "${made.project.name}": ${toText(made.added)}.`
}

function toText({ prompts, variants, evalSets, cases, runs, cells }: BundlePreview['counts']): string {
  return `${prompts} prompts (${variants} variants), ${evalSets} eval sets (${cases} cases), ${runs} runs (${cells} cells)`
}
