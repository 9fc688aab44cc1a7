import path from 'node:path'
import { AppError } from '../../../../shared/contract/errors.ts'
import { ModelId, RunId } from '../../../../shared/domain/ids.ts'
import type { Run, RunColumn } from '../../../../shared/domain/run.ts'
import { evidenceWords } from '../../../../shared/export/evidence-status.ts'
import { exitCode } from '../exit-code.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { writeResultFile } from '../write-result-file.ts'

export interface ExportOptions extends GlobalOptions {
  readonly variant: string
  readonly format: string
  readonly model?: string
  readonly out?: string
}

/** `pithy export RUN --variant B --format python` */
export async function exportCommand(id: string, options: ExportOptions): Promise<number> {
  const file = await withClient(options, async (client) => {
    const run = await client.call('runs.get', { runId: RunId.parse(id) })
    const { variantId, modelId } = pickColumn(run, options)
    return client.call('exports.render', { variantId, modelId, exporterId: options.format, runId: run.id })
  })
  if (options.out !== undefined) {
    await writeResultFile(options.out, file.body)
    if (file.sidecar)
      await writeResultFile(path.join(path.dirname(options.out), file.sidecar.fileName), file.sidecar.body)
  }
  const { state, reasons } = file.evidence
  if (!options.json) console.error(`Evidence: ${evidenceWords[state]}. ${reasons.join(' ')}`)
  if (options.json) console.log(JSON.stringify(file, null, 2))
  else if (options.out === undefined) process.stdout.write(file.body)
  return exitCode.passed
}

/** Any model can be named: the exported file says on which one the variant was measured. */
function pickColumn(run: Run, { variant, model }: ExportOptions): Pick<RunColumn, 'variantId' | 'modelId'> {
  const columns = run.columns.filter((column) => column.variantLabel === variant || column.variantName === variant)
  const [column] = columns
  if (!column) {
    const labels = [...new Set(run.columns.map((each) => each.variantName || each.variantLabel))]
    throw new AppError('not-found', `The run has no variant "${variant}". It has: ${labels.join(', ')}.`)
  }
  if (model !== undefined) {
    const modelId = ModelId.safeParse(model)
    if (!modelId.success) throw new AppError('bad-input', `--model ${model}: ${modelId.error.issues[0]?.message}`)
    return { variantId: column.variantId, modelId: modelId.data }
  }
  if (columns.length === 1) return column
  const models = columns.map((each) => each.modelId).join(', ')
  throw new AppError('bad-input', `Say by --model which model to call: ${models}, or any other.`)
}
