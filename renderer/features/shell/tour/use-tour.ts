import { useNavigate, usePlace } from '../../../client/services.tsx'
import { useProject } from '../../../client/use-project.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import { useRoute } from '../../../client/use-route.ts'
import { type TourState, tourSteps } from './steps.ts'

/** `new`: never offered an end; a number: the step that is shown; `over`: left or gone through. */
export type TourProgress = 'new' | 'over' | 'finished' | number

/** Where the tour is, and the ways on. It works on the first sample project that is not archived. */
export function useTour() {
  const [progress, setProgress] = useRemembered<TourProgress>('tour', 'new')
  const { project, projects, choose } = useProject()
  const { go } = useNavigate()
  const place = usePlace()
  const sample = projects.find(({ isSample }) => isSample) ?? null
  const step = typeof progress === 'number' ? (tourSteps[progress] ?? null) : null
  const input = step && sample ? { projectId: sample.id } : null
  const [prompt] = useRoute('prompts.list', input).data ?? []
  const runs = useRoute('runs.list', input).data
  const variants = useRoute('variants.list', input && prompt ? { promptId: prompt.id } : null).data
  const state: TourState | null = prompt
    ? { promptId: prompt.id, variants: variants?.length ?? 0, runId: runs?.[0]?.id ?? null, page: place.page }
    : null

  function show(index: number): void {
    const next = tourSteps[index]
    setProgress(next ? index : 'finished')
    if (!next) return
    if (sample && sample.id !== project?.id) choose(sample.id)
    if (state) go(next.place(state))
    else go({ page: 'prompts' })
  }

  return {
    progress,
    step,
    state,
    index: typeof progress === 'number' ? progress : 0,
    isPossible: sample !== null,
    isInSample: project?.isSample ?? false,
    show,
    leave: () => setProgress('over'),
  }
}
