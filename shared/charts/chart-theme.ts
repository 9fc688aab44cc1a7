/** Colours of a chart; every chart is drawn from these, in the window, on the web and in reports. */
export interface ChartTheme {
  readonly background: string
  readonly text: string
  readonly muted: string
  readonly line: string
  readonly front: string
  /** Under the front, where nothing has been reached; hardly visible. */
  readonly frontArea: string
  /** By variantSlot: those of tokens.css, at least 4.5 : 1 on the background. */
  readonly palette: readonly string[]
}

export const lightChart: ChartTheme = {
  background: '#ffffff',
  text: '#1a1d22',
  muted: '#5f6672',
  line: '#e4e7eb',
  front: '#5f6672',
  frontArea: 'rgba(95, 102, 114, 0.05)',
  palette: ['#0067a6', '#b84a00', '#00735a', '#9c3f80', '#7a5f00', '#5250c4', '#6b3f22', '#59606b'],
}

export const darkChart: ChartTheme = {
  background: '#1c1f24',
  text: '#e4e7eb',
  muted: '#989fab',
  line: '#2d3138',
  front: '#989fab',
  frontArea: 'rgba(152, 159, 171, 0.06)',
  palette: ['#62b5ec', '#f2935a', '#3fc6a0', '#e08fca', '#dcbf4a', '#a9a6ff', '#cf9f80', '#aab1bc'],
}
