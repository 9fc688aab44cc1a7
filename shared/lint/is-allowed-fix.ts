import { overlapping } from '../compress/text-span.ts'
import type { LintMessage } from './lint-message.ts'
import type { FixEdit, LintRule } from './lint-rule.ts'
import { minifyJson } from './minify-json.ts'

type Permissions = Pick<LintRule, 'mayRemove' | 'mayMinifyJson'>

/** Whether a fix keeps its hands off protected text, but for what its rule may do. */
export function isAllowedFix(
  fix: readonly FixEdit[],
  { template, spans }: Pick<LintMessage, 'template' | 'spans'>,
  { mayRemove = new Set(), mayMinifyJson = false }: Permissions,
): boolean {
  let at = 0
  for (const edit of fix) {
    if (edit.start < at || edit.end < edit.start || edit.end > template.length) return false
    at = edit.end
    const touched = overlapping(spans, edit)
    if (touched.length === 0) continue
    const original = template.slice(edit.start, edit.end)
    const isMinified =
      mayMinifyJson && touched.every(({ kind }) => kind === 'json') && minifyJson(original) === edit.replacement
    const isRemoved =
      edit.replacement === '' ||
      touched.every(({ start, end }) => edit.replacement.includes(template.slice(start, end)))
    const mayGo = isRemoved && touched.every(({ kind }) => mayRemove.has(kind))
    if (!isMinified && !mayGo) return false
  }
  return true
}
