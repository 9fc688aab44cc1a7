import { AppError } from '../../../shared/contract/errors.ts'
import { previewTable } from '../../../shared/import/preview-table.ts'
import { readCases } from '../../../shared/import/read-cases.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'

export function importHandlers({
  store: { projects, evalSets },
  changed,
}: CoreContext): Pick<Handlers, 'imports.preview' | 'imports.cases'> {
  return {
    'imports.preview': ({ text, format, delimiter }) => previewTable({ text, format, delimiter }),
    'imports.cases': ({ text, format, delimiter, mapping, projectId, evalSetId, name }) => {
      const { cases, problems } = readCases({ text, format, delimiter, mapping })
      if (cases.length === 0) {
        const why = problems[0] ? ` ${problems[0].message}` : ''
        throw new AppError('bad-input', `No row of the table could be imported, so nothing was changed.${why}`)
      }
      const evalSet =
        evalSetId === null
          ? evalSets.create(projects.get(projectId).id, { name, cases })
          : evalSets.addCases(evalSetId, cases)
      changed('eval-sets')
      return { evalSet, imported: cases.length, problems: [...problems] }
    },
  }
}
