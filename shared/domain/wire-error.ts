import { z } from 'zod'

export const ErrorCode = z.enum([
  'bad-input',
  'not-found',
  'conflict',
  /** The library's file is: it can be recovered, or a copy restored. */
  'damaged',
  'unknown-route',
  'cancelled',
  'budget-exceeded',
  'provider-auth',
  'provider-limit',
  'provider-quota',
  'provider-refused',
  'provider-failed',
  'timeout',
  'host-unreachable',
  'interrupted',
  'internal',
])
export type ErrorCode = z.infer<typeof ErrorCode>

/** An error as it crosses a process boundary: plain data, no stack, no secrets. */
export const WireError = z.object({ code: ErrorCode, message: z.string(), retryable: z.boolean() })
export type WireError = z.infer<typeof WireError>
