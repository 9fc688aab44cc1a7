import type { ModelRow } from './describe-model.ts'

const example = {
  contextTokens: 128_000,
  maxOutputTokens: 4096,
  temperature: false,
  stop: true,
  tools: false,
  batchFactor: null,
  source: 'Example prices of the simulation; they speak for no real model',
  readOn: '2026-11-21',
} as const

/** Three sizes of the simulation that runs in process: for learning, demonstrating and testing the tool. */
export const sandboxModels: readonly ModelRow[] = [
  { name: 'small', label: 'Sandbox small (simulation)', prices: [0.15, 0.6, 0.015, null, null], ...example },
  { name: 'medium', label: 'Sandbox medium (simulation)', prices: [0.75, 3, 0.075, null, null], ...example },
  { name: 'large', label: 'Sandbox large (simulation)', prices: [3, 12, 0.3, null, null], ...example },
]
