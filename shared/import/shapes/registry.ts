import { createRegistry } from '../../plugin-registry.ts'
import type { RowShape } from './row-shape.ts'

/** Every shape of a case that other tools write: one file each in plugins/. */
export const rowShapes = createRegistry(
  'row shape',
  import.meta.glob<RowShape>('./plugins/*.ts', { eager: true, import: 'plugin' }),
)
