import { createRegistry } from '../plugin-registry.ts'
import type { LintRule } from './lint-rule.ts'

export const lintRules = createRegistry(
  'lint rule',
  import.meta.glob<LintRule>('./plugins/*.ts', { eager: true, import: 'plugin' }),
)
