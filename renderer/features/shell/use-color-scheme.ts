import { useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'
import { useActions } from '../../client/use-actions.ts'
import { useCommand } from '../../client/use-command.ts'
import { useRoute } from '../../client/use-route.ts'

const LOOKS = ['system', 'light', 'dark'] as const

/** Keeps the colours as the settings say. */
export function useColorScheme(): void {
  const { data: settings } = useRoute('settings.get', {})
  const { setColorScheme } = useMantineColorScheme()
  const theme = settings?.theme
  const save = useCommand('settings.save')
  useEffect(() => {
    if (theme) setColorScheme(theme === 'system' ? 'auto' : theme)
  }, [theme, setColorScheme])
  useActions(
    LOOKS.filter((look) => look !== theme).map((look) => ({
      id: `look-${look}`,
      label: look === 'system' ? 'Light or dark as the system has it' : `Look: ${look}`,
      group: 'View',
      run: () => void save.run({ theme: look }),
    })),
  )
}
