import type { monaco } from './monaco.ts'

export const THEME_NAME = 'pithy'

/** Monaco's colours from our tokens. Monaco takes hexadecimal colours only, so the values are read from the page. */
export function pithyTheme(scheme: 'light' | 'dark'): monaco.editor.IStandaloneThemeData {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => longHex(style.getPropertyValue(name).trim())
  return {
    base: scheme === 'dark' ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: bare(token('--text')) },
      { token: 'keyword.md', foreground: bare(token('--accent')), fontStyle: 'bold' },
      { token: 'string.md', foreground: bare(token('--text')) },
      { token: 'variable.md', foreground: bare(token('--text-2')) },
      { token: 'string.target', foreground: bare(token('--text')) },
      { token: 'string.link', foreground: bare(token('--accent')) },
      { token: 'comment.md', foreground: bare(token('--text-3')) },
      { token: 'tag', foreground: bare(token('--accent')) },
    ],
    colors: {
      'editor.background': token('--bg-work'),
      'editor.foreground': token('--text'),
      'editorLineNumber.foreground': token('--text-3'),
      'editorLineNumber.activeForeground': token('--text-2'),
      'editor.lineHighlightBackground': token('--bg-subtle'),
      'editor.lineHighlightBorder': token('--bg-subtle'),
      'editorCursor.foreground': token('--accent'),
      'editorWidget.background': token('--bg-raised'),
      'editorWidget.border': token('--line-strong'),
      'editorHoverWidget.background': token('--bg-raised'),
      'input.background': token('--bg-work'),
      'diffEditor.insertedTextBackground': `${token('--good')}2e`,
      'diffEditor.removedTextBackground': `${token('--bad')}26`,
      'diffEditor.insertedLineBackground': `${token('--good')}14`,
      'diffEditor.removedLineBackground': `${token('--bad')}14`,
      'scrollbarSlider.background': `${token('--line-strong')}99`,
    },
  }
}

/** The build shortens #ffffff to #fff, which Monaco does not take. */
export function longHex(color: string): string {
  return /^#[0-9a-f]{3}$/i.test(color) ? color.replace(/[0-9a-f]/gi, '$&$&') : color
}

function bare(color: string): string {
  return color.replace('#', '')
}
