import type { ProjectId } from '../../../shared/domain/ids.ts'
import type { PromptPartial } from '../../../shared/domain/partial.ts'
import { type Prompt, type Variant, variantLabel } from '../../../shared/domain/prompt.ts'
import { partialNames, withPartialRenamed } from '../../../shared/template/used-partials.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import type { Store } from '../store/open-store.ts'

type Names =
  | 'partials.list'
  | 'partials.uses'
  | 'partials.create'
  | 'partials.save'
  | 'partials.rename'
  | 'partials.history'
  | 'partials.text-at'
  | 'partials.archive'

export function partialHandlers({ store, changed }: CoreContext): Pick<Handlers, Names> {
  const { projects, partials } = store
  function told(partial: PromptPartial): PromptPartial {
    changed('partials')
    return partial
  }
  return {
    'partials.list': ({ projectId, withArchived }) => partials.list(projects.get(projectId).id, { withArchived }),
    'partials.uses': ({ projectId }) => {
      const tabs = tabsOf(store, projectId)
      const all = partials.list(projectId, { withArchived: false })
      return all.map(({ id, name }) => ({
        partialId: id,
        prompts: tabs.flatMap(({ prompt, variants }) => {
          const labels = variants.filter((variant) => namesIn(variant).has(name)).map(variantLabel)
          return labels.length === 0 ? [] : [{ promptId: prompt.id, promptName: prompt.name, labels }]
        }),
        partials: all.filter(({ text }) => partialNames(text).includes(name)).map((other) => other.name),
      }))
    },
    'partials.create': ({ projectId, name, text }) => told(partials.create(projects.get(projectId).id, name, text)),
    'partials.save': ({ partialId, text }) => told(partials.save(partialId, text)),
    'partials.rename': ({ partialId, name }) => {
      const rename = store.db.transaction(() => {
        const before = partials.get(partialId)
        const renamed = partials.rename(partialId, name)
        renameInTabs(store, before, name)
        return renamed
      })
      const renamed = rename.immediate()
      changed('variants')
      return told(renamed)
    },
    'partials.history': ({ partialId }) => partials.history.list(partialId),
    'partials.text-at': ({ partialId, no }) => ({ text: partials.history.textAt(partialId, no) }),
    'partials.archive': ({ partialId, isArchived }) => told(partials.setArchived(partialId, isArchived)),
  }
}

interface Tabs {
  readonly prompt: Prompt
  readonly variants: readonly Variant[]
}

function tabsOf({ prompts, variants }: Store, projectId: ProjectId, withArchived = false): readonly Tabs[] {
  return prompts
    .list(projectId, { withArchived })
    .map((prompt) => ({ prompt, variants: variants.list(prompt.id, { withAll: false }) }))
}

function namesIn({ content }: Variant): ReadonlySet<string> {
  return new Set(content.messages.flatMap(({ template }) => partialNames(template)))
}

/** A frozen variant keeps what it said; its next revision begins here, so that the tab goes on working. */
function renameInTabs(store: Store, { projectId, name: before }: PromptPartial, name: string): void {
  for (const { variants } of tabsOf(store, projectId, true)) {
    for (const variant of variants) {
      if (!namesIn(variant).has(before)) continue
      const messages = variant.content.messages.map((message) => ({
        ...message,
        template: withPartialRenamed(message.template, before, name),
      }))
      store.variants.save(variant.id, { ...variant.content, messages })
    }
  }
}
