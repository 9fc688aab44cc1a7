import type { z } from 'zod'

/** One thing a client can ask, checked on both sides. */
export interface Route<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'query' | 'command'
  readonly input: I
  readonly output: O
}

/** Reads; may be repeated freely. */
export function query<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Route<I, O> {
  return { kind: 'query', input, output }
}

/** Changes something. */
export function command<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Route<I, O> {
  return { kind: 'command', input, output }
}
