import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ToolDefinition } from '../../../../shared/domain/tool.ts'
import { requestParts } from '../../../../shared/tokens/request-parts.ts'
import type { TokenProfile } from '../../../../shared/tokens/token-profile.ts'
import { useServices } from '../../../client/services.tsx'

/** More would be counted too often: every tool is, with all of the others. */
const MAX_TOOLS = 24

/**
 * What each tool adds to a request beside the others, by the rule of a model; null while counting, without a model, and
 * for more than 24 tools. What comes once with the first tool is in none of them unless there is only one.
 */
export function useToolTokens(
  tools: readonly ToolDefinition[],
  profile: TokenProfile | null,
): readonly number[] | null {
  const { tokens } = useServices()
  const isCounted = profile !== null && tools.length > 0 && tools.length <= MAX_TOOLS
  const texts = useMemo(() => (isCounted ? textsOf(tools, profile) : []), [isCounted, tools, profile])
  const encoding = profile?.encoding ?? 'o200k_base'
  const { data } = useQuery({
    queryKey: ['tool-tokens', encoding, texts],
    queryFn: () => tokens().count([...texts], encoding),
    enabled: isCounted,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return useMemo(() => {
    if (!isCounted || !data) return null
    const counts = new Map(texts.map((text, index) => [text, data[index] ?? 0]))
    const total = (some: readonly ToolDefinition[]) => sumOf(some, profile, (text) => counts.get(text) ?? 0)
    const all = total(tools)
    return tools.map((_, index) => all - total(tools.toSpliced(index, 1)))
  }, [isCounted, data, texts, tools, profile])
}

function textsOf(tools: readonly ToolDefinition[], profile: TokenProfile): readonly string[] {
  const texts = new Set<string>()
  const see = (text: string) => {
    texts.add(text)
    return 0
  }
  sumOf(tools, profile, see)
  for (const index of tools.keys()) sumOf(tools.toSpliced(index, 1), profile, see)
  return [...texts]
}

function sumOf(tools: readonly ToolDefinition[], profile: TokenProfile, count: (text: string) => number): number {
  const parts = requestParts(profile.overheadRule, { responseSchema: null, tools }, { count, ratio: 1 })
  return parts.reduce((sum, part) => sum + part.tokens, 0)
}
