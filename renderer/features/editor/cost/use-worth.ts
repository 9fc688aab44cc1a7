import { useEffect, useMemo } from 'react'
import type { Prompt, Variant } from '../../../../shared/domain/prompt.ts'
import type { SqueezeSnapshot, SqueezeSummary } from '../../../../shared/domain/squeeze.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import { useRoute } from '../../../client/use-route.ts'
import type { EditorHandle } from '../../../monaco/text-editor.tsx'
import { placeWorthNotes, type WorthNote } from './worth-notes.ts'

/** What the parts of a variant are worth to its score, from its latest squeeze. */
export interface Worth {
  readonly isOn: boolean
  /** A squeeze of this variant has measured its parts. */
  readonly isKnown: boolean
  readonly toggle: () => void
  /** The latest squeeze of this variant, of whatever kind. */
  readonly latest: SqueezeSummary | null
  /** Null while they are not shown. */
  readonly squeeze: SqueezeSnapshot | null
  /** In a sentence: what is shown. */
  readonly note: string | null
}

export function useWorth(prompt: Prompt, variant: Variant): Worth {
  const [isOn, setIsOn] = useRemembered('worth-shown', false)
  const squeezes = useRoute('squeeze.list', { promptId: prompt.id }).data ?? NONE
  // Saving over a variant that was squeezed makes the next revision: what still stands in it keeps its worth.
  const own = squeezes.filter(({ variantId }) => variantId === variant.id || variantId === variant.parentId)
  const measured = own.find(({ mode, state }) => mode !== 'quick' && state !== 'running')
  const shown = useRoute('squeeze.get', isOn && measured ? { squeezeId: measured.id } : null).data ?? null
  const squeeze = isOn && shown && shown.worth.length > 0 ? shown : null
  return {
    isOn,
    isKnown: measured !== undefined,
    toggle: () => setIsOn(!isOn),
    latest: own[0] ?? null,
    squeeze,
    note: noteOf(shown),
  }
}

const NONE: readonly never[] = []

/** Puts the notes of one message behind its parts while they are shown. */
export function useWorthNotes(handle: EditorHandle | null, index: number, text: string, worth: Worth): void {
  const { squeeze } = worth
  const notes = useMemo(() => (squeeze ? placeWorthNotes(squeeze, index, text) : NONE), [squeeze, index, text])
  useEffect(() => {
    const model = handle?.editor.getModel()
    if (!handle || !model || notes.length === 0) return
    const decorations = handle.editor.createDecorationsCollection(
      notes.map((note) => decorationOf(handle, model, note)),
    )
    return () => decorations.clear()
  }, [handle, notes])
}

type TextModel = NonNullable<ReturnType<EditorHandle['editor']['getModel']>>

function decorationOf({ monaco }: EditorHandle, model: TextModel, { end, text, tone }: WorthNote) {
  const at = model.getPositionAt(end)
  return {
    range: new monaco.Range(at.lineNumber, at.column, at.lineNumber, at.column),
    options: {
      showIfCollapsed: true,
      // U+2003 keeps the note off the text: Monaco does not measure margins.
      after: {
        content: `\u2003${unbroken(text)}`,
        inlineClassName: `worth-note worth-${tone}`,
        cursorStops: monaco.editor.InjectedTextCursorStops.Left,
      },
    },
  }
}

/** Monaco breaks a line after any full stop: this one looks the same, and keeps "−1.1" in one piece. */
function unbroken(text: string): string {
  return text.replaceAll('.', '\u2024')
}

function noteOf(squeeze: SqueezeSnapshot | null): string | null {
  if (!squeeze) return null
  if (squeeze.worth.length === 0) return 'The last squeeze ended before the parts were measured.'
  return `Points of score that ${squeeze.spec.modelId} loses without the part, 90 % interval; ${squeeze.worth.length} parts were measured. Parts that are changed since show nothing.`
}
