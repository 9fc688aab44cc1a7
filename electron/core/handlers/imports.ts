import { AppError } from '../../../shared/contract/errors.ts'
import { previewTable } from '../../../shared/import/preview-table.ts'
import { readCases } from '../../../shared/import/read-cases.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { stageCases } from '../store/stage-cases.ts'

export function importHandlers({
  store: { projects, evalSets },
  changed,
}: CoreContext): Pick<Handlers, 'imports.preview' | 'imports.cases'> {
  return {
    'imports.preview': ({ text, format, delimiter }) => previewTable({ text, format, delimiter }),
    'imports.cases': async ({ text, format, delimiter, mapping, projectId, evalSetId, name }, { signal }) => {
      const { cases, problems } = readCases({ text, format, delimiter, mapping })
      if (cases.length === 0) {
        const why = problems[0] ? ` ${problems[0].message}` : ''
        throw new AppError('bad-input', `No row of the table could be imported, so nothing was changed.${why}`)
      }
      const target = evalSetId === null ? { projectId: projects.get(projectId).id, name } : { evalSetId }
      const evalSet = await stageCases(evalSets, target, cases, signal)
      changed('eval-sets')
      return { evalSet, imported: cases.length, problems: [...problems] }
    },
  }
}
