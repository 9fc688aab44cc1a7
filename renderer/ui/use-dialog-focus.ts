import { useEffect } from 'react'

const DIALOG = '.mantine-Modal-content, .mantine-Drawer-content'
const BODY = '.mantine-Modal-body, .mantine-Drawer-body'
/** What comes and goes above the page; none of it can have the focus back. */
const ABOVE = '[role="dialog"], [role="menu"], [role="listbox"]'
/** Rows that stand for what is still read (states.tsx). */
const LOADING = '[data-loading]'
const FIELDS = 'input:not([type="hidden"]), textarea, select, button, [href], [tabindex="0"]'

/**
 * Every dialog opens with the focus on its first field or its main button instead of its "Close", also where the fields come
 * once they are read. It keeps the focus from step to step, and gives it back to what opened it: Mantine's own way back knows
 * only dialogs that stay mounted, and no button that was busy or a menu's item.
 */
export function useDialogFocus(): void {
  useEffect(() => {
    let opener: HTMLElement | null = null
    let reading: Reading | null = null

    function remember({ target }: FocusEvent): void {
      if (target instanceof HTMLElement && !target.closest(ABOVE)) opener = target
    }

    /** A click on nothing leaves nothing to go back to; a button that becomes busy is still where the user is. */
    function forget({ target, relatedTarget }: FocusEvent): void {
      if (relatedTarget === null && target === opener && !opener?.matches(':disabled')) opener = null
    }

    function follow(records: readonly MutationRecord[]): void {
      const dialog = [...document.querySelectorAll<HTMLElement>(DIALOG)].at(-1)
      const isLost = document.activeElement === null || document.activeElement === document.body
      if (!dialog) {
        const hasClosed = records.some(({ removedNodes }) => [...removedNodes].some(holdsDialog))
        if (hasClosed && isLost && opener?.isConnected) opener.focus({ preventScroll: true })
        return
      }
      const hasOpened = records.some(({ addedNodes }) => [...addedNodes].some(holdsDialog))
      if (reading?.dialog === dialog && !reading.rows.isConnected) {
        const { start } = reading
        const isMoved = document.activeElement !== start && dialog.contains(document.activeElement)
        // The mark moves too: Mantine may not have looked for it yet.
        start?.removeAttribute('data-autofocus')
        const first = startOf(dialog)
        first?.setAttribute('data-autofocus', '')
        if (!isMoved) first?.focus()
        reading = isMoved ? null : readingOf(dialog, first)
        return
      }
      const field = startOf(dialog)
      // Mantine looks for the mark once the dialog is there.
      if (hasOpened) {
        field?.setAttribute('data-autofocus', '')
        reading = readingOf(dialog, field)
      } else if (isLost) field?.focus()
    }

    const portals = new MutationObserver(follow)
    const body = new MutationObserver((records) => {
      for (const node of records.flatMap(({ addedNodes }) => [...addedNodes]))
        if (node instanceof HTMLElement && node.matches('[data-portal]'))
          portals.observe(node, { childList: true, subtree: true })
      follow(records)
    })
    for (const portal of document.querySelectorAll('body > [data-portal]'))
      portals.observe(portal, { childList: true, subtree: true })
    body.observe(document.body, { childList: true })
    document.addEventListener('focusin', remember)
    document.addEventListener('focusout', forget)
    return () => {
      portals.disconnect()
      body.disconnect()
      document.removeEventListener('focusin', remember)
      document.removeEventListener('focusout', forget)
    }
  }, [])
}

function holdsDialog(node: Node): boolean {
  return node instanceof HTMLElement && (node.matches(DIALOG) || node.querySelector(DIALOG) !== null)
}

/** A dialog whose fields come once they are read. */
interface Reading {
  readonly dialog: HTMLElement
  readonly rows: Element
  /** What has the focus until then. */
  readonly start: HTMLElement | null
}

/** Null where a field has the focus already: nobody is taken out of it. */
function readingOf(dialog: HTMLElement, first: HTMLElement | null): Reading | null {
  const rows = dialog.querySelector(LOADING)
  if (!rows || (first && isToFill(first))) return null
  // With nothing in its body Mantine takes its "Close".
  return { dialog, rows, start: first ?? dialog.querySelector<HTMLElement>(FIELDS) }
}

function startOf(dialog: HTMLElement): HTMLElement | null {
  return dialog.querySelector<HTMLElement>('[data-autofocus]') ?? firstField(dialog)
}

/** Where there is nothing to fill in, the button of the main thing: Enter does it. */
function firstField(dialog: HTMLElement): HTMLElement | null {
  const all = [...(dialog.querySelector(BODY)?.querySelectorAll<HTMLElement>(FIELDS) ?? [])].filter(
    (field) => field.tabIndex >= 0 && !field.matches(':disabled') && field.checkVisibility(),
  )
  return all.find(isToFill) ?? all.find((field) => field.matches('[data-variant="filled"]')) ?? all[0] ?? null
}

function isToFill(field: HTMLElement): boolean {
  return field.matches('input, textarea, select, [role="textbox"]')
}
