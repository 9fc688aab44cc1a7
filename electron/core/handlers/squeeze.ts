import type { squeezeRoutes } from '../../../shared/contract/squeeze-routes.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { checkChoice, takeChoice } from '../squeeze/choose-edits.ts'
import { previewSqueeze } from '../squeeze/preview-squeeze.ts'
import { SqueezeDesk } from '../squeeze/squeeze-desk.ts'

export function squeezeHandlers(core: CoreContext): Pick<Handlers, keyof typeof squeezeRoutes> {
  const desk = new SqueezeDesk(core)
  return {
    'squeeze.preview': (spec) => previewSqueeze(core, spec),
    'squeeze.start': (spec) => desk.start(spec),
    'squeeze.get': ({ squeezeId }) => desk.get(squeezeId),
    'squeeze.list': ({ promptId }) =>
      core.store.squeezes.list(promptId).map(({ id }) => {
        const { spec, ...squeeze } = desk.get(id)
        return { ...squeeze, mode: spec.mode }
      }),
    'squeeze.pause': ({ squeezeId }) => desk.wish(squeezeId, 'pause'),
    'squeeze.resume': async ({ squeezeId, budgetNanoUsd }) => ({ jobId: await desk.resume(squeezeId, budgetNanoUsd) }),
    'squeeze.stop': ({ squeezeId }) => desk.wish(squeezeId, 'stop'),
    'squeeze.cancel': ({ squeezeId }) => desk.wish(squeezeId, 'cancel'),
    'squeeze.check': ({ squeezeId, editIds }) => checkChoice(core, desk.get(squeezeId), editIds),
    'squeeze.take': ({ squeezeId, editIds, name }) => takeChoice(core, desk.get(squeezeId), { editIds, name }),
  }
}
