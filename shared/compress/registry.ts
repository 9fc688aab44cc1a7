import { lintRules } from '../lint/registry.ts'
import { ruleCompressor } from '../lint/rule-compressor.ts'
import { createRegistry } from '../plugin-registry.ts'
import type { Compressor } from './compressor.ts'

/** The plug-ins beside this file, and the lint rules whose fixes lose nothing or next to nothing. */
export const compressors = createRegistry('compressor', {
  ...import.meta.glob<Compressor>('./plugins/*.ts', { eager: true, import: 'plugin' }),
  ...fixingRules(),
})

function fixingRules(): Record<string, Compressor> {
  const made = lintRules.all.flatMap((rule) => ruleCompressor(rule) ?? [])
  return Object.fromEntries(made.map((compressor) => [`${compressor.id}.ts`, compressor]))
}
