import { NumberInput } from '@mantine/core'
import { typedCount } from './typed-number.ts'

export interface RateLimitFieldsProps {
  /** Null = no limit. */
  readonly requestsPerMinute: number | null
  readonly tokensPerMinute: number | null
  readonly onChange: (limits: {
    readonly requestsPerMinute: number | null
    readonly tokensPerMinute: number | null
  }) => void
}

/** Two fields, side by side where their parent makes two columns. Empty = no limit. */
export function RateLimitFields({ requestsPerMinute, tokensPerMinute, onChange }: RateLimitFieldsProps) {
  return (
    <>
      <NumberInput
        label="Requests per minute, at most"
        placeholder="no limit of yours"
        min={1}
        max={1_000_000_000}
        allowDecimal={false}
        thousandSeparator=","
        value={requestsPerMinute ?? ''}
        data-testid="requests-per-minute"
        onChange={(value) => onChange({ requestsPerMinute: typedCount(value), tokensPerMinute })}
      />
      <NumberInput
        label="Tokens per minute, at most"
        placeholder="no limit of yours"
        min={1}
        max={1_000_000_000}
        allowDecimal={false}
        thousandSeparator=","
        value={tokensPerMinute ?? ''}
        data-testid="tokens-per-minute"
        onChange={(value) => onChange({ requestsPerMinute, tokensPerMinute: typedCount(value) })}
      />
    </>
  )
}
