import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { previewResume } from '../evaluate/forecast/preview-resume.ts'
import { previewRun } from '../evaluate/forecast/preview-run.ts'
import { resumeRun } from '../evaluate/resume-run.ts'
import { startRun } from '../evaluate/start-run.ts'

type Names =
  | 'runs.preview'
  | 'runs.preview-resume'
  | 'runs.start'
  | 'runs.resume'
  | 'runs.list'
  | 'runs.get'
  | 'runs.rename'
  | 'runs.archive'

export function runHandlers(core: CoreContext): Pick<Handlers, Names> {
  const { store, ports, changed } = core
  return {
    'runs.preview': (spec, { signal }) => previewRun(core, spec, signal),
    'runs.start': (spec, { signal }) => startRun(core, spec, signal),
    'runs.resume': async ({ runId, mayPayAgain, budgetNanoUsd }) => ({
      jobId: await resumeRun(core, runId, { mayPayAgain, budgetNanoUsd }),
    }),
    'runs.preview-resume': ({ runId }) => previewResume(store, store.runs.get(runId)),
    'runs.list': ({ projectId, withArchived }) => [...store.runs.list(projectId, withArchived)],
    'runs.get': ({ runId }) => store.runs.get(runId).run,
    'runs.rename': ({ runId, name }) => {
      store.runs.rename(store.runs.get(runId).run.id, name)
      changed('runs')
      return store.runs.get(runId).run
    },
    'runs.archive': ({ runId, isArchived }) => {
      store.runs.archive(store.runs.get(runId).run.id, isArchived ? new Date(ports.now()).toISOString() : null)
      changed('runs')
      return store.runs.get(runId).run
    },
  }
}
