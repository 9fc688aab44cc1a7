import type { EChartsOption } from 'echarts'

/** Draws a chart as an SVG text, without a page; the library is loaded when the first report is made. */
export async function chartSvg(
  option: EChartsOption,
  size: { readonly width: number; readonly height: number },
): Promise<string> {
  const [{ init, use }, charts, components, renderers, features] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
    import('echarts/features'),
  ])
  use([
    charts.ScatterChart,
    charts.LineChart,
    charts.CustomChart,
    components.GridComponent,
    components.TooltipComponent,
    components.AriaComponent,
    features.LabelLayout,
    renderers.SVGRenderer,
  ])
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size })
  try {
    chart.setOption(option)
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}
