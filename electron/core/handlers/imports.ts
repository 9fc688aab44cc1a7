import { AppError } from '../../../shared/contract/errors.ts'
import { previewTableInSteps } from '../../../shared/import/preview-table.ts'
import { readCasesInSteps } from '../../../shared/import/read-cases.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import type { EventBus } from '../event-bus.ts'
import { importAnswers } from '../import/import-answers.ts'
import { importConfig, previewConfig } from '../import/import-config.ts'
import { importResults, previewResults } from '../import/import-results.ts'
import { addToImport, dropImport, finishImport } from '../import/staged-import.ts'
import { showWithAssertions, stageCases } from '../store/cases/stage-cases.ts'
import { readTableBytes } from '../tables/read-table-bytes.ts'
import { inSteps } from '../turns/in-steps.ts'

const TELL_EVERY_MS = 200

export function importHandlers(
  core: CoreContext,
): Pick<
  Handlers,
  | 'imports.table-of-bytes'
  | 'imports.preview'
  | 'imports.cases'
  | 'imports.begin'
  | 'imports.add'
  | 'imports.finish'
  | 'imports.drop'
  | 'imports.answers'
  | 'imports.preview-config'
  | 'imports.config'
  | 'imports.preview-results'
  | 'imports.results'
> {
  const { store, bus, changed } = core
  const { projects, evalSets } = store
  return {
    'imports.preview-config': (source, { signal }) => previewConfig(core, source, signal),
    'imports.config': (request, { signal }) => importConfig(core, request, signal),
    'imports.table-of-bytes': (request, { signal }) => readTableBytes(request, signal),
    'imports.preview-results': ({ text }, { signal }) => previewResults(text, signal),
    'imports.results': (request, { signal }) => importResults(core, request, signal),
    'imports.begin': ({ projectId, name }) => ({
      importNo: evalSets.beginImport({ projectId: projects.get(projectId).id, name }),
    }),
    'imports.add': (request, { signal }) => addToImport(core, request, signal),
    'imports.finish': (request, { signal }) => finishImport(core, request, signal),
    'imports.drop': async ({ importNo }) => {
      await dropImport(core, importNo)
      return {}
    },
    'imports.answers': (request, { signal }) => importAnswers(core, request, signal),
    'imports.preview': ({ text, format, delimiter }, { signal }) =>
      inSteps(previewTableInSteps({ text, format, delimiter }), signal),
    'imports.cases': async ({ text, format, delimiter, mapping, projectId, evalSetId, name, importId }, { signal }) => {
      const { cases, assertions, problems } = await inSteps(
        readCasesInSteps({ text, format, delimiter, mapping }),
        signal,
      )
      if (cases.length === 0) {
        const why = problems[0] ? ` ${problems[0].message}` : ''
        throw new AppError('bad-input', `No row of the table could be imported, so nothing was changed.${why}`)
      }
      const target = evalSetId === null ? { projectId: projects.get(projectId).id, name } : { evalSetId }
      const onStored = progressTeller(bus, importId, cases.length)
      const showWith = showWithAssertions(store, assertions)
      const evalSet = await stageCases(evalSets, target, cases, { signal, onStored, showWith })
      changed('eval-sets')
      return { evalSet, imported: cases.length, problems: [...problems] }
    },
  }
}

function progressTeller(bus: EventBus, importId: string | undefined, total: number): (stored: number) => void {
  let toldMs = Number.NEGATIVE_INFINITY
  return (stored) => {
    if (importId === undefined || performance.now() - toldMs < TELL_EVERY_MS) return
    toldMs = performance.now()
    bus.publish('import.progressed', { importId, stored, total })
  }
}
