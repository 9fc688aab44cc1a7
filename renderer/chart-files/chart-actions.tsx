import { Button, Switch } from '@mantine/core'
import { Icon } from '../ui/icon.tsx'

const FORMATS = ['png', 'svg', 'csv'] as const
export type ChartFormat = (typeof FORMATS)[number]

export interface ChartActionsProps {
  readonly hasTable: boolean
  readonly onTable: (hasTable: boolean) => void
  readonly onSave: (format: ChartFormat) => void
  /** Beside or below a small chart. */
  readonly isSmall?: boolean
}

/** What every chart offers: its numbers, and itself as a file. */
export function ChartActions({ hasTable, onTable, onSave, isSmall = false }: ChartActionsProps) {
  return (
    <>
      <Switch
        label="Table"
        checked={hasTable}
        onChange={(event) => onTable(event.currentTarget.checked)}
        data-testid="chart-table"
      />
      {FORMATS.map((format) => (
        <Button
          key={format}
          variant={isSmall ? 'subtle' : 'default'}
          size={isSmall ? 'compact-xs' : 'xs'}
          leftSection={<Icon name="download" size={isSmall ? 12 : 14} />}
          title={`Save this chart as ${format.toUpperCase()}`}
          onClick={() => onSave(format)}
          data-testid={`chart-${format}`}
        >
          {format.toUpperCase()}
        </Button>
      ))}
    </>
  )
}
