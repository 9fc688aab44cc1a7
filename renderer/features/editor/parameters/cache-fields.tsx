import { Select } from '@mantine/core'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import { CacheMode, CacheTtl, type Parameters } from '../../../../shared/domain/prompt.ts'
import type { ProviderInfo } from '../../../../shared/domain/provider.ts'
import { useRoute } from '../../../client/use-route.ts'

export interface CacheFieldsProps {
  readonly parameters: Parameters
  /** The models that the editor's costs are shown for. */
  readonly models: readonly CatalogModel[]
  /** Null = not asked for, or the usual time. */
  readonly onChange: (caching: { readonly cache: CacheMode | null; readonly cacheTtl: CacheTtl | null }) => void
}

const MODES = [
  { value: 'none', label: 'not asked for' },
  { value: 'prefix', label: 'all but the last message, which cases share' },
  { value: 'auto', label: 'the whole prompt, which only repeats share' },
]
const TTLS = [
  { value: '5m', label: '5 minutes' },
  { value: '1h', label: '1 hour, dearer to write' },
]

/** What of the prompt the provider is asked to cache, and what that means for each of the chosen models. */
export function CacheFields({ parameters, models, onChange }: CacheFieldsProps) {
  const providers = useRoute('providers.list', {}).data ?? []
  const { cache = 'none', cacheTtl = '5m' } = parameters
  return (
    <>
      <Select
        label="Prompt caching"
        description={cache === 'none' ? 'Costs more to write and much less to read.' : cachingText(models, providers)}
        data={MODES}
        value={cache}
        allowDeselect={false}
        data-testid="prompt-cache"
        onChange={(value) => {
          const mode = CacheMode.parse(value)
          onChange({ cache: mode === 'none' ? null : mode, cacheTtl: parameters.cacheTtl ?? null })
        }}
      />
      {cache === 'none' ? null : (
        <Select
          label="Kept for"
          description="Renewed by every read. Sent to models that take cache_control (Anthropic's)."
          data={TTLS}
          value={cacheTtl}
          allowDeselect={false}
          data-testid="prompt-cache-ttl"
          onChange={(value) => onChange({ cache, cacheTtl: value === '1h' ? CacheTtl.parse(value) : null })}
        />
      )}
    </>
  )
}

function cachingText(models: readonly CatalogModel[], providers: readonly ProviderInfo[]): string {
  const labels = (caching: ProviderInfo['caching']) =>
    models
      .filter(({ providerId }) => (providers.find(({ id }) => id === providerId)?.caching ?? 'none') === caching)
      .map(({ label }) => label)
      .join(', ')
  const [marked, keyed, none] = [labels('marked'), labels('keyed'), labels('none')]
  return [
    ...(marked === '' ? [] : [`Marked by cache_control: ${marked}.`]),
    ...(keyed === '' ? [] : [`Cached unasked, a prompt_cache_key makes a hit likelier: ${keyed}.`]),
    ...(none === '' ? [] : [`Not sent to ${none}.`]),
  ].join(' ')
}
