import type { PartialTexts } from '../../domain/partial.ts'
import type { VariantContent } from '../../domain/prompt.ts'
import { withoutVariable } from '../../template/without-variable.ts'
import type { VariantVersion } from './variant-version.ts'

export interface DroppableVariable {
  readonly name: string
  /** Of an average case's value; null = not counted. */
  readonly tokens: number | null
}

/** The variant without one of its variables each, of those that can be dropped whole (science.md section 7, row 10); the longest value is worth a try. */
export function variableDrops(
  content: VariantContent,
  variables: readonly DroppableVariable[],
  partials?: PartialTexts,
): VariantVersion[] {
  const most = Math.max(...variables.map(({ tokens }) => tokens ?? 0))
  return variables.flatMap(({ name, tokens }): VariantVersion[] => {
    const messages = withoutVariable(content.messages, name, partials)
    if (!messages) return []
    return [
      {
        id: name,
        label: `Without {{${name}}}`,
        content: { ...content, messages },
        isSuggested: tokens !== null && tokens === most,
        ...(tokens === null ? {} : { savedValueTokens: tokens }),
      },
    ]
  })
}
