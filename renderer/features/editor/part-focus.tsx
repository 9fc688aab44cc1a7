import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'

/** A stretch of a message's template. */
export interface TemplatePlace {
  readonly messageIndex: number
  readonly start: number
  readonly end: number
  /** Shown without taking the focus into the text. */
  readonly keepsFocus?: boolean
}

interface PartFocus {
  /** What the pointer or the keyboard is on in a list beside the text; highlighted there. */
  readonly pointed: TemplatePlace | null
  /** What is asked to be shown in the text and is not yet. */
  readonly revealed: TemplatePlace | null
}

interface PartFocusActions {
  readonly point: (place: TemplatePlace | null) => void
  readonly reveal: (place: TemplatePlace) => void
  /** The place is shown: it is not to be shown again when the editor is made anew. */
  readonly endReveal: () => void
}

const FocusContext = createContext<PartFocus>({ pointed: null, revealed: null })
const ActionsContext = createContext<PartFocusActions | null>(null)

/** Lets lists beside the text show where a part of it stands, without drawing the desk anew. */
export function PartFocusProvider({ children }: { readonly children: ReactNode }) {
  const [pointed, setPointed] = useState<TemplatePlace | null>(null)
  const [revealed, setRevealed] = useState<TemplatePlace | null>(null)
  const focus = useMemo(() => ({ pointed, revealed }), [pointed, revealed])
  const actions = useMemo(
    () => ({
      point: setPointed,
      reveal: (place: TemplatePlace) => setRevealed({ ...place }),
      endReveal: () => setRevealed(null),
    }),
    [],
  )
  return (
    <ActionsContext value={actions}>
      <FocusContext value={focus}>{children}</FocusContext>
    </ActionsContext>
  )
}

/** What of one message is pointed at and to be revealed. */
export function usePartFocus(messageIndex: number): PartFocus {
  const { pointed, revealed } = useContext(FocusContext)
  return {
    pointed: pointed?.messageIndex === messageIndex ? pointed : null,
    revealed: revealed?.messageIndex === messageIndex ? revealed : null,
  }
}

/** What is to be shown in the text, wherever it is. */
export function useRevealed(): TemplatePlace | null {
  return useContext(FocusContext).revealed
}

export function usePartFocusActions(): PartFocusActions {
  const actions = useContext(ActionsContext)
  if (!actions) throw new Error('usePartFocusActions needs a PartFocusProvider around it.')
  return actions
}
