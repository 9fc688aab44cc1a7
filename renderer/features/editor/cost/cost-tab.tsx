import { SegmentedControl } from '@mantine/core'
import { useRemembered } from '../../../client/use-remembered.ts'
import type { Desk } from '../use-desk.ts'
import type { CostView } from '../use-side-pane.ts'
import { BreakdownPanel } from './breakdown-panel.tsx'
import { CachingPanel } from './caching-panel.tsx'
import { CostPanel } from './cost-panel.tsx'
import styles from './cost-tab.module.css'

const VIEWS = [
  { value: 'models', label: 'Models' },
  { value: 'parts', label: 'Parts' },
  { value: 'caching', label: 'Caching' },
]

/** What the prompt costs on each model, which part of it costs what, and what caching would make of that. */
export function CostTab({ desk }: { readonly desk: Desk }) {
  const [view, setView] = useRemembered<CostView>('cost-view', 'models')
  return (
    <>
      <div className={styles.views}>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="Show the cost by"
          data={VIEWS}
          value={view}
          data-testid="cost-view"
          // The values above and nothing else.
          onChange={(value) => setView(value as CostView)}
        />
      </div>
      {view === 'models' ? <CostPanel desk={desk} /> : null}
      {view === 'parts' ? <BreakdownPanel desk={desk} /> : null}
      {view === 'caching' ? <CachingPanel desk={desk} /> : null}
    </>
  )
}
