import type { OtherModel } from '../domain/run.ts'

/** What a run says of answers that came from another model than it asked: whose they are, and what that does to the cost. */
export function describeOtherModel({ asked, answeredBy, price }: OtherModel): string {
  const cost =
    price === null
      ? 'The catalog has no price for it: its cost is an estimate (≈), at the price of the model that was asked.'
      : 'Its answers are billed at its own price.'
  return `${asked} was answered by ${answeredBy}, another model. ${cost}`
}
