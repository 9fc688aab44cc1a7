import type { QueryClient } from '@tanstack/react-query'
import type { Payload, RouteName } from '../../shared/contract/routes.ts'
import { readAgain } from './read-again.ts'

export type LibraryKind = Payload<'library.changed'>['kind']

/** Which queries show what: a change of the kind on the left makes the routes with these prefixes be read again. */
const PREFIXES: Readonly<Record<LibraryKind, readonly string[]>> = {
  library: ['library.'],
  projects: ['projects.', 'spend.budgets'],
  prompts: ['prompts.'],
  variants: ['variants.', 'drafts.', 'partials.uses', 'squeeze.list', 'savings.'],
  partials: ['partials.', 'variants.', 'runs.preview'],
  'eval-sets': ['eval-sets.', 'cases.', 'splits.'],
  runs: [
    'runs.',
    'variants.figures',
    'results.',
    'reports.',
    'spend.',
    'batches.',
    'verdicts.',
    'splits.',
    'judges.',
    'comparisons.',
    'reviews.',
    'savings.',
  ],
  models: ['models.', 'runs.preview', 'savings.'],
  providers: ['providers.', 'models.', 'runs.preview'],
  settings: ['settings.', 'spend.budgets', 'savings.'],
  usage: ['usage.', 'spend.'],
}

export function invalidateKind(queries: QueryClient, kind: LibraryKind): void {
  const prefixes = PREFIXES[kind]
  readAgain(queries, (route) => prefixes.some((prefix) => route.startsWith(prefix)))
}

/** What a command changes, by its noun; the event says the same, but may be missed. */
export function kindOfCommand(name: RouteName): LibraryKind | null {
  const noun = name.split('.')[0] ?? ''
  if (noun === 'cases' || noun === 'imports') return 'eval-sets'
  if (noun === 'compress' || noun === 'squeeze') return 'variants'
  if (noun === 'prices') return 'models'
  if (['batches', 'verdicts', 'judges', 'comparisons', 'reviews', 'results'].includes(noun)) return 'runs'
  return noun in PREFIXES ? (noun as LibraryKind) : null
}
