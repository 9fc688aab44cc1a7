import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { EncodingId } from '../../../../shared/tokens/encodings.ts'
import { type RequestExtras, requestParts } from '../../../../shared/tokens/request-parts.ts'
import type { TokenProfile } from '../../../../shared/tokens/token-profile.ts'
import { useServices } from '../../../client/services.tsx'

/** Tokens of a text that a rule for schemas or tools counts; null while the worker counts it. */
export type CountExtra = (encoding: EncodingId, text: string) => number | null

/** Counts in the worker what the schema and the tools of a request consist of, for all the models' rules. */
export function useExtraCounts(extras: RequestExtras, profiles: readonly TokenProfile[]): CountExtra {
  const { tokens } = useServices()
  const wanted = useMemo(() => textsByEncoding(extras, profiles), [extras, profiles])
  const results = useQueries({
    queries: wanted.map(({ encoding, texts }) => ({
      queryKey: ['extra-tokens', encoding, texts],
      queryFn: () => tokens().count(texts, encoding),
      staleTime: Number.POSITIVE_INFINITY,
    })),
    combine: (all) => all.map(({ data }) => data ?? null),
  })
  return (encoding, text) => {
    const at = wanted.findIndex((one) => one.encoding === encoding)
    const place = wanted[at]?.texts.indexOf(text) ?? -1
    return results[at]?.[place] ?? null
  }
}

function textsByEncoding(extras: RequestExtras, profiles: readonly TokenProfile[]) {
  const found = new Map<EncodingId, Set<string>>()
  for (const { encoding, overheadRule } of profiles) {
    const texts = found.get(encoding) ?? new Set<string>()
    found.set(encoding, texts)
    // A rule asks for the same texts whatever the answer is.
    const see = (text: string) => {
      texts.add(text)
      return 0
    }
    requestParts(overheadRule, extras, { count: see, ratio: 1 })
  }
  return [...found].filter(([, texts]) => texts.size > 0).map(([encoding, texts]) => ({ encoding, texts: [...texts] }))
}
