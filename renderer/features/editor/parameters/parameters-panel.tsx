import { Select, TagsInput } from '@mantine/core'
import { type CatalogModel, Effort } from '../../../../shared/domain/model.ts'
import type { Parameters } from '../../../../shared/domain/prompt.ts'
import type { ProviderKind } from '../../../../shared/domain/provider.ts'
import type { ToolChoice, ToolDefinition } from '../../../../shared/domain/tool.ts'
import { schemaNote } from '../../../../shared/models/request-notes.ts'
import { toolsNote } from '../../../../shared/models/sent-tools.ts'
import { useRoute } from '../../../client/use-route.ts'
import { NumberField } from '../../../ui/number-field.tsx'
import { Section } from '../../../ui/section.tsx'
import { PartCosts } from '../cost/part-costs.tsx'
import styles from '../side-pane.module.css'
import type { Desk } from '../use-desk.ts'
import { CacheFields } from './cache-fields.tsx'
import { ResponseSchemaField } from './response-schema-field.tsx'
import toolStyles from './tools-field.module.css'
import { ToolsField } from './tools-field.tsx'

const NO_TOOLS: readonly never[] = []

/** What is asked of the model beside the messages. Empty = not sent: the provider's default holds. */
export function ParametersPanel({ desk }: { readonly desk: Desk }) {
  const { draft, models } = desk
  const { parameters } = draft.content
  const providers = useRoute('providers.list', {}).data ?? []
  const notesOf = (note: (all: Parameters, model: CatalogModel, kind: ProviderKind) => string | null) =>
    models.flatMap((model) => {
      const kind = providers.find(({ id }) => id === model.providerId)?.kind
      return kind ? (note(parameters, model, kind) ?? []) : []
    })
  const refusing = (has: (model: Desk['models'][number]) => boolean) => models.filter((model) => !has(model))

  function change(part: Partial<Parameters>): void {
    draft.edit((content) => ({ ...content, parameters: { ...content.parameters, ...part } }))
  }

  return (
    <>
      <Section title="Parameters">
        <div className={styles.stack}>
          <NumberField
            label="Max output tokens"
            description="A cap: the answer is cut there, and it bounds what a call can cost."
            placeholder="not sent"
            value={parameters.maxOutputTokens}
            min={1}
            allowDecimal={false}
            data-testid="max-output-tokens"
            onChange={(maxOutputTokens) => change({ maxOutputTokens })}
          />
          <NumberField
            label="Temperature"
            description={refusedText(
              'temperature',
              refusing(({ capabilities }) => capabilities.temperature),
              models.length,
            )}
            placeholder="not sent"
            value={parameters.temperature}
            min={0}
            max={2}
            step={0.1}
            decimalScale={2}
            onChange={(temperature) => change({ temperature })}
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
          onChange={(responseSchema) => change({ responseSchema })}
        />
        <PartCosts desk={desk} isPart={(label) => label === 'Response schema'} />
        <Notes notes={notesOf(schemaNote)} />
      </Section>
      <Section title="Tools">
        <ToolsField
          key={`${desk.variant.promptId}/${desk.variant.letter}`}
          desk={desk}
          tools={parameters.tools ?? NO_TOOLS}
          choice={parameters.toolChoice ?? 'auto'}
          onChange={(tools, choice) =>
            draft.edit((content) => ({ ...content, parameters: withTools(content.parameters, tools, choice) }))
          }
        />
        <PartCosts desk={desk} isPart={(label) => /^\d+ tools?$/.test(label)} />
        <Notes notes={notesOf(toolsNote)} />
      </Section>
    </>
  )
}

function Notes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null
  return (
    <ul className={toolStyles.notes} data-testid="parameter-notes">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  )
}

/** Absent where there are none, as with caching below. */
function withTools(
  { tools: _tools, toolChoice: _choice, ...others }: Parameters,
  tools: readonly ToolDefinition[],
  toolChoice: ToolChoice,
): Parameters {
  if (tools.length === 0) return others
  return { ...others, tools: [...tools], ...(toolChoice === 'auto' ? {} : { toolChoice }) }
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
