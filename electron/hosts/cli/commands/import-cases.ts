import path from 'node:path'
import { assertionType } from '../../../../shared/score/parse-assertion-type.ts'
import { exitCode } from '../exit-code.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { readTableFile } from '../read-table-file.ts'
import { untilInterrupted } from '../until-interrupted.ts'
import { mappingOf } from './import-answers.ts'
import { projectNamed } from './import-config.ts'
import { gradersOf } from './import-graders.ts'

export interface ImportCasesOptions extends GlobalOptions {
  readonly project?: string
  readonly name?: string
  readonly column: readonly string[]
  readonly sheet?: string
  readonly graders?: string
  readonly yes?: boolean
}

/** `pithy import TABLE`: shows what becomes of each column; with `--yes`, makes an eval set of the cases. */
export async function importCasesCommand(file: string, options: ImportCasesOptions): Promise<number> {
  const name = options.name ?? path.basename(file).replace(/\.\w+$/, '')
  const { preview, mapping, graders, taken } = await withClient(options, (client) =>
    untilInterrupted(async (signal) => {
      const source = await readTableFile(client, file, 'The table of cases', options.sheet)
      const preview = await client.call('imports.preview', source, { signal })
      const mapping = mappingOf(preview.suggestedMapping, [], options.column)
      const graders = await gradersOf(options.graders, mapping)
      if (!options.yes) return { preview, mapping, graders, taken: null }
      const projectId = await projectNamed(client, options.project)
      const request = { ...source, projectId, evalSetId: null, name, mapping }
      const done = await client.call('imports.cases', request, { signal })
      const { id: evalSetId, assertions } = done.evalSet
      if (graders.assertions.length === 0) return { preview, mapping, graders, taken: done }
      const all = [...assertions, ...graders.assertions]
      const evalSet = await client.call('eval-sets.set-assertions', { evalSetId, assertions: all })
      return { preview, mapping, graders, taken: { ...done, evalSet } }
    }),
  )
  const problems = taken?.problems ?? preview.problems
  const shown = { rowCount: preview.rowCount, mapping, problems, imported: taken?.imported ?? null }
  if (options.json) console.log(JSON.stringify({ ...shown, evalSet: taken?.evalSet ?? null }, null, 2))
  else {
    for (const { row, message } of problems) console.error(row === null ? message : `Row ${row}: ${message}`)
    console.log(`${file}: ${preview.shape ?? preview.format.toUpperCase()}, ${preview.rowCount} rows`)
    for (const { column, use, variableName } of mapping)
      console.log(`  ${column}: ${use}${use === 'variable' && variableName !== column ? ` ${variableName}` : ''}`)
    for (const one of graders.assertions) console.log(`  grader ${one.metric ?? ''}: ${assertionType(one)}`)
    for (const { place, message } of graders.notes) console.error(`! ${place}: ${message}`)
    console.log(
      taken
        ? `${taken.imported} cases are now the eval set "${taken.evalSet.name}".`
        : 'Nothing is stored yet: --yes takes it; --column name=use changes what a column is.',
    )
  }
  return exitCode.passed
}
