import { createStore, type StoreApi } from 'zustand/vanilla'
import type { EvalSetId, ModelId, PromptId, RunId, SqueezeId, VariantId } from '../../shared/domain/ids.ts'
import type { PromptPartial } from '../../shared/domain/partial.ts'
import type { RunView } from '../../shared/domain/run-view.ts'
import type { SearchMode } from '../../shared/domain/squeeze.ts'
import { placeInLink } from './place-link.ts'

/** Where the user is. Kept in the history's state, not in the address, so that it works alike under app:// and http://. */
export type Place =
  | {
      readonly page: 'prompts'
      readonly promptId?: PromptId
      readonly variantId?: VariantId
      readonly partialId?: PromptPartial['id']
    }
  | { readonly page: 'eval-sets'; readonly evalSetId?: EvalSetId }
  | {
      readonly page: 'runs'
      readonly runId?: RunId
      readonly newRunFor?: PromptId
      readonly preset?: RunPreset
      /** Which rows and columns of the run are shown; absent = all. */
      readonly view?: RunView
    }
  | { readonly page: 'export'; readonly variantId: VariantId; readonly modelId?: ModelId; readonly runId?: RunId }
  | SqueezePlace
  | { readonly page: 'savings'; readonly runId?: RunId }
  | { readonly page: 'models' }
  | { readonly page: 'settings' }

/** One squeeze, or where there is no id the form of a new one. */
export interface SqueezePlace {
  readonly page: 'squeeze'
  readonly promptId: PromptId
  readonly squeezeId?: SqueezeId
  /** What a new one is to work on. */
  readonly variantId?: VariantId
  readonly mode?: SearchMode
}

/** What a dialog for a new run begins with instead of the last choices. */
export interface RunPreset {
  readonly evalSetId: EvalSetId
  readonly modelIds: readonly ModelId[]
  /** Letters of the prompt's variants that stay out. */
  readonly leftOut: readonly string[]
  readonly caseLimit: number | null
  readonly repeats: number
}

export type PageName = Place['page']

export interface Router {
  readonly place: Place
  readonly go: (place: Place) => void
  /** Changes the place without a step in the history: for selections that "back" should skip. */
  readonly replace: (place: Place) => void
}

interface HistoryState {
  readonly pithy: Place
}

/** @param link where links to a place come from; they are followed once, and taken out of the address */
export function createRouter(
  history: History,
  target: EventTarget,
  link?: Pick<Location, 'hash' | 'pathname' | 'search'>,
): StoreApi<Router> {
  const first = link === undefined ? null : placeInLink(link.hash)
  if (link && first) history.replaceState({ pithy: first } satisfies HistoryState, '', link.pathname + link.search)
  const router = createStore<Router>()((set) => ({
    place: placeIn(history.state) ?? { page: 'prompts' },
    go(place) {
      history.pushState({ pithy: place } satisfies HistoryState, '')
      set({ place })
    },
    replace(place) {
      history.replaceState({ pithy: place } satisfies HistoryState, '', link ? link.pathname + link.search : undefined)
      set({ place })
    },
  }))
  target.addEventListener('popstate', () => {
    // A link that is put into the address of an open page.
    const linked = link === undefined ? null : placeInLink(link.hash)
    if (linked) router.getState().replace(linked)
    else router.setState({ place: placeIn(history.state) ?? { page: 'prompts' } })
  })
  return router
}

function placeIn(state: unknown): Place | null {
  if (typeof state !== 'object' || state === null || !('pithy' in state)) return null
  // Only go() and replace() write under this name.
  return (state as HistoryState).pithy
}
