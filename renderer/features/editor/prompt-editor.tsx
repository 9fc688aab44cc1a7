import { useEffect } from 'react'
import type { VariantId } from '../../../shared/domain/ids.ts'
import { type Prompt, type Variant, variantLabel } from '../../../shared/domain/prompt.ts'
import { useNavigate, usePlace } from '../../client/services.tsx'
import { useActions } from '../../client/use-actions.ts'
import { useRemembered } from '../../client/use-remembered.ts'
import { useRoute } from '../../client/use-route.ts'
import { FailedState, LoadingRows } from '../../ui/states.tsx'
import type { PromptCommands } from './use-prompt-commands.tsx'
import { VariantDesk } from './variant-desk.tsx'

export interface PromptEditorProps {
  readonly prompt: Prompt
  readonly commands: PromptCommands
  /** Null while the list is shown. */
  readonly onShowList: (() => void) | null
}

/** One prompt: finds the variant whose tab is chosen. Tabs go by letter, since saving may make a new revision under it. */
export function PromptEditor({ prompt, commands, onShowList }: PromptEditorProps) {
  const place = usePlace()
  const { replace } = useNavigate()
  const variants = useRoute('variants.list', { promptId: prompt.id })
  const [letter, chooseLetter] = useRemembered<string | null>(`tab.${prompt.id}`, null)
  const [, rememberPrompt] = useRemembered(`prompt.${prompt.projectId}`, prompt.id)
  const linkedId = place.page === 'prompts' ? place.variantId : undefined
  const linked = useLinkedVariant(linkedId, variants.data)

  useEffect(() => rememberPrompt(prompt.id), [prompt.id, rememberPrompt])
  useEffect(() => {
    // A link to a variant chooses its tab once; from then on the tabs decide.
    if (!linked) return
    chooseLetter(linked.letter)
    replace({ page: 'prompts', promptId: prompt.id })
  }, [linked, chooseLetter, replace, prompt.id])

  const list = variants.data ?? []
  useActions(
    list.slice(0, 9).map((variant, index) => ({
      id: `tab-${variant.letter}`,
      label: `Show variant ${variantLabel(variant)}${variant.name ? ` ${variant.name}` : ''}`,
      group: 'Variants',
      keys: `alt+${index + 1}`,
      run: () => chooseLetter(variant.letter),
    })),
  )
  if (variants.error) return <FailedState error={variants.error} onRetry={() => void variants.refetch()} />
  if (variants.isPending) return <LoadingRows rows={12} label={`Loading ${prompt.name}`} />
  const current = list.find((variant) => variant.letter === letter) ?? list[0]
  if (!current) return <FailedState error={new Error('This prompt has no variants left. Bring one back by Undo.')} />
  return (
    <VariantDesk
      prompt={prompt}
      variants={list}
      current={current}
      commands={commands}
      onChoose={chooseLetter}
      onShowList={onShowList}
    />
  )
}

function useLinkedVariant(linkedId: VariantId | undefined, list: readonly Variant[] | undefined): Variant | null {
  const known = list?.find(({ id }) => id === linkedId)
  // A chart may point at a revision that has since been replaced on its tab.
  const asked = useRoute('variants.get', linkedId && list && !known ? { variantId: linkedId } : null)
  return linkedId ? (known ?? asked.data ?? null) : null
}
