import { createRegistry } from '../../plugin-registry.ts'
import type { Mutation } from './mutation.ts'

export const mutations = createRegistry(
  'mutation',
  import.meta.glob<Mutation>('./plugins/*.ts', { eager: true, import: 'plugin' }),
)
