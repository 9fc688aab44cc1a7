import type { CatalogModel } from '../domain/model.ts'
import type { Parameters } from '../domain/prompt.ts'
import type { ToolChoice, ToolDefinition } from '../domain/tool.ts'

export interface SentTools {
  readonly tools: readonly ToolDefinition[]
  readonly choice: ToolChoice
}

type Capable = Pick<CatalogModel, 'capabilities'>

/** What of a variant's tools goes to a model; null where there are none, or the model calls none. */
export function sentTools(parameters: Pick<Parameters, 'tools' | 'toolChoice'>, model: Capable): SentTools | null {
  const { tools = [], toolChoice = 'auto' } = parameters
  if (tools.length === 0 || !model.capabilities.tools) return null
  return { tools, choice: toolChoice === 'required' && !takesForcedTools(model) ? 'auto' : toolChoice }
}

/** Whether it can be made to call a tool: what calls tools can, unless the catalog says otherwise. */
export function takesForcedTools({ capabilities }: Capable): boolean {
  return capabilities.tools && (capabilities.forcedTools ?? true)
}

/** What becomes of a variant's tools with a model, where it is not what the variant asks for; null where it is. */
export function toolsNote(
  parameters: Pick<Parameters, 'tools' | 'toolChoice'>,
  { label, capabilities, isSimulation }: Pick<CatalogModel, 'label' | 'capabilities' | 'isSimulation'>,
): string | null {
  const { tools = [], toolChoice } = parameters
  if (tools.length === 0) return null
  const what = tools.length === 1 ? `the tool "${tools[0]?.name}" is` : `the ${tools.length} tools are`
  if (!capabilities.tools)
    return isSimulation
      ? `${label} is a simulation and calls no tools: ${what} not sent to it, and it answers in text.`
      : `${label} is not known to call tools: ${what} not sent to it. If it does, say so on the page Models.`
  return toolChoice === 'required' && !takesForcedTools({ capabilities })
    ? `${label} refuses to be forced to call a tool: it is sent the choice "auto" instead.`
    : null
}
