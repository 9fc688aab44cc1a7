import type { PromptId, RunId } from '../../../../shared/domain/ids.ts'
import type { Place } from '../../../client/router.ts'

/** What the tour knows of the sample project it goes through. */
export interface TourState {
  readonly promptId: PromptId
  readonly variants: number
  /** The newest run of the project; null before the first. */
  readonly runId: RunId | null
  /** The page that is open. */
  readonly page: Place['page']
}

export interface TourStep {
  readonly title: string
  readonly text: string
  /** Test ids of what the step is about: the first that is on the page is framed. */
  readonly targets: readonly string[]
  readonly place: (state: TourState) => Place
  /** What is missing for this step, and how to get it; null when nothing is. */
  readonly missing?: (state: TourState) => string | null
  /** Whether the user has done what the step asks for; absent where there is nothing to do but look. */
  readonly isDone?: (state: TourState) => boolean
}

/** The main job of PRODUCT.md in five steps. */
export const tourSteps: readonly TourStep[] = [
  {
    title: 'Edit: see what every word costs',
    text: 'This prompt works, but it is wordy. The meter counts its tokens while you type, and Cost says what each part comes to per call and per month. Try it: change a word.',
    targets: ['total-tokens'],
    place: ({ promptId }) => ({ page: 'prompts', promptId }),
  },
  {
    title: 'Compress: say the same in fewer tokens',
    text: 'Open Compress: it lists edits that should not change an answer, with what each saves. Take them, and a shorter variant B stands beside A. Nothing is overwritten.',
    targets: ['take-edits', 'side-compress'],
    place: ({ promptId }) => ({ page: 'prompts', promptId }),
    isDone: ({ variants }) => variants > 1,
  },
  {
    title: 'Evaluate: ask both on the same cases',
    text: 'Run asks the variants on the sample cases and shows calls and cost before anything is sent. The sandbox models are a simulation: they need no key and cost nothing.',
    targets: ['new-run-start', 'run'],
    place: ({ promptId }) => ({ page: 'prompts', promptId }),
    isDone: ({ runId }) => runId !== null,
  },
  {
    title: 'Decide: is the cheaper one not worse?',
    text: 'Each column has its pass rate with an interval, and its cost. The verdict says in one sentence whether B may be shipped, or how many more cases would settle it. Open the chart to see quality against cost.',
    targets: ['verdict-sentence', 'results-grid', 'new-run'],
    place: ({ runId }) => (runId ? { page: 'runs', runId } : { page: 'runs' }),
    missing: ({ runId }) => (runId ? null : 'There is no run here yet: start one with New run.'),
  },
  {
    title: 'Export: take the winner with its proof',
    text: 'Export writes the variant as code, a template or a request, with scores, cost, prices and the hash of the eval set in it. What has no evidence says "unverified".',
    targets: ['export-save', 'export'],
    place: ({ promptId }) => ({ page: 'prompts', promptId }),
    isDone: ({ page }) => page === 'export',
  },
]
