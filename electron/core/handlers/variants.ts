import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'

type Names =
  | 'variants.list'
  | 'variants.get'
  | 'variants.fork'
  | 'variants.save'
  | 'variants.rename'
  | 'variants.set-note'
  | 'variants.archive'
  | 'variants.figures'
  | 'variants.renew-partials'

export function variantHandlers({
  store: { prompts, variants, figures },
  changed,
}: CoreContext): Pick<Handlers, Names> {
  return {
    'variants.list': ({ promptId, withAll }) => variants.list(prompts.get(promptId).id, { withAll }),
    'variants.get': ({ variantId }) => variants.get(variantId),
    'variants.fork': ({ variantId, name }) => {
      const variant = variants.fork(variantId, { name: name.trim() })
      changed('variants')
      return variant
    },
    'variants.save': ({ variantId, content, isPause }) => {
      const variant = variants.save(variantId, content, isPause)
      changed('variants')
      return variant
    },
    'variants.rename': ({ variantId, name }) => {
      const variant = variants.rename(variantId, name)
      changed('variants')
      return variant
    },
    'variants.set-note': ({ variantId, note }) => {
      const variant = variants.setNote(variantId, note)
      changed('variants')
      return variant
    },
    'variants.renew-partials': ({ variantId }) => {
      const variant = variants.renewPartials(variantId)
      changed('variants')
      return variant
    },
    'variants.figures': ({ promptId }) => figures.ofPrompt(prompts.get(promptId).id),
    'variants.archive': ({ variantId, isArchived }) => {
      const variant = variants.setArchived(variantId, isArchived)
      changed('variants')
      return variant
    },
  }
}
