import type { Handlers } from '../dispatch.ts'
import { checkSchema } from '../json/check-schema.ts'

/** Here and not in the interface: Ajv writes code, which the page's content policy forbids. */
export function schemaHandlers(): Pick<Handlers, 'schemas.check'> {
  return { 'schemas.check': ({ schemas }) => schemas.map((schema) => checkSchema(schema)) }
}
