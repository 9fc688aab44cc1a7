import type { Action } from '../../client/actions.ts'
import { useRemembered } from '../../client/use-remembered.ts'

export type SideTab = 'cost' | 'variables' | 'compress' | 'parameters'
export type CostView = 'models' | 'parts' | 'caching'

const TABS: readonly { readonly tab: SideTab; readonly view?: CostView; readonly label: string }[] = [
  { tab: 'cost', view: 'models', label: 'Show the cost by model' },
  { tab: 'cost', view: 'parts', label: 'Show where the money is' },
  { tab: 'cost', view: 'caching', label: 'Show what caching would change' },
  { tab: 'variables', label: 'Show the variables' },
  { tab: 'compress', label: 'Show findings and rewrites' },
  { tab: 'parameters', label: 'Show the parameters' },
]

export interface SidePaneState {
  readonly isHidden: boolean
  readonly toggle: () => void
  /** One for each tab, and one for the pane. */
  readonly actions: readonly Action[]
}

/** Which tab of the right pane is open, and whether the pane is: remembered. */
export function useSidePane(): SidePaneState {
  const [isHidden, setIsHidden] = useRemembered('side-pane-hidden', false)
  const [, setTab] = useRemembered<SideTab>('side-tab', 'cost')
  const [, setView] = useRemembered<CostView>('cost-view', 'models')
  const toggle = () => setIsHidden(!isHidden)
  return {
    isHidden,
    toggle,
    actions: [
      { id: 'side', label: 'Show or hide the right pane', group: 'View', keys: 'mod+shift+b', run: toggle },
      ...TABS.map(({ tab, view, label }) => ({
        id: `side-${view ?? tab}`,
        label,
        group: 'View',
        run: () => {
          setIsHidden(false)
          setTab(tab)
          if (view) setView(view)
        },
      })),
    ],
  }
}
