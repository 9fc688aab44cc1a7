import { ModelId } from '../../domain/ids.ts'

/** Words between a provider and its model that say how it is asked. */
const KINDS: ReadonlySet<string> = new Set(['chat', 'completion', 'completions', 'messages', 'responses', 'realtime'])
const OWN_NAMES: Readonly<Record<string, string>> = { vertex: 'google', palm: 'google', azureopenai: 'azure' }

/** The model that a provider of promptfoo most likely is here (`openai:chat:gpt-x` → `openai/gpt-x`); null for code and addresses. */
export function providerModel(id: string): ModelId | null {
  if (/^(?:file|https?|wss?|exec|python|golang|ruby|webhook|browser|echo|package|mcp)\b/.test(id)) return null
  const [provider = '', ...rest] = id.split(':')
  const name = (KINDS.has(rest[0] ?? '') ? rest.slice(1) : rest).join(':')
  const parsed = ModelId.safeParse(`${OWN_NAMES[provider] ?? provider}/${name}`)
  return name !== '' && parsed.success ? parsed.data : null
}
