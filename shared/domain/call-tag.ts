import { z } from 'zod'
import { type ModelId, type PromptId, ProviderId, splitModelId } from './ids.ts'

/** What a call of this application is for, as `name=value`: `feature=search`, `user=anna`. Case matters. */
export const CallTag = z
  .string()
  .max(400)
  .regex(/^[^\s=](?:[^=\n]*[^\s=])?=\S(?:[^\n]*\S)?$/, 'A tag is name=value, for instance feature=search.')
export type CallTag = z.infer<typeof CallTag>

/** The name under which a case's plain tags count, as on the page Savings. */
export const CASE_TAG_NAME = 'case tag'
const PROMPT_TAG_NAME = 'prompt'
const PROVIDER_TAG_NAME = 'provider'

/** Every call is tagged with its prompt, by its id, so that a limit outlives another name. */
export function promptTag(promptId: PromptId): CallTag {
  return `${PROMPT_TAG_NAME}=${promptId}`
}

/** The prompt that a tag is of; null for every other tag. */
export function promptOfTag(tag: CallTag): PromptId | null {
  const { name, value } = splitCallTag(tag)
  return name === PROMPT_TAG_NAME ? (value as PromptId) : null // an id is opaque: one that is not there is found nowhere
}

/** Every call has the tag of the provider that is asked, and no other of this name, whatever its case's tags say. */
export function providerTag(providerId: ProviderId): CallTag {
  return `${PROVIDER_TAG_NAME}=${providerId}`
}

/** The provider that a tag is of; null for every other tag. */
export function providerOfTag(tag: CallTag): ProviderId | null {
  const { name, value } = splitCallTag(tag)
  const provider = name === PROVIDER_TAG_NAME ? ProviderId.safeParse(value) : null
  return provider?.success ? provider.data : null
}

/** All tags of a call to a model. @param tags what is known of it besides */
export function tagsOfModelCall(modelId: ModelId, tags: readonly CallTag[]): CallTag[] {
  return [...tags.filter((tag) => providerOfTag(tag) === null), providerTag(splitModelId(modelId).providerId)]
}

/** The tags of the providers of some models, each once. */
export function providerTags(models: readonly { readonly providerId: ProviderId }[]): CallTag[] {
  return [...new Set(models.map(({ providerId }) => providerTag(providerId)))]
}

/** A case's tags as those of its calls: `feature=search` as it stands, `billing` as `case tag=billing`. */
export function callTagsOfCase(tags: readonly string[]): CallTag[] {
  return tags.flatMap((tag) => {
    const [name = '', ...rest] = tag.split('=')
    const text = rest.length > 0 ? `${name.trim()}=${rest.join('=').trim()}` : `${CASE_TAG_NAME}=${tag.trim()}`
    const found = [text, `${CASE_TAG_NAME}=${tag.trim()}`].find((one) => CallTag.safeParse(one).success)
    return found === undefined ? [] : [found]
  })
}

export function splitCallTag(tag: CallTag): { readonly name: string; readonly value: string } {
  const at = tag.indexOf('=')
  return { name: tag.slice(0, at), value: tag.slice(at + 1) }
}
