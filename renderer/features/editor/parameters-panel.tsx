import { NumberInput, Select, TagsInput } from '@mantine/core'
import { Effort } from '../../../shared/domain/model.ts'
import type { Parameters } from '../../../shared/domain/prompt.ts'
import { Section } from '../../ui/section.tsx'
import { CacheFields } from './cache-fields.tsx'
import { ResponseSchemaField } from './response-schema-field.tsx'
import styles from './side-pane.module.css'
import type { Desk } from './use-desk.ts'

/** What is asked of the model beside the messages. Empty = not sent: the provider's default holds. */
export function ParametersPanel({ desk }: { readonly desk: Desk }) {
  const { draft, models } = desk
  const { parameters } = draft.content
  const refusing = (has: (model: Desk['models'][number]) => boolean) => models.filter((model) => !has(model))

  function change(part: Partial<Parameters>): void {
    draft.edit((content) => ({ ...content, parameters: { ...content.parameters, ...part } }))
  }

  return (
    <>
      <Section title="Parameters">
        <div className={styles.stack}>
          <NumberInput
            label="Max output tokens"
            description="A cap: the answer is cut there, and it bounds what a call can cost."
            placeholder="not sent"
            value={parameters.maxOutputTokens ?? ''}
            min={1}
            allowDecimal={false}
            data-testid="max-output-tokens"
            onChange={(value) => change({ maxOutputTokens: typeof value === 'number' ? Math.round(value) : null })}
          />
          <NumberInput
            label="Temperature"
            description={refusedText(
              'temperature',
              refusing(({ capabilities }) => capabilities.temperature),
              models.length,
            )}
            placeholder="not sent"
            value={parameters.temperature ?? ''}
            min={0}
            max={2}
            step={0.1}
            decimalScale={2}
            onChange={(value) => change({ temperature: typeof value === 'number' ? value : null })}
          />
          <Select
            label="Reasoning effort"
            description={refusedText(
              'effort',
              refusing(({ capabilities }) => capabilities.efforts.length > 0),
              models.length,
            )}
            placeholder="not sent"
            clearable
            allowDeselect
            data={[...Effort.options]}
            value={parameters.effort}
            onChange={(value) => change({ effort: value === null ? null : Effort.parse(value) })}
          />
          <TagsInput
            size="xs"
            label="Stop"
            description={refusedText(
              'stop',
              refusing(({ capabilities }) => capabilities.stop),
              models.length,
            )}
            placeholder={parameters.stop.length === 0 ? 'not sent; Enter adds a text' : ''}
            value={[...parameters.stop]}
            maxTags={8}
            splitChars={[]}
            onChange={(stop) => change({ stop })}
          />
          <CacheFields
            parameters={parameters}
            models={models}
            onChange={({ cache, cacheTtl }) =>
              draft.edit((content) => ({
                ...content,
                parameters: withCaching(content.parameters, cache ?? null, cacheTtl ?? null),
              }))
            }
          />
        </div>
      </Section>
      <Section title="Response schema (JSON Schema)">
        <ResponseSchemaField
          key={`${desk.variant.promptId}/${desk.variant.letter}`}
          schema={parameters.responseSchema}
          note={refusedText(
            'structured output',
            refusing(({ capabilities }) => capabilities.structuredOutput),
            models.length,
          )}
          onChange={(responseSchema) => change({ responseSchema })}
        />
      </Section>
    </>
  )
}

/** Absent, and not null, where nothing is asked for: a variant without caching keeps the hash that it always had. */
function withCaching(
  { cache: _cache, cacheTtl: _ttl, ...others }: Parameters,
  cache: Parameters['cache'] | null,
  cacheTtl: Parameters['cacheTtl'] | null,
): Parameters {
  return { ...others, ...(cache ? { cache } : {}), ...(cache && cacheTtl ? { cacheTtl } : {}) }
}

/** Says for which of the chosen models the parameter will be left out. */
function refusedText(what: string, refusing: Desk['models'], count: number): string | null {
  if (refusing.length === 0) return null
  if (refusing.length === count) return `None of the chosen models takes ${what}: it will not be sent to them.`
  return `Not sent to ${refusing.map(({ label }) => label).join(', ')}.`
}
