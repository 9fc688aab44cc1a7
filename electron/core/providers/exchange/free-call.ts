import { ProviderError } from '../provider-error.ts'
import { MAY_BE_BILLED } from './call-failure.ts'

/** What a failed call says where the provider asks no money for it: lists of models, counts of tokens. */
export async function freeCall<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure.billing !== 'unknown') throw error
    throw new ProviderError(error.code, withoutBill(error.message), { ...error.failure, billing: 'rejected' }, error)
  }
}

function withoutBill(message: string): string {
  return message.replace(` ${MAY_BE_BILLED}`, '').trim()
}
