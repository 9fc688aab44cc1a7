import { createRegistry } from '../../plugin-registry.ts'
import type { Gate } from './gate.ts'

export const gates = createRegistry('gate', import.meta.glob<Gate>('./plugins/*.ts', { eager: true, import: 'plugin' }))
