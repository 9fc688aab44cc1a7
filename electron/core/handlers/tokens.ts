import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { countExactly, knownCount } from '../evaluate/calls/count-exactly.ts'

type Names = 'tokens.calibrations' | 'tokens.count-exactly' | 'tokens.exact-counts'

export function tokenHandlers(core: CoreContext): Pick<Handlers, Names> {
  const { calibrations, models, providers } = core
  const known = (ids: readonly string[]) =>
    models.all().filter(({ id, providerId }) => ids.includes(id) && providers.has(providerId))
  return {
    'tokens.calibrations': async ({ modelIds }) => {
      const found = await Promise.all(
        known(modelIds).map(async ({ id, providerId }) => {
          const state = await calibrations.of(id, providers.get(providerId).kind)
          return state ? [{ modelId: id, state }] : []
        }),
      )
      return found.flat()
    },
    'tokens.count-exactly': ({ modelId, ...content }, { signal }) =>
      countExactly(core, models.get(modelId), content, signal),
    'tokens.exact-counts': ({ modelIds, ...content }) =>
      Promise.all(known(modelIds).map((model) => knownCount(core, model, content))),
  }
}
