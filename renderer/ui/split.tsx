import type { ReactNode } from 'react'
import { Group, type GroupProps, Panel, type PanelProps, Separator, useDefaultLayout } from 'react-resizable-panels'
import styles from './split.module.css'

export interface SplitProps {
  /** Under this name the sizes are remembered. */
  readonly id: string
  readonly orientation?: GroupProps['orientation']
  /** Ids of the panels shown now, when not all always are. */
  readonly panelIds?: string[]
  /** SplitPanel and SplitHandle in turns. */
  readonly children: ReactNode
}

/** Panes side by side that resize, collapse and remember. */
export function Split({ id, orientation = 'horizontal', panelIds, children }: SplitProps) {
  const layout = useDefaultLayout({ id: `pithy.split.${id}`, panelIds, storage: window.localStorage })
  return (
    <Group
      id={id}
      orientation={orientation}
      className={styles.group}
      {...(layout.defaultLayout ? { defaultLayout: layout.defaultLayout } : {})}
      onLayoutChanged={layout.onLayoutChanged}
    >
      {children}
    </Group>
  )
}

export function SplitPanel({ children, ...props }: PanelProps) {
  return (
    <Panel {...props} className={styles.panel}>
      {children}
    </Panel>
  )
}

export function SplitHandle({ label }: { readonly label: string }) {
  return <Separator className={styles.handle} aria-label={label} />
}
