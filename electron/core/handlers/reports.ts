import { darkChart, lightChart } from '../../../shared/charts/chart-theme.ts'
import { frontierOption } from '../../../shared/charts/frontier-option.ts'
import { frontierPoints } from '../../../shared/charts/frontier-points.ts'
import { fileStem } from '../../../shared/export/file-stem.ts'
import { maxReportedCharacters, renderReport } from '../../../shared/report/render-report.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { bestVerdicts } from '../evaluate/best-verdicts.ts'
import { readResultPage } from '../evaluate/read-result-page.ts'
import { summariseRun } from '../evaluate/summarise-run.ts'
import { chartSvg } from '../reports/chart-svg.ts'

const MAX_CASES_SHOWN = 200
const CHART = { width: 960, height: 460 }

export function reportHandlers(core: CoreContext): Pick<Handlers, 'reports.render'> {
  return {
    'reports.render': async ({ runId, baseline }) => {
      const { store, ports } = core
      const stored = store.runs.get(runId)
      const columns = summariseRun(store.results, stored)
      const { points, missing } = frontierPoints(columns)
      const filter = columns.length > 1 ? 'different' : 'failed'
      const { rows } = readResultPage(store, stored, {
        filter,
        offset: 0,
        limit: MAX_CASES_SHOWN,
        outputLimit: maxReportedCharacters + 1,
      })
      const createdAt = new Date(ports.now()).toISOString()
      return {
        fileName: `${fileStem(stored.run.name)}.report.html`,
        mediaType: 'text/html',
        body: renderReport({
          run: stored.run,
          columns,
          verdicts: await bestVerdicts(store, stored, { baseline, candidate: null }),
          rows,
          totalRows: stored.run.caseCount,
          rowsAre: filter === 'different' ? 'in which the columns differ' : 'that failed',
          chart: {
            light: await chartSvg(frontierOption(points, lightChart), CHART),
            dark: await chartSvg(frontierOption(points, darkChart), CHART),
          },
          chartNote: chartNote(missing),
          services: store.results.servicesOf(stored.no),
          createdAt,
          appVersion: ports.appVersion,
        }),
      }
    },
  }
}

function chartNote(missing: readonly string[]): string {
  const bars =
    'Bars are 95 % intervals; the dashed line is the Pareto front: nothing beats its points in both quality and cost.'
  return missing.length === 0 ? bars : `${bars} Not drawn: ${missing.join('; ')}.`
}
