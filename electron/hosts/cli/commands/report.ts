import { AppError } from '../../../../shared/contract/errors.ts'
import { RunId } from '../../../../shared/domain/ids.ts'
import { exitCode } from '../exit-code.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { readVerdicts } from '../read-verdicts.ts'
import { writeResultFile } from '../write-result-file.ts'

const FORMATS = ['html', 'markdown', 'csv', 'xlsx', 'junit'] as const

/** `pithy report RUN` */
export async function reportCommand(
  id: string,
  options: GlobalOptions & {
    readonly out?: string
    readonly baseline?: string
    readonly confirm?: boolean
    readonly format?: string
  },
): Promise<number> {
  const format = FORMATS.find((known) => known === (options.format ?? 'html'))
  if (!format)
    throw new AppError('bad-input', `"${options.format}" is no format of reports. Take one of ${FORMATS.join(', ')}.`)
  const report = await withClient(options, async (client) => {
    const run = await client.call('runs.get', { runId: RunId.parse(id) })
    const verdicts = await readVerdicts(client, run, options)
    const { fileName, body, encoding } = await client.call('reports.render', {
      runId: run.id,
      baseline: verdicts[0]?.baseline ?? null,
      format,
    })
    return { fileName, body: encoding === 'base64' ? Buffer.from(body, 'base64') : body, verdicts }
  })
  const file = options.out ?? report.fileName
  await writeResultFile(file, report.body)
  if (options.json) console.log(JSON.stringify({ file, verdicts: report.verdicts }, null, 2))
  else console.log([...report.verdicts.map(({ sentence }) => sentence), file].join('\n'))
  return exitCode.passed
}
