import { useMemo, useRef } from 'react'
import { cutPrompt, type PromptCut } from '../../../../shared/breakdown/cut-prompt.ts'
import { type PromptPart, promptParts } from '../../../../shared/breakdown/prompt-parts.ts'
import type { PromptCounts } from '../../../../shared/domain/breakdown.ts'
import type { Message } from '../../../../shared/domain/prompt.ts'
import { usedPartials } from '../../../../shared/template/used-partials.ts'
import type { EncodingId } from '../../../../shared/tokens/encodings.ts'
import { useRoute } from '../../../client/use-route.ts'
import type { Desk } from '../use-desk.ts'
import { useSettledValue } from '../use-settled-value.ts'

export interface Breakdown {
  readonly messages: readonly Message[]
  readonly cuts: readonly PromptCut[]
  readonly parts: readonly PromptPart[]
  readonly counts: PromptCounts
}

/** Long enough that a word is not counted letter by letter over hundreds of cases. */
const SETTLE_MS = 350

/**
 * Where the prompt's tokens are over the eval set's cases; the last answer until that for the newest text is there.
 *
 * @param encoding null asks nothing
 */
export function useBreakdown(
  desk: Desk,
  encoding: EncodingId | null,
): { readonly breakdown: Breakdown | null; readonly error: Error | null } {
  const messages = useSettledValue(desk.draft.content.messages, SETTLE_MS)
  const { texts } = desk.partials
  // Only those that are named: the answer is kept under what was asked.
  const partials = useMemo(
    () =>
      usedPartials(
        messages.map(({ template }) => template),
        texts,
      ),
    [messages, texts],
  )
  const evalSetId = desk.evalSet && desk.evalSet.caseCount > 0 ? desk.evalSet.id : null
  const asked = useMemo(
    () => encoding && { messages, partials, evalSetId, encoding },
    [messages, partials, evalSetId, encoding],
  )
  const { data, error } = useRoute('breakdown.count', asked)
  const fresh = useMemo(() => {
    if (!data) return null
    const cuts = cutPrompt(messages, partials)
    return { messages, cuts, parts: promptParts(messages, cuts), counts: data }
  }, [data, messages, partials])
  const last = useRef<Breakdown | null>(null)
  if (fresh) last.current = fresh
  return { breakdown: last.current, error }
}
