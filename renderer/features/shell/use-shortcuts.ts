import { useEffect } from 'react'
import { isTyping, matchesKeys } from '../../client/actions.ts'
import { useServices } from '../../client/services.tsx'

/** Runs the actions that are offered now by their keys. */
export function useShortcuts(): void {
  const { actions } = useServices()
  useEffect(() => {
    const isMac = navigator.platform.startsWith('Mac')
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.isComposing) return
      // An open menu or dialog closes by Escape before anything behind it does.
      if (event.key === 'Escape' && isPopupOpen()) return
      // The latest registered wins: a dialog's Ctrl+Enter before that of the page under it.
      const offered = [...actions.getState().sources.values()].reverse().flat()
      const action = offered.find(({ keys }) => keys !== undefined && matchesKeys(event, keys, isMac))
      if (!action || (action.yieldsToText && isTyping(event.target))) return
      event.preventDefault()
      event.stopPropagation()
      action.run()
    }
    // Capturing, since Monaco has its own meaning for Ctrl+K and Ctrl+Enter.
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [actions])
}

function isPopupOpen(): boolean {
  const popups = document.querySelectorAll<HTMLElement>('[role="menu"], [role="dialog"], [role="listbox"]')
  return [...popups].some((popup) => popup.offsetParent !== null || popup.getClientRects().length > 0)
}
