import { useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'
import { useRoute } from '../../client/use-route.ts'

/** Keeps the colours as the settings say. */
export function useColorScheme(): void {
  const { data: settings } = useRoute('settings.get', {})
  const { setColorScheme } = useMantineColorScheme()
  const theme = settings?.theme
  useEffect(() => {
    if (theme) setColorScheme(theme === 'system' ? 'auto' : theme)
  }, [theme, setColorScheme])
}
