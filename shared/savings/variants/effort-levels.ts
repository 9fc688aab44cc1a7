import { Effort } from '../../domain/model.ts'
import type { VariantContent } from '../../domain/prompt.ts'
import type { VariantVersion } from './variant-version.ts'

/** The variant at every other effort that a model takes; lower ones are worth a try, or up to medium where it has the provider’s default. */
export function effortLevels(content: VariantContent, efforts: readonly Effort[]): VariantVersion[] {
  const now = content.parameters.effort
  const rank = (effort: Effort) => Effort.options.indexOf(effort)
  return efforts
    .filter((effort) => effort !== now)
    .toSorted((a, b) => rank(a) - rank(b))
    .map((effort) => ({
      id: effort,
      label: `Effort ${effort}`,
      content: { ...content, parameters: { ...content.parameters, effort } },
      isSuggested: now === null ? rank(effort) <= rank('medium') : rank(effort) < rank(now),
    }))
}
