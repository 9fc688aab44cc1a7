import type { PartialTexts } from '../domain/partial.ts'
import type { Variant } from '../domain/prompt.ts'
import { usedPartials } from './used-partials.ts'

/** The partials that a frozen variant uses and that say something else by now, or are gone; none for one that may still change. */
export function outdatedPartials(
  { isFrozen, partials: kept = {}, content }: Pick<Variant, 'isFrozen' | 'partials' | 'content'>,
  live: PartialTexts,
): readonly string[] {
  if (!isFrozen) return []
  const texts = content.messages.map(({ template }) => template)
  const now = usedPartials(texts, live)
  const names = [...new Set([...Object.keys(kept), ...Object.keys(now)])]
  return names.filter((name) => kept[name] !== now[name])
}
