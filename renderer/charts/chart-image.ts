import type { EChartsOption } from 'echarts'
import { titledSvg } from '../../shared/charts/titled-svg.ts'
import { init } from './echarts.ts'

export interface ImageSize {
  readonly width: number
  readonly height: number
}

const PNG_PIXEL_RATIO = 2

/** The chart as an SVG document of its own, with a title for those who do not see it. */
export function chartSvgText(option: EChartsOption, size: ImageSize, title = ''): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size })
  try {
    chart.setOption(option)
    return titledSvg(chart.renderToSVGString(), title)
  } finally {
    chart.dispose()
  }
}

/** The chart as a PNG with two pixels per unit, in base64. */
export function chartPngBase64(option: EChartsOption, size: ImageSize): string {
  const element = document.createElement('div')
  const chart = init(element, null, { renderer: 'canvas', devicePixelRatio: PNG_PIXEL_RATIO, ...size })
  try {
    chart.setOption(option)
    const url = chart.getDataURL({ type: 'png', pixelRatio: PNG_PIXEL_RATIO })
    return url.slice(url.indexOf(',') + 1)
  } finally {
    chart.dispose()
  }
}
