import type { Reply } from '../../../shared/contract/client.ts'
import { AppError, toWireError } from '../../../shared/contract/errors.ts'
import type { Secrets } from '../../core/ports.ts'
import type { SecretQuestion } from './core-messages.ts'

/** The core's end: Secrets that ask whoever has the keychain. */
export function lentSecrets(storage: Secrets['storage'], ask: (question: SecretQuestion) => Promise<Reply>): Secrets {
  async function value(question: SecretQuestion): Promise<string | null> {
    const reply = await ask(question)
    if (!reply.ok) throw new AppError(reply.error.code, reply.error.message, { retryable: reply.error.retryable })
    return typeof reply.value === 'string' ? reply.value : null
  }
  return {
    storage,
    get: (providerId, keyVariable) => value({ ask: 'get', providerId, keyVariable }),
    sourceOf: (providerId, keyVariable) => value({ ask: 'source', providerId, keyVariable }),
    set: async (providerId, key) => void (await value({ ask: 'set', providerId, key })),
    remove: async (providerId) => void (await value({ ask: 'remove', providerId })),
  }
}

/** The keychain's end. Never rejects. */
export async function answerSecret(secrets: Promise<Secrets>, question: SecretQuestion): Promise<Reply> {
  try {
    return { ok: true, value: await answer(await secrets, question) }
  } catch (error) {
    return { ok: false, error: toWireError(error) }
  }
}

async function answer(secrets: Secrets, question: SecretQuestion): Promise<string | null> {
  switch (question.ask) {
    case 'get':
      return secrets.get(question.providerId, question.keyVariable)
    case 'source':
      return secrets.sourceOf(question.providerId, question.keyVariable)
    case 'set':
      await secrets.set(question.providerId, question.key)
      return null
    case 'remove':
      await secrets.remove(question.providerId)
      return null
    default:
      return question satisfies never
  }
}
