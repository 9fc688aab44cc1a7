import { Tabs } from '@mantine/core'
import { memo } from 'react'
import { useRemembered } from '../../client/use-remembered.ts'
import { Tag } from '../../ui/marks.tsx'
import { CompressPanel } from './compress/compress-panel.tsx'
import { CostTab } from './cost/cost-tab.tsx'
import type { Lint } from './lint/use-lint.ts'
import { ParametersPanel } from './parameters/parameters-panel.tsx'
import { VariablesPanel } from './preview/variables-panel.tsx'
import styles from './side-pane.module.css'
import type { Desk } from './use-desk.ts'
import type { SideTab } from './use-side-pane.ts'

export interface SidePaneProps {
  readonly desk: Desk
  readonly lint: Lint
  readonly onChoose: (letter: string) => void
}

/** The meter, and what else belongs to the variant. The tabs tell in a number whether a look is worth it. */
export const SidePane = memo(function SidePane({ desk, lint, onChoose }: SidePaneProps) {
  const [tab, setTab] = useRemembered<SideTab>('side-tab', 'cost')
  const problems = desk.variables.filter(({ state }) => state === 'undefined').length
  const saved = (lint.findings ?? [])
    .filter(({ risk }) => risk === 'R0')
    .reduce((sum, { savedTokens }) => sum + (savedTokens ?? 0), 0)
  return (
    <Tabs
      value={tab}
      // The values of the tabs below and nothing else.
      onChange={(value) => setTab((value ?? 'cost') as SideTab)}
      keepMounted={false}
      className={styles.pane ?? ''}
      aria-label="Right pane"
    >
      <Tabs.List className={styles.tabs ?? ''}>
        <Tabs.Tab value="cost" data-testid="side-cost">
          Cost
        </Tabs.Tab>
        <Tabs.Tab
          value="variables"
          data-testid="side-variables"
          rightSection={
            problems > 0 ? (
              <Tag tone="bad">
                {problems}
                <span className="visually-hidden"> not in the eval set</span>
              </Tag>
            ) : null
          }
        >
          Variables
        </Tabs.Tab>
        <Tabs.Tab
          value="compress"
          data-testid="side-compress"
          rightSection={saved > 0 ? <Tag tone="good">−{saved.toLocaleString('en-US')}</Tag> : null}
        >
          Compress
        </Tabs.Tab>
        <Tabs.Tab value="parameters" data-testid="side-parameters">
          Parameters
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="cost" className={styles.panel ?? ''}>
        <CostTab desk={desk} />
      </Tabs.Panel>
      <Tabs.Panel value="variables" className={styles.panel ?? ''}>
        <VariablesPanel desk={desk} />
      </Tabs.Panel>
      <Tabs.Panel value="compress" className={styles.panel ?? ''}>
        <CompressPanel desk={desk} lint={lint} onChoose={onChoose} />
      </Tabs.Panel>
      <Tabs.Panel value="parameters" className={styles.panel ?? ''}>
        <ParametersPanel desk={desk} />
      </Tabs.Panel>
    </Tabs>
  )
})
