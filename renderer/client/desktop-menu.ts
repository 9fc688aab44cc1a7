import type { StoreApi } from 'zustand/vanilla'
import type { Actions } from './actions.ts'
import type { HostLink } from './host-link.ts'
import type { OfferedAction } from './preload-api.ts'

/** Pages change many actions at once, and typing some at every key. */
const CALM_MS = 50
/** What the host takes (electron/hosts/desktop/menu.ts); names of projects and runs may be longer. */
const MAX_CHARACTERS = 200
const MAX_ACTIONS = 500

/** Keeps the window's menus, where the host has some, the same as the palette: what it offers is what they offer. */
export function connectMenu(actions: StoreApi<Actions>, { extras, onMenuAction }: HostLink): void {
  if (extras === null) return
  const all = () => [...actions.getState().sources.values()].flat()
  let told = ''
  let isWaiting = false
  function offer(): void {
    isWaiting = false
    const offered = new Map<string, OfferedAction>()
    for (const { id, label, group, keys, isHidden } of all())
      if (!isHidden) offered.set(id, { id, label: cut(label), group, ...(keys === undefined ? {} : { keys }) })
    const list = [...offered.values()].slice(0, MAX_ACTIONS)
    const text = JSON.stringify(list)
    if (text === told) return
    told = text
    // The menus stay as they were until the palette changes again.
    extras?.offerActions(list).catch(() => {
      told = ''
    })
  }
  actions.subscribe(() => {
    if (isWaiting) return
    isWaiting = true
    setTimeout(offer, CALM_MS)
  })
  onMenuAction((id) =>
    all()
      .findLast((action) => action.id === id)
      ?.run(),
  )
}

function cut(label: string): string {
  return label.length <= MAX_CHARACTERS ? label : `${label.slice(0, MAX_CHARACTERS - 1)}…`
}
