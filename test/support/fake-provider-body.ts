import { type FakeReply, type Protocol, renderChat, renderMessages } from './fake-provider-replies.ts'
import { renderResponses } from './fake-provider-responses.ts'

const RENDER = { chat: renderChat, responses: renderResponses, messages: renderMessages } as const

/** The body of a good answer, or of one that lacks what the fault takes away. */
export function renderReply(protocol: Protocol, reply: FakeReply, requestedModel: string, isStream: boolean): string {
  return RENDER[protocol]({ ...reply, model: reply.model ?? requestedModel }, isStream && !reply.isWhole)
}
