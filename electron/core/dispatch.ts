import { prettifyError } from 'zod'
import { cancelledReply, type Reply } from '../../shared/contract/client.ts'
import { AppError, toWireError } from '../../shared/contract/errors.ts'
import { isRouteName, type Output, type Parsed, type RouteName, routes } from '../../shared/contract/routes.ts'

export interface CallContext {
  /** Aborted when the caller goes away or changes its mind. */
  readonly signal: AbortSignal
}

/** A missing or misspelt handler is a compile error, because every route is a required key. */
export type Handlers = {
  readonly [K in RouteName]: (input: Parsed<K>, call: CallContext) => Output<K> | Promise<Output<K>>
}

/** Never rejects: every failure is a Reply. */
export type Dispatch = (name: string, input: unknown, call: CallContext) => Promise<Reply>

export interface DispatchOptions {
  /** Turns a known failure of a library into an AppError: a full disk, a locked file; gives others back as they are. */
  readonly translate: (error: unknown) => unknown
  /** Is told what the caller must not see. */
  readonly onInternalError: (route: string, error: unknown) => void
}

/** Checks the input, calls the handler, and turns every throw into a Reply. */
export function createDispatch(handlers: Handlers, options: DispatchOptions): Dispatch {
  return async function dispatch(name, input, call) {
    if (call.signal.aborted) return cancelledReply
    try {
      if (!isRouteName(name)) throw new AppError('unknown-route', `There is no route named "${name.slice(0, 100)}".`)
      const parsed = routes[name].input.safeParse(input)
      if (!parsed.success) throw new AppError('bad-input', prettifyError(parsed.error))
      // The handler of a route takes what the route's schema gives; TypeScript cannot follow that through the union.
      const handler = handlers[name] as (input: unknown, call: CallContext) => unknown
      return { ok: true, value: await handler(parsed.data, call) }
    } catch (thrown) {
      if (call.signal.aborted) return cancelledReply
      const error = options.translate(thrown)
      const wire = toWireError(error)
      if (wire.code === 'internal') options.onInternalError(name, error)
      return { ok: false, error: wire }
    }
  }
}
