import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'

type Names =
  | 'variants.list'
  | 'variants.get'
  | 'variants.fork'
  | 'variants.save'
  | 'variants.rename'
  | 'variants.archive'

export function variantHandlers({ store: { prompts, variants }, changed }: CoreContext): Pick<Handlers, Names> {
  return {
    'variants.list': ({ promptId, withAll }) => variants.list(prompts.get(promptId).id, { withAll }),
    'variants.get': ({ variantId }) => variants.get(variantId),
    'variants.fork': ({ variantId, name }) => {
      const variant = variants.fork(variantId, { name: name.trim() })
      changed('variants')
      return variant
    },
    'variants.save': ({ variantId, content }) => {
      const variant = variants.save(variantId, content)
      changed('variants')
      return variant
    },
    'variants.rename': ({ variantId, name }) => {
      const variant = variants.rename(variantId, name)
      changed('variants')
      return variant
    },
    'variants.archive': ({ variantId, isArchived }) => {
      const variant = variants.setArchived(variantId, isArchived)
      changed('variants')
      return variant
    },
  }
}
