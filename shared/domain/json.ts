import { z } from 'zod'

/** Any JSON value; what a case variable or a schema may hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

export const JsonValue: z.ZodType<JsonValue> = z.json() as z.ZodType<JsonValue>

export const JsonObject = z.record(z.string(), JsonValue)
export type JsonObject = z.infer<typeof JsonObject>
