import { useEffect, useState } from 'react'
import { useDrawnScheme } from '../theme/use-drawn-scheme.ts'
import type { monaco } from './monaco.ts'
import { pithyTheme, THEME_NAME } from './monaco-theme.ts'

export type Monaco = typeof monaco

/** Monaco, loaded when first asked for (1 MB compressed), in our colours; null until then. */
export function useMonaco(): Monaco | null {
  const [loaded, setLoaded] = useState<Monaco | null>(null)
  const scheme = useDrawnScheme()
  useEffect(() => {
    let isGone = false
    // The module system keeps it: from the second time on this resolves at once.
    void import('./monaco.ts').then((module) => {
      if (!isGone) setLoaded(module.monaco)
    })
    return () => {
      isGone = true
    }
  }, [])
  useEffect(() => {
    if (!loaded) return
    loaded.editor.defineTheme(THEME_NAME, pithyTheme(scheme))
    loaded.editor.setTheme(THEME_NAME)
  }, [loaded, scheme])
  return loaded
}
