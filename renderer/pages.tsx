import { type ComponentType, lazy } from 'react'
import type { PageName } from './client/router.ts'
import { PromptsPage } from './features/editor/prompts-page.tsx'

export interface PageEntry {
  readonly name: PageName
  readonly label: string
  readonly Content: ComponentType
}

/** Every page there is, in the order of the rail; the rail leaves out those that belong to a prompt (export, squeeze). */
export const pages: readonly PageEntry[] = [
  {
    name: 'prompts',
    label: 'Prompts',
    // Not lazy: nearly every start shows it, and would load its 30 files after the others (0.2 s of a start).
    Content: PromptsPage,
  },
  {
    name: 'eval-sets',
    label: 'Eval sets',
    Content: lazy(async () => ({ default: (await import('./features/eval-sets/eval-sets-page.tsx')).EvalSetsPage })),
  },
  {
    name: 'runs',
    label: 'Runs',
    Content: lazy(async () => ({ default: (await import('./features/runs/runs-page.tsx')).RunsPage })),
  },
  {
    name: 'savings',
    label: 'Savings',
    Content: lazy(async () => ({ default: (await import('./features/savings/savings-page.tsx')).SavingsPage })),
  },
  {
    name: 'models',
    label: 'Models',
    Content: lazy(async () => ({ default: (await import('./features/models/models-page.tsx')).ModelsPage })),
  },
  {
    name: 'settings',
    label: 'Settings',
    Content: lazy(async () => ({ default: (await import('./features/settings/settings-page.tsx')).SettingsPage })),
  },
  {
    name: 'squeeze',
    label: 'Squeeze',
    Content: lazy(async () => ({ default: (await import('./features/squeeze/squeeze-page.tsx')).SqueezePage })),
  },
  {
    name: 'export',
    label: 'Export',
    Content: lazy(async () => ({ default: (await import('./features/export/export-page.tsx')).ExportPage })),
  },
]
