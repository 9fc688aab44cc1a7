import { useCallback } from 'react'
import type { ProjectId } from '../../shared/domain/ids.ts'
import type { Project } from '../../shared/domain/prompt.ts'
import { useCommand } from './use-command.ts'
import { useRemembered } from './use-remembered.ts'
import { useRoute } from './use-route.ts'

export interface ProjectChoice {
  /** The project that every page works on; null while loading and when the library has none. */
  readonly project: Project | null
  readonly projects: readonly Project[]
  readonly isLoading: boolean
  readonly error: Error | null
  readonly choose: (projectId: ProjectId) => void
}

export function useProject(): ProjectChoice {
  const projects = useRoute('projects.list', {})
  const settings = useRoute('settings.get', {})
  const { run: saveSettings } = useCommand('settings.save', { isQuiet: true })
  const [chosenId, setChosenId] = useRemembered<ProjectId | null>('project', null)
  const list = projects.data ?? []
  const wanted = chosenId ?? settings.data?.lastProjectId ?? null
  const choose = useCallback(
    (projectId: ProjectId) => {
      setChosenId(projectId)
      void saveSettings({ lastProjectId: projectId })
    },
    [setChosenId, saveSettings],
  )
  return {
    project: list.find(({ id }) => id === wanted) ?? list[0] ?? null,
    projects: list,
    isLoading: projects.isPending,
    error: projects.error,
    choose,
  }
}
