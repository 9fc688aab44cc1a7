import { useEffect, useId, useMemo, useRef } from 'react'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import type { TemplateInspection } from '../../../../shared/template/inspect-template.ts'
import type { EncodingId } from '../../../../shared/tokens/encodings.ts'
import type { TokenProfile } from '../../../../shared/tokens/token-profile.ts'
import { useServices } from '../../../client/services.tsx'
import { useRemembered } from '../../../client/use-remembered.ts'
import type { EditorHandle } from '../../../monaco/text-editor.tsx'
import { paintTokens, type TokenPaint } from '../../../monaco/token-painter.ts'

/** Whether tokens are tinted in the text, and whose they are. */
export interface TokenColors {
  readonly isOn: boolean
  readonly encoding: EncodingId
  /** In a sentence: which encoding is shown, and for which chosen models it does not hold. */
  readonly note: string
  readonly toggle: () => void
}

export function useTokenColors(models: readonly CatalogModel[], profiles: readonly TokenProfile[]): TokenColors {
  const [isOn, setIsOn] = useRemembered('token-colors', false)
  return useMemo(() => {
    const exact = profiles.find(({ exactness }) => exactness === 'exact')
    const encoding = exact?.encoding ?? 'o200k_base'
    const guessed = models.filter((_, index) => profiles[index] && profiles[index].exactness !== 'exact')
    return { isOn, encoding, note: noteOf(encoding, guessed), toggle: () => setIsOn(!isOn) }
  }, [models, profiles, isOn, setIsOn])
}

/** Tints the tokens of one message's editor while colours are on. */
export function useTokenPaint(
  handle: EditorHandle | null,
  { isOn, encoding }: Pick<TokenColors, 'isOn' | 'encoding'>,
  inspection: TemplateInspection | null,
): void {
  const client = useServices().tokens()
  const docId = `colors-${useId()}`
  const paint = useRef<TokenPaint>(null)
  const latest = useRef(inspection)
  latest.current = inspection
  useEffect(() => {
    if (!handle || !isOn) return
    const stretches = () => latest.current?.marks.filter(({ kind }) => kind === 'output') ?? []
    const painted = paintTokens(handle, { client, docId, encoding, stretches })
    paint.current = painted
    return () => {
      paint.current = null
      painted.dispose()
    }
  }, [handle, isOn, encoding, client, docId])
  // The text is looked at a little after the key that was painted.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the painter reads the newest inspection itself
  useEffect(() => paint.current?.refresh(), [inspection])
}

function noteOf(encoding: EncodingId, guessed: readonly CatalogModel[]): string {
  const shown = `Colours show ${encoding} tokens of the template as written; point at one for its id.`
  if (guessed.length === 0) return shown
  const names = guessed.length > 2 ? `${guessed.length} chosen models` : guessed.map(({ label }) => label).join(' and ')
  return `${shown} No colouring for ${names}: ${guessed.length === 1 ? 'its tokenizer is' : 'their tokenizers are'} not public.`
}
