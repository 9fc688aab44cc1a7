import { exitCode } from '../exit-code.ts'
import { withClient } from '../open-session.ts'
import { projectNamed } from '../project-named.ts'
import { readRunResult, toJson, toText } from '../run-result.ts'
import { untilInterrupted } from '../until-interrupted.ts'
import type { ImportConfigOptions } from './import-config.ts'

/** `pithy import results.json`: shows what a result file of promptfoo holds; with `--yes`, makes a complete run of it. */
export async function importResultsCommand(text: string, options: ImportConfigOptions): Promise<number> {
  const { preview, result } = await withClient(options, (client) =>
    untilInterrupted(async (signal) => {
      const preview = await client.call('imports.preview-results', { text }, { signal })
      if (!options.yes) return { preview, result: null }
      const projectId = await projectNamed(client, options.project)
      const name = options.name ?? preview.name
      const { runId } = await client.call('imports.results', { text, projectId, name }, { signal })
      return { preview, result: await readRunResult(client, runId, { state: 'succeeded', error: null }) }
    }),
  )
  if (options.json) console.log(JSON.stringify({ ...preview, run: result === null ? null : toJson(result) }, null, 2))
  else {
    console.log(`${preview.name}: results of promptfoo, ${preview.caseCount} cases`)
    for (const { promptLabel, model, answered, passed, failed } of preview.columns)
      console.log(`  ${promptLabel} on ${model}: ${answered} answers, ${passed} passed, ${failed} without an answer`)
    for (const { place, message } of preview.notes) console.error(`! ${place}: ${message}`)
    console.log(result === null ? 'Nothing is stored yet: --yes makes a run of it.' : `\n${toText(result)}`)
  }
  return exitCode.passed
}
