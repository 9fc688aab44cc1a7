import type { ECharts, EChartsOption } from 'echarts'
import { useEffect, useRef } from 'react'
import styles from './chart-view.module.css'
import { init } from './echarts.ts'

export interface ChartViewProps {
  readonly option: EChartsOption
  /** What the picture shows, in words. */
  readonly description: string
  /** A point of the series was clicked. */
  readonly onPointClick?: (seriesName: string, dataIndex: number) => void
  readonly testId?: string
}

/** A chart as SVG that fills its place and follows its size. Give a new `option` to change it, theme included. */
export function ChartView({ option, description, onPointClick, testId }: ChartViewProps) {
  const host = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts>(null)
  const latest = useRef({ option, onPointClick })
  latest.current = { option, onPointClick }

  useEffect(() => {
    const element = host.current
    if (!element) return
    const made = init(element, null, { renderer: 'svg' })
    chart.current = made
    made.setOption(latest.current.option)
    made.on('click', ({ seriesName, dataIndex }) => latest.current.onPointClick?.(seriesName ?? '', dataIndex ?? -1))
    const observer = new ResizeObserver(() => made.resize())
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [])

  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true })
  }, [option])

  return (
    <div className={styles.frame}>
      <div ref={host} role="img" aria-label={description} className={styles.host} data-testid={testId} />
    </div>
  )
}
