import { CustomChart, LineChart, ScatterChart } from 'echarts/charts'
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'

// Canvas serves only to write PNG files; on the screen all is SVG.
use([ScatterChart, LineChart, CustomChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer, CanvasRenderer])

export { init }
