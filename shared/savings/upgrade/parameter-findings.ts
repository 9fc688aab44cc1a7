import { type CacheRule, cacheRule } from '../../cost/cache-rules.ts'
import { splitModelId } from '../../domain/ids.ts'
import type { AuditFinding } from '../../domain/upgrade.ts'
import { tokenProfile } from '../../tokens/token-profile.ts'
import type { AuditInput, AuditModel } from './audit-prompt.ts'

/** What the parameters, limits, tokens and cache rules of the new model make of the request. */
export function parameterFindings(input: AuditInput): readonly AuditFinding[] {
  return [...refused(input), ...limits(input), ...reasoning(input), ...tokenCounts(input), ...caching(input)]
}

function refused({ content, to }: AuditInput): AuditFinding[] {
  const { temperature, stop, responseSchema, tools = [], toolChoice } = content.parameters
  const { label, capabilities } = to.model
  const found: AuditFinding[] = []
  if (temperature !== null && !capabilities.temperature)
    found.push(
      finding(
        'temperature',
        'check',
        `${label} takes no temperature: ${temperature} is not sent, so answers vary as the model likes.`,
      ),
    )
  if (stop.length > 0 && !capabilities.stop)
    found.push(finding('stop', 'breaks', `${label} takes no stop sequences: answers go on where they ended before.`))
  if (responseSchema !== null && !capabilities.structuredOutput)
    found.push(finding('schema', 'breaks', `${label} takes no response schema: it is not sent to it.`))
  if (tools.length > 0 && !capabilities.tools)
    found.push(finding('tools', 'breaks', `${label} calls no tools: ${tools.length} are not sent.`))
  if (tools.length > 0 && isForced(toolChoice) && capabilities.forcedTools === false)
    found.push(
      finding(
        'forced-tools',
        'breaks',
        `${label} cannot be made to call a tool; use a response schema where the call was for its form.`,
      ),
    )
  return found
}

function isForced(toolChoice: AuditInput['content']['parameters']['toolChoice']): boolean {
  return toolChoice !== undefined && toolChoice !== 'auto' && toolChoice !== 'none'
}

function limits({ content, to, tokens }: AuditInput): AuditFinding[] {
  const { maxOutputTokens } = content.parameters
  const { label, contextTokens, maxOutputTokens: most } = to.model
  const found: AuditFinding[] = []
  if (contextTokens !== null && tokens.prompt > contextTokens)
    found.push(
      finding(
        'context',
        'breaks',
        `An average prompt of ${count(tokens.prompt)} tokens does not fit into the ${count(contextTokens)} of ${label}.`,
      ),
    )
  if (maxOutputTokens !== null && most !== null && maxOutputTokens > most)
    found.push(
      finding(
        'cap-too-high',
        'breaks',
        `The output cap of ${count(maxOutputTokens)} is more than ${label} writes (${count(most)}).`,
      ),
    )
  return found
}

/** Reasoning counts against the cap, and is billed as output at an effort that nobody chose. */
function reasoning({ content, from, to }: AuditInput): AuditFinding[] {
  const { effort, maxOutputTokens } = content.parameters
  const { label, capabilities } = to.model
  const reasons = capabilities.efforts.some((each) => each !== 'none')
  const found: AuditFinding[] = []
  if (effort !== null && reasons && !capabilities.efforts.includes(effort))
    found.push(
      finding('effort', 'breaks', `${label} has no effort “${effort}”; it has ${capabilities.efforts.join(', ')}.`),
    )
  if (effort === null && reasons)
    found.push(
      finding(
        'effort-unset',
        'costs',
        `${label} reasons at its own default, billed as output: set an effort, and measure “${capabilities.efforts[0]}” first.`,
      ),
    )
  const reasonedBefore = from.model.capabilities.efforts.some((each) => each !== 'none')
  if (maxOutputTokens !== null && reasons && !reasonedBefore)
    found.push(
      finding(
        'old-cap',
        'breaks',
        `The output cap of ${count(maxOutputTokens)} was set for a model that does not reason; reasoning counts against it, and the answer may come back empty and billed.`,
      ),
    )
  return found
}

function tokenCounts({ from, to }: AuditInput): AuditFinding[] {
  const [before, after] = [profileOf(from), profileOf(to)]
  if (before.familyId === after.familyId) return []
  return [
    finding(
      'tokenizer',
      'check',
      `${to.model.label} counts tokens otherwise (${after.label}, before ${before.label}): compare dollars, not tokens.`,
    ),
  ]
}

function caching({ from, to, tokens }: AuditInput): AuditFinding[] {
  const [before, after] = [ruleOf(from), ruleOf(to)]
  const found: AuditFinding[] = []
  const prefix = Math.round(tokens.stablePrefix)
  const wasCached = before !== null && prefix >= (before.minTokens ?? 1)
  if (wasCached && after !== null && after.minTokens !== null && prefix < after.minTokens)
    found.push(
      finding(
        'cache-minimum',
        'costs',
        `The prefix of ${count(prefix)} tokens is cached today; ${to.model.label} caches from ${count(after.minTokens)} on.`,
      ),
    )
  if (wasCached && after === null)
    found.push(finding('cache-unknown', 'check', `It is not known whether ${to.model.label} caches prompts.`))
  if (before?.mode === 'automatic' && after?.mode === 'asked')
    found.push(
      finding(
        'cache-asked',
        'costs',
        `${to.model.label} caches only what the request marks: set the variant’s caching.`,
      ),
    )
  if (before !== null && after !== null && writesFree(before) && !writesFree(after))
    found.push(
      finding(
        'cache-writes',
        'costs',
        `${to.model.label} charges for writing its cache: a prefix that is seldom asked for again costs more than before.`,
      ),
    )
  return found
}

function writesFree({ lifetimes }: CacheRule): boolean {
  return lifetimes[0]?.writeClass === 'input'
}

function profileOf({ model, providerKind }: AuditModel) {
  return tokenProfile({ providerKind, modelName: splitModelId(model.id).modelName })
}

function ruleOf({ model, providerKind }: AuditModel): CacheRule | null {
  return cacheRule({ providerKind, modelName: splitModelId(model.id).modelName })
}

function finding(ruleId: string, weight: AuditFinding['weight'], message: string): AuditFinding {
  return { ruleId, weight, message, place: null, quote: '' }
}

function count(tokens: number): string {
  return Math.round(tokens).toLocaleString('en-US')
}
