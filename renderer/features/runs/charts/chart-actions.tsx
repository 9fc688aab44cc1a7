import { Button, Switch } from '@mantine/core'
import { Icon } from '../../../ui/icon.tsx'

const FORMATS = ['png', 'svg', 'csv'] as const
export type ChartFormat = (typeof FORMATS)[number]

export interface ChartActionsProps {
  readonly hasTable: boolean
  readonly onTable: (hasTable: boolean) => void
  readonly onSave: (format: ChartFormat) => void
}

/** What every chart offers: its numbers, and itself as a file. */
export function ChartActions({ hasTable, onTable, onSave }: ChartActionsProps) {
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
          variant="default"
          leftSection={<Icon name="download" size={14} />}
          onClick={() => onSave(format)}
          data-testid={`chart-${format}`}
        >
          {format.toUpperCase()}
        </Button>
      ))}
    </>
  )
}
