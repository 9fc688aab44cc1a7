import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext } from 'react'
import { createStore, type StoreApi, useStore } from 'zustand'
import { type Client, createClient } from '../../shared/contract/client.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { createTokenClient, type TokenClient } from '../tokens/token-client.ts'
import { type Actions, createActions } from './actions.ts'
import { type CalmUpdates, createCalmUpdates } from './calm-updates.ts'
import { connectMenu } from './desktop-menu.ts'
import { createDrafts, type Drafts } from './drafts.ts'
import type { ConnectionState, HostLink } from './host-link.ts'
import { invalidateKind } from './invalidate.ts'
import { createJobs, type Jobs } from './jobs.ts'
import type { DesktopExtras } from './preload-api.ts'
import { createRouter, type Place, type Router } from './router.ts'
import { createUndoHistory, type UndoHistory } from './undo-history.ts'
import { openUnsavedTexts, type UnsavedTexts } from './unsaved-texts.ts'

/** What the whole interface shares; made once by main.tsx and lent through context. */
export interface Services {
  readonly client: Client
  readonly queries: QueryClient
  readonly extras: DesktopExtras | null
  readonly connection: StoreApi<{ readonly state: ConnectionState }>
  readonly router: StoreApi<Router>
  readonly actions: StoreApi<Actions>
  readonly undoHistory: StoreApi<UndoHistory>
  readonly jobs: StoreApi<Jobs>
  readonly drafts: StoreApi<Drafts>
  readonly unsaved: UnsavedTexts
  readonly calmly: CalmUpdates
  /** Starts its worker when first called. */
  readonly tokens: () => TokenClient
}

/** Longer than between two keys of a slow typist. */
const PAUSE_MS = 300

export function createServices(link: HostLink): Services {
  const client = createClient(link.transport)
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        // The core tells what changed; asking again on focus would only flicker.
        refetchOnWindowFocus: false,
        staleTime: 60_000,
        retry: (failures, error) => failures < 2 && error instanceof AppError && error.retryable,
      },
      mutations: { networkMode: 'always' },
    },
  })
  queries.setDefaultOptions({ queries: { ...queries.getDefaultOptions().queries, networkMode: 'always' } })
  const connection = createStore(() => ({ state: 'connecting' as ConnectionState }))
  const jobs = createJobs(client, queries)
  const unsaved = openUnsavedTexts(window.indexedDB, navigator.locks)
  const drafts = createDrafts(client, queries, unsaved)
  const readVariants = whenPaused(drafts, () => invalidateKind(queries, 'variants'))
  client.on('library.changed', ({ kind }) => {
    if (kind === 'variants') return readVariants()
    invalidateKind(queries, kind)
    if (kind !== 'library') return
    drafts.getState().forgetSaved()
    // Nothing of the library before is drawn again, nor typed into: not even until the next pause.
    queries.removeQueries({ type: 'inactive' })
    invalidateKind(queries, 'variants')
  })
  link.watchConnection((state) => {
    const before = connection.getState().state
    connection.setState({ state })
    if (state !== 'open') return
    // Events may have been missed meanwhile: everything on screen is read again.
    if (before === 'lost') void queries.invalidateQueries()
    jobs.getState().refresh()
    void drafts.getState().flush()
  })
  saveBeforeLeaving(drafts, link.extras !== null)
  const actions = createActions()
  connectMenu(actions, link)
  let tokens: TokenClient | null = null
  return {
    client,
    queries,
    extras: link.extras,
    connection,
    router: createRouter(window.history, window, window.location),
    actions,
    undoHistory: createUndoHistory(),
    jobs,
    drafts,
    unsaved,
    calmly: createCalmUpdates(),
    tokens() {
      tokens ??= createTokenClient()
      return tokens
    },
  }
}

/** Every save of what is typed says that the variants changed; reading all of a long prompt again waits for a pause. */
function whenPaused(drafts: StoreApi<Drafts>, act: () => void): () => void {
  let isWaiting = false
  function look(): void {
    isWaiting = [...drafts.getState().byTab.values()].some(({ state }) => state === 'dirty' || state === 'saving')
    if (isWaiting) setTimeout(look, PAUSE_MS)
    else act()
  }
  return () => {
    if (isWaiting) return
    isWaiting = true
    setTimeout(look, PAUSE_MS)
  }
}

/** A browser asks before it closes over unsaved text. In Electron a refusal would close nothing and say nothing. */
function saveBeforeLeaving(drafts: StoreApi<Drafts>, isDesktop: boolean): void {
  window.addEventListener('beforeunload', (event) => {
    if (!drafts.getState().hasUnsaved()) return
    void drafts.getState().flush()
    if (!isDesktop) event.preventDefault()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void drafts.getState().flush()
  })
}

const ServicesContext = createContext<Services | null>(null)

export function ServicesProvider({ services, children }: { services: Services; children: ReactNode }) {
  return (
    <ServicesContext value={services}>
      <QueryClientProvider client={services.queries}>{children}</QueryClientProvider>
    </ServicesContext>
  )
}

export function useServices(): Services {
  const services = useContext(ServicesContext)
  if (!services) throw new Error('ServicesProvider is missing above this component.')
  return services
}

export function useClient(): Client {
  return useServices().client
}

export function useConnection(): ConnectionState {
  return useStore(useServices().connection, (store) => store.state)
}

export function usePlace(): Place {
  return useStore(useServices().router, (router) => router.place)
}

/** Functions that never change: `go` makes a step in the history, `replace` does not. */
export function useNavigate(): Pick<Router, 'go' | 'replace'> {
  return useServices().router.getState()
}
