import { RunId } from '../../../../shared/domain/ids.ts'
import { exitCode } from '../exit-code.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { writeResultFile } from '../write-result-file.ts'

/** `pithy report RUN` */
export async function reportCommand(id: string, options: GlobalOptions & { readonly out?: string }): Promise<number> {
  const report = await withClient(options, (client) => client.call('reports.render', { runId: RunId.parse(id) }))
  const file = options.out ?? report.fileName
  await writeResultFile(file, report.body)
  if (options.json) console.log(JSON.stringify({ file }))
  else console.log(file)
  return exitCode.passed
}
