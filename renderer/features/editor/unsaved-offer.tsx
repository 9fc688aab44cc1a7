import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type Variant, VariantContent } from '../../../shared/domain/prompt.ts'
import { useNavigate, useServices } from '../../client/services.tsx'
import type { UnsavedText } from '../../client/unsaved-texts.ts'
import { Icon } from '../../ui/icon.tsx'
import { notifyUndo } from '../../ui/notify.tsx'
import styles from './unsaved-offer.module.css'

interface Offer {
  readonly text: UnsavedText
  /** What its tab holds in the library now. */
  readonly head: Variant
  readonly promptName: string
}

const KEY = ['unsaved-offers']

/** After a crash: what was typed and never reached the library, to be taken back or dropped. */
export function UnsavedOffer() {
  const { client, unsaved, drafts } = useServices()
  const queries = useQueryClient()
  const { go } = useNavigate()
  const offers = useQuery({ queryKey: KEY, staleTime: Number.POSITIVE_INFINITY, queryFn: findOffers })
  const [offer] = offers.data ?? []
  if (!offer) return null
  const { text, head, promptName } = offer

  async function findOffers(): Promise<readonly Offer[]> {
    const found: Offer[] = []
    for (const text of await unsaved.left()) {
      const content = VariantContent.safeParse(text.content)
      const variant = content.success
        ? await client.call('variants.get', { variantId: text.variantId }).catch(() => null)
        : null
      if (!variant) continue // of another library, or a form that is no longer known
      const [all, prompts] = await Promise.all([
        client.call('variants.list', { promptId: variant.promptId, withAll: true }),
        projectPrompts(variant),
      ])
      const head = all.findLast(({ letter }) => letter === variant.letter) ?? variant
      if (all.some((one) => one.letter === head.letter && hasContent(one, text))) await unsaved.forget(text)
      else found.push({ text, head, promptName: prompts ?? 'a prompt' })
    }
    return found
  }

  async function projectPrompts(variant: Variant): Promise<string | null> {
    for (const project of await client.call('projects.list', { withArchived: true })) {
      const prompts = await client.call('prompts.list', { projectId: project.id, withArchived: true })
      const prompt = prompts.find(({ id }) => id === variant.promptId)
      if (prompt) return prompt.name
    }
    return null
  }

  function done(): void {
    void unsaved.forget(text)
    queries.setQueryData<readonly Offer[]>(KEY, (list) => list?.filter((one) => one.text !== text))
  }

  function takeBack(): void {
    drafts.getState().edit(head, () => text.content)
    void drafts.getState().flush()
    go({ page: 'prompts', promptId: head.promptId, variantId: head.id })
    const undo = () => {
      drafts.getState().edit(head, () => head.content)
      void drafts.getState().flush()
    }
    notifyUndo(`Took back what was typed into ${head.letter}.`, undo, { isBrief: true })
    done()
  }

  return (
    <div className={styles.bar} role="alert" data-testid="unsaved-offer">
      <Icon name="warning" size={14} />
      <span className={styles.text}>
        Pithy or the browser ended at {new Date(text.typedAt).toLocaleTimeString('en-GB')} before it could save what you
        typed into variant {head.letter} of “{promptName}”.
      </span>
      <Button data-testid="take-back" onClick={takeBack}>
        Take it back
      </Button>
      <Button variant="default" onClick={done}>
        Drop it
      </Button>
    </div>
  )
}

function hasContent({ content }: Variant, text: UnsavedText): boolean {
  return JSON.stringify(content) === JSON.stringify(VariantContent.parse(text.content))
}
