import type { Router } from './router.ts'
import { linearRouter } from './routers/linear-router.ts'
import { neighboursRouter } from './routers/neighbours-router.ts'
import { stepsRouter } from './routers/steps-router.ts'
import { tagsRouter } from './routers/tags-router.ts'

/** Every way to choose that is tried, the plain ones first. */
export const routers: readonly Router[] = [
  stepsRouter({ id: 'length', label: 'Length', looksAt: 'the length of the variables' }, 'characters'),
  stepsRouter(
    { id: 'keywords', label: 'Keywords', looksAt: 'words such as “why”, “compare”, “calculate”' },
    'keywords',
  ),
  tagsRouter,
  linearRouter,
  neighboursRouter,
]
