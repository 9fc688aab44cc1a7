import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'

type Names = 'tokens.calibrations'

export function tokenHandlers({ calibrations, models, providers }: CoreContext): Pick<Handlers, Names> {
  return {
    'tokens.calibrations': async ({ modelIds }) => {
      const known = models.all().filter(({ id }) => modelIds.includes(id))
      const found = await Promise.all(
        known.map(async ({ id, providerId }) => {
          if (!providers.has(providerId)) return []
          const state = await calibrations.of(id, providers.get(providerId).kind)
          return state ? [{ modelId: id, state: state }] : []
        }),
      )
      return found.flat()
    },
  }
}
