import { type ChartTheme, darkChart, lightChart } from '../../../shared/charts/chart-theme.ts'
import { kneeSentence } from '../../../shared/charts/describe-frontier.ts'
import { frontierAxes } from '../../../shared/charts/frontier-axis.ts'
import { frontierOption } from '../../../shared/charts/frontier-option.ts'
import { type FrontierPoint, frontierPoints, frontierRegion } from '../../../shared/charts/frontier-points.ts'
import type { ColumnOfRun } from '../../../shared/domain/results.ts'
import { fileStem } from '../../../shared/export/file-stem.ts'
import { renderMarkdown } from '../../../shared/report/render-markdown.ts'
import { maxReportedCharacters, renderReport } from '../../../shared/report/render-report.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { readResultPage } from '../evaluate/results/read-result-page.ts'
import { summariseInTurns } from '../evaluate/results/summarise-run.ts'
import { bestVerdicts } from '../evaluate/verdicts/best-verdicts.ts'
import { cellsAsCsv, cellsAsJunit, cellsAsWorkbook } from '../reports/cell-files.ts'
import { chartSvg } from '../reports/chart-svg.ts'
import type { StoredRun } from '../store/run-store.ts'

const MAX_CASES_SHOWN = 200
const MAX_CASES_IN_MARKDOWN = 50
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const CHART = { width: 960, height: 460 }

export function reportHandlers(core: CoreContext): Pick<Handlers, 'reports.render'> {
  return {
    'reports.render': async ({ runId, baseline, format }) => {
      const { store } = core
      const stored = store.runs.get(runId)
      const stem = fileStem(stored.run.name)
      switch (format) {
        case 'html':
          return { fileName: `${stem}.report.html`, mediaType: 'text/html', body: await asHtml(core, stored, baseline) }
        case 'markdown':
          return {
            fileName: `${stem}.report.md`,
            mediaType: 'text/markdown',
            body: renderMarkdown(await readReport(core, stored, { baseline, cases: MAX_CASES_IN_MARKDOWN })),
          }
        case 'csv':
          return { fileName: `${stem}.cells.csv`, mediaType: 'text/csv', body: await cellsAsCsv(store, stored) }
        case 'xlsx': {
          const body = (await cellsAsWorkbook(store, stored)).toString('base64')
          return { fileName: `${stem}.cells.xlsx`, mediaType: XLSX, body, encoding: 'base64' as const }
        }
        case 'junit':
          return {
            fileName: `${stem}.junit.xml`,
            mediaType: 'application/xml',
            body: await cellsAsJunit(store, stored),
          }
        default:
          return format satisfies never
      }
    },
  }
}

async function readReport(
  { store, ports }: CoreContext,
  stored: StoredRun,
  { baseline, cases }: { readonly baseline: ColumnOfRun | null; readonly cases: number },
) {
  const columns = await summariseInTurns(store.results, stored)
  const filter = columns.length > 1 ? 'different' : 'failed'
  const page = { filter, offset: 0, limit: cases, outputLimit: maxReportedCharacters + 1 } as const
  return {
    run: stored.run,
    columns,
    verdicts: await bestVerdicts(store, stored, { baseline, candidate: null }),
    rows: readResultPage(store, stored, page).rows,
    totalRows: stored.run.caseCount,
    rowsAre: filter === 'different' ? 'in which the columns differ' : 'that failed',
    createdAt: new Date(ports.now()).toISOString(),
    appVersion: ports.appVersion,
  }
}

async function asHtml(core: CoreContext, stored: StoredRun, baseline: ColumnOfRun | null): Promise<string> {
  const report = await readReport(core, stored, { baseline, cases: MAX_CASES_SHOWN })
  const { points, missing } = frontierPoints(report.columns)
  const { margin } = core.store.verdicts.ruleOf(stored.run.projectId)
  const region = frontierRegion(points, { baseline: baseline ?? stored.run.columns[0], margin })
  const draw = (theme: ChartTheme) => chartSvg(frontierOption(points, theme, { region }), CHART)
  return renderReport({
    ...report,
    chart: points.length === 0 ? null : { light: await draw(lightChart), dark: await draw(darkChart) },
    chartNote: chartNote(points, { missing, hasRegion: region !== null }),
    services: core.store.results.servicesOf(stored.no),
  })
}

function chartNote(
  points: readonly FrontierPoint[],
  { missing, hasRegion }: { readonly missing: readonly string[]; readonly hasRegion: boolean },
): string {
  const knee = kneeSentence(points, frontierAxes.cost)
  if (points.length === 0) return `Nothing to draw: ${missing.join('; ') || 'no cell is answered'}.`
  return [
    'Bars are 95 % intervals; the dashed line is the Pareto front: nothing beats its points in both quality and cost.',
    ...(knee === null ? [] : [knee]),
    ...(hasRegion ? ['Tinted: cheaper than the baseline and not worse by more than the margin.'] : []),
    ...(missing.length > 0 ? [`Not drawn: ${missing.join('; ')}.`] : []),
  ].join(' ')
}
