import { useEffect, useId, useMemo, useState, useSyncExternalStore } from 'react'
import type { PartialTexts } from '../../../../shared/domain/partial.ts'
import type { Variant, VariantContent } from '../../../../shared/domain/prompt.ts'
import { expandedText } from '../../../../shared/template/inline-partials.ts'
import { shownContent, tabKeyOf } from '../../../client/drafts.ts'
import { useServices } from '../../../client/services.tsx'
import { type LiveCount, TextCounts } from '../../../tokens/text-counts.ts'

/** Counts texts in the token worker while they change; null until a text's first count. */
export function useLiveCounts(texts: readonly string[]): readonly (LiveCount | null)[] {
  const counts = useTextCounts()
  useEffect(() => counts.show(texts), [counts, texts])
  return useCounted(counts, texts.length)
}

export interface TemplateCounts {
  /** For what must be on the screen with the next frame. */
  readonly live: TextCounts
  /** Follows between keys: what the many figures of a desk are made of. */
  readonly counted: readonly (LiveCount | null)[]
}

/**
 * Counts a tab's templates, their partials in place, from the very key on: the edit goes to the worker before React draws anything.
 *
 * @param fixed shown in place of what the tab says
 */
export function useTemplateCounts(
  variant: Variant,
  fixed: VariantContent | null,
  partials: PartialTexts,
  length: number,
): TemplateCounts {
  const { drafts } = useServices()
  const live = useTextCounts()
  useEffect(() => {
    const key = tabKeyOf(variant)
    function show(): void {
      const content = fixed ?? shownContent(variant, drafts.getState().byTab.get(key))
      live.show(content.messages.map(({ template }) => expandedText(template, partials)))
    }
    show()
    return fixed === null ? drafts.subscribe(show) : undefined
  }, [drafts, live, variant, fixed, partials])
  return { live, counted: useCounted(live, length) }
}

/** Tokens of one text, o200k_base, drawn as soon as they are known. */
export function useTokensAt(live: TextCounts, index: number): number | null {
  return useSyncExternalStore(
    (listener) => live.subscribeTokens(listener),
    () => live.tokensAt(index),
  )
}

function useTextCounts(): TextCounts {
  const tokens = useServices().tokens()
  const prefix = useId()
  const counts = useMemo(() => new TextCounts(tokens, prefix), [tokens, prefix])
  useEffect(() => () => counts.close(), [counts])
  return counts
}

function useCounted(counts: TextCounts, length: number): readonly (LiveCount | null)[] {
  const { calmly } = useServices()
  const [all, setAll] = useState(counts.all)
  useEffect(() => {
    const read = () => calmly(counts, () => setAll(counts.all))
    read()
    return counts.subscribe(read)
  }, [counts, calmly])
  return useMemo(() => Array.from({ length }, (_, index) => counts.at(index, all)), [counts, all, length])
}
