import type { RunChart } from '../../shared/charts/run-chart.ts'
import { fileStem } from '../../shared/export/file-stem.ts'
import { csvLine, csvStart } from '../../shared/report/render-csv.ts'
import { chartPngBase64, chartSvgText } from '../charts/chart-image.ts'
import { useChartTheme } from '../charts/use-chart-theme.ts'
import { useSaveFile } from '../client/save-file.ts'
import { notifyDone } from '../ui/notify.tsx'
import type { ChartFormat } from './chart-actions.tsx'

const FILE_SIZE = { width: 1000, height: 620 }

/** Saves a chart as a picture, or its numbers. `ownerName`: whose chart it is, a run's name mostly; it begins the file's name. */
export function useSaveChart(ownerName: string): (chart: RunChart, format: ChartFormat) => Promise<void> {
  const save = useSaveFile()
  const { background } = useChartTheme()
  return async ({ title, option: drawn, table }, format) => {
    const fileName = `${fileStem(ownerName)}-${fileStem(title)}.${format}`
    // On the page a chart may let its place shine through; a file lies on any ground.
    const option = { ...drawn, backgroundColor: background }
    const csv = () => csvStart + [table.head, ...table.rows].map(csvLine).join('')
    const isSaved = await save(
      format === 'png'
        ? { fileName, mediaType: 'image/png', body: chartPngBase64(option, FILE_SIZE), encoding: 'base64' }
        : format === 'svg'
          ? { fileName, mediaType: 'image/svg+xml', body: chartSvgText(option, FILE_SIZE, `${title}: ${ownerName}`) }
          : { fileName, mediaType: 'text/csv', body: csv() },
    )
    if (isSaved) notifyDone(`Saved ${fileName}.`)
  }
}
