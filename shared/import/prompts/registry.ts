import { createRegistry } from '../../plugin-registry.ts'
import type { PromptImporter } from './prompt-importer.ts'

export const promptImporters = createRegistry(
  'prompt importer',
  import.meta.glob<PromptImporter>('./plugins/*.ts', { eager: true, import: 'plugin' }),
)
