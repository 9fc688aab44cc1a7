import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Client } from '../../../../shared/contract/client.ts'
import { AppError } from '../../../../shared/contract/errors.ts'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { Assertion } from '../../../../shared/domain/score.ts'
import { assertionType } from '../../../../shared/score/parse-assertion-type.ts'
import { exitCode } from '../exit-code.ts'
import { importLargeTable, LARGE_BYTES, pieceKindOf } from '../import-large-table.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { projectNamed } from '../project-named.ts'
import { readTableFile } from '../read-table-file.ts'
import { type PieceKind, tablePieces } from '../table-pieces.ts'
import { untilInterrupted } from '../until-interrupted.ts'
import { mappingOf } from './import-answers.ts'
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
      const kind = (await sizeOf(file)) > LARGE_BYTES ? pieceKindOf(file) : null
      const source =
        kind === null
          ? await readTableFile(client, file, 'The table of cases', options.sheet)
          : await firstPiece(file, kind)
      const preview = await client.call('imports.preview', source, { signal })
      const mapping = mappingOf(preview.suggestedMapping, [], options.column)
      const graders = await gradersOf(options.graders, mapping)
      if (!options.yes) return { preview, mapping, graders, taken: null }
      const projectId = await projectNamed(client, options.project)
      if (kind !== null) {
        const { format, delimiter } = preview
        const tell = (stored: number) =>
          console.error(`${stored.toLocaleString('en-US')} cases are stored; nobody sees them yet.`)
        const table = { path: file, kind, format, delimiter, mapping, projectId, name }
        const done = await importLargeTable(client, table, { signal, tell })
        return { preview, mapping, graders, taken: await withGraders(client, done, graders.assertions) }
      }
      const request = { ...source, projectId, evalSetId: null, name, mapping }
      const done = await client.call('imports.cases', request, { signal })
      return { preview, mapping, graders, taken: await withGraders(client, done, graders.assertions) }
    }),
  )
  const isLarge = taken !== null && taken.imported > preview.rowCount
  const problems = taken?.problems ?? preview.problems
  const shown = { rowCount: preview.rowCount, mapping, problems, imported: taken?.imported ?? null }
  if (options.json) console.log(JSON.stringify({ ...shown, evalSet: taken?.evalSet ?? null }, null, 2))
  else {
    for (const { row, message } of problems) console.error(row === null ? message : `Row ${row}: ${message}`)
    console.log(
      `${file}: ${preview.shape ?? preview.format.toUpperCase()}, ${preview.rowCount} rows${isLarge ? ' looked at' : ''}`,
    )
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

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => null)
  return found?.size ?? 0
}

/** What the columns are told by; the pieces of a JSON list are lines. */
async function firstPiece(file: string, kind: PieceKind) {
  for await (const text of tablePieces(file, { kind, delimiter: null })) {
    const format = kind === 'csv' ? ('csv' as const) : ('jsonl' as const)
    return { text, format, delimiter: null }
  }
  throw new AppError('bad-input', `${file} is empty: a table of cases has at least one row.`)
}

async function withGraders<T extends { readonly evalSet: EvalSet }>(
  client: Client,
  done: T,
  graders: readonly Assertion[],
): Promise<T> {
  if (graders.length === 0) return done
  const { id: evalSetId, assertions } = done.evalSet
  const all = [...assertions, ...graders]
  return { ...done, evalSet: await client.call('eval-sets.set-assertions', { evalSetId, assertions: all }) }
}
