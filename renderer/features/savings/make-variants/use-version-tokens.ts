import { useQuery } from '@tanstack/react-query'
import { type ModelId, splitModelId } from '../../../../shared/domain/ids.ts'
import type { VariantContent } from '../../../../shared/domain/prompt.ts'
import type { VariantVersion } from '../../../../shared/savings/variants/variant-version.ts'
import { requestParts } from '../../../../shared/tokens/request-parts.ts'
import { type TokenProfile, tokenProfile } from '../../../../shared/tokens/token-profile.ts'
import { useServices } from '../../../client/services.tsx'

export interface VersionTokens {
  /** By version, the prompt tokens that it adds to an average request (below 0: takes off); null while they are counted. */
  readonly added: readonly number[] | null
  /** The model's tokenizer is not public, the schema is counted by a rule, or a variable's average value goes, too. */
  readonly isEstimate: boolean
  readonly hasFailed: boolean
}

/** What each version does to the prompt's tokens, counted in the encoding of the model. */
export function useVersionTokens(
  before: VariantContent,
  versions: readonly VariantVersion[],
  modelId: ModelId,
): VersionTokens {
  const { tokens } = useServices()
  const { providerId, modelName } = splitModelId(modelId)
  const profile = tokenProfile({ providerKind: providerId, modelName })
  const contents = [before, ...versions.map(({ content }) => content)]
  const texts = [...new Set(contents.flatMap((content) => textsOf(content, profile)))]
  const { data, isError } = useQuery({
    queryKey: ['version-tokens', profile.encoding, texts],
    queryFn: () => tokens().count(texts, profile.encoding),
    staleTime: Number.POSITIVE_INFINITY,
  })
  // By prose, since a count tells no classes of text. Values are already in the model's own tokens.
  const ratio = profile.ratioPrior ? (profile.ratioPrior.ratios.latin ?? profile.ratioPrior.ratios.other) : 1
  const isEstimate =
    profile.exactness === 'estimate' ||
    versions.some(
      ({ savedValueTokens, content }) =>
        savedValueTokens !== undefined || content.parameters.responseSchema !== before.parameters.responseSchema,
    )
  if (!data) return { added: null, isEstimate, hasFailed: isError }
  const count = (text: string) => data[texts.indexOf(text)] ?? 0
  const [own = 0, ...others] = contents.map((content) => {
    const inMessages = content.messages.reduce((sum, { template }) => sum + count(template), 0)
    return Math.round(ratio * (inMessages + extraTokens(content, profile, count)))
  })
  const added = others.map((total, index) => total - own - (versions[index]?.savedValueTokens ?? 0))
  return { added, isEstimate, hasFailed: false }
}

function extraTokens({ parameters }: VariantContent, { overheadRule }: TokenProfile, count: (text: string) => number) {
  const { responseSchema, tools = [] } = parameters
  const parts = requestParts(overheadRule, { responseSchema, tools }, { count, ratio: 1 })
  return parts.reduce((sum, part) => sum + part.tokens, 0)
}

function textsOf(content: VariantContent, profile: TokenProfile): string[] {
  const texts = content.messages.map(({ template }) => template)
  extraTokens(content, profile, (text) => {
    texts.push(text)
    return 0
  })
  return texts
}
