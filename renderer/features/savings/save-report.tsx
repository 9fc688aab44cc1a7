import { Button } from '@mantine/core'
import { fileStem } from '../../../shared/export/file-stem.ts'
import { type MoneyFormat, moneyMediaType, type ReportOrigin } from '../../../shared/report/money-report.ts'
import { useSaveFile } from '../../client/save-file.ts'
import { useRoute } from '../../client/use-route.ts'
import { Icon } from '../../ui/icon.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import styles from './save-report.module.css'

const FORMATS = [
  { format: 'md', label: 'Markdown' },
  { format: 'csv', label: 'CSV' },
] as const

interface SaveReportProps {
  /** What the report is about; its file is named so. */
  readonly name: string
  readonly render: (format: MoneyFormat, origin: ReportOrigin) => string
}

/** What a tab shows as a report: Markdown for people, CSV for spreadsheets. */
export function SaveReport({ name, render }: SaveReportProps) {
  const save = useSaveFile()
  const hello = useRoute('app.hello', {}).data
  async function saveAs(format: MoneyFormat): Promise<void> {
    const fileName = `${fileStem(name)}.${format}`
    const origin = { createdAt: new Date().toISOString(), appVersion: hello?.version ?? '' }
    if (await save({ fileName, mediaType: moneyMediaType[format], body: render(format, origin) }))
      notifyDone(`Saved ${fileName}.`)
  }
  return (
    <div className={styles.buttons}>
      <span className="muted">Report</span>
      {FORMATS.map(({ format, label }) => (
        <Button
          key={format}
          variant="default"
          leftSection={<Icon name="download" size={14} />}
          disabled={!hello}
          onClick={() => void saveAs(format)}
          title={`Save all of this as ${label}`}
          data-testid={`report-${format}`}
        >
          {label}
        </Button>
      ))}
    </div>
  )
}
