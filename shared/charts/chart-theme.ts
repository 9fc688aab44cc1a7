/** Colours of a chart; every chart is drawn from these, in the window, on the web and in reports. */
export interface ChartTheme {
  readonly background: string
  readonly text: string
  readonly muted: string
  readonly line: string
  readonly front: string
  /** By variant; colour-blind safe (Okabe and Ito, 2008, darkened or lightened to 3 : 1 on the background). */
  readonly palette: readonly string[]
}

export const lightChart: ChartTheme = {
  background: '#ffffff',
  text: '#1b1f24',
  muted: '#5d6672',
  line: '#dfe3e8',
  front: '#5d6672',
  palette: ['#0072b2', '#b35900', '#007a5a', '#a8478a', '#8a6d00', '#3d7fb8', '#c4372b', '#5b5f97'],
}

export const darkChart: ChartTheme = {
  background: '#16181c',
  text: '#e6e8eb',
  muted: '#9aa3ae',
  line: '#2e333a',
  front: '#9aa3ae',
  palette: ['#56b4e9', '#e69f00', '#2dc79a', '#dd8fc3', '#e5d04a', '#8fb8ff', '#ff8a7a', '#b3b5f0'],
}
