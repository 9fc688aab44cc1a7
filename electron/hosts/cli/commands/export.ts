import { writeFile } from 'node:fs/promises'
import { AppError } from '../../../../shared/contract/errors.ts'
import { RunId } from '../../../../shared/domain/ids.ts'
import type { Run, RunColumn } from '../../../../shared/domain/run.ts'
import { exitCode } from '../exit-code.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'

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
  if (options.out !== undefined) await writeFile(options.out, file.body)
  if (options.json) console.log(JSON.stringify(file, null, 2))
  else if (options.out === undefined) process.stdout.write(file.body)
  return exitCode.passed
}

function pickColumn(run: Run, { variant, model }: ExportOptions): RunColumn {
  const ofVariant = run.columns.filter((column) => column.variantLabel === variant || column.variantName === variant)
  if (ofVariant.length === 0) {
    const labels = [...new Set(run.columns.map((column) => column.variantName || column.variantLabel))]
    throw new AppError('not-found', `The run has no variant "${variant}". It has: ${labels.join(', ')}.`)
  }
  const candidates = model === undefined ? ofVariant : ofVariant.filter((column) => column.modelId === model)
  const [column] = candidates
  if (!column || candidates.length > 1) {
    throw new AppError(
      'bad-input',
      `Say by --model which model to call: ${ofVariant.map((each) => each.modelId).join(', ')}.`,
    )
  }
  return column
}
