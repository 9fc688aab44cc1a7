import { contextBridge, ipcRenderer } from 'electron'

const listeners = new Map<string, Set<(payload: unknown) => void>>()

ipcRenderer.on('event', (_event, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload)
})

/** What the page can reach: named functions, never ipcRenderer, an event object or a channel's name. */
contextBridge.exposeInMainWorld('pithy', {
  call: (id: string, name: string, input: unknown) => ipcRenderer.invoke('call', id, name, input),
  cancel: (id: string) => ipcRenderer.invoke('cancel', id),
  subscribe: (name: string, listener: (payload: unknown) => void) => {
    const set = listeners.get(name) ?? new Set()
    listeners.set(name, set.add(listener))
    return () => {
      set.delete(listener)
    }
  },
  extras: {
    platform: process.platform,
    saveFile: async (file: unknown) => {
      const reply = await ipcRenderer.invoke('save-file', file)
      if (!reply.ok) throw new Error(reply.error.message)
      return reply.value
    },
    offerActions: (actions: unknown) => ipcRenderer.invoke('offer-actions', actions),
    takeOpenedFile: async () => {
      const reply = await ipcRenderer.invoke('take-file')
      if (!reply.ok) throw new Error(reply.error.message)
      return reply.value
    },
    facts: () => ipcRenderer.invoke('facts'),
    showFolder: (name: unknown) => ipcRenderer.invoke('show-folder', name),
  },
})
