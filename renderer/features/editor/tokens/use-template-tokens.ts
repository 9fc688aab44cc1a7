import { useQueries } from '@tanstack/react-query'
import type { Variant } from '../../../../shared/domain/prompt.ts'
import { expandedText } from '../../../../shared/template/inline-partials.ts'
import { useServices } from '../../../client/services.tsx'

/** Tokens of whole variants as written (o200k_base), counted once per saved text; null while counting. */
export function useTemplateTokens(variants: readonly Variant[]): readonly (number | null)[] {
  const { tokens } = useServices()
  return useQueries({
    queries: variants.map(({ id, updatedAt, content, partials }) => ({
      queryKey: ['tokens', id, updatedAt, partials],
      queryFn: async () => {
        const counts = await tokens().count(
          content.messages.map(({ template }) => expandedText(template, partials)),
          'o200k_base',
        )
        return counts.reduce((sum, count) => sum + count, 0)
      },
      staleTime: Number.POSITIVE_INFINITY,
    })),
    combine: (results) => results.map(({ data }) => data ?? null),
  })
}
