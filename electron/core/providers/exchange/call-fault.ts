import type { PartialReply } from '../provider.ts'
import type { ReplyHeaders } from './post.ts'

/** What can be wrong with a reply whose status says that all is well. */
export type ReplyProblem =
  | 'empty'
  | 'html'
  | 'not-json'
  | 'cut'
  | 'unfinished'
  | 'cut-tool-call'
  | 'no-choice'
  | 'event-too-large'
  | 'output-too-large'

/** What happened, before it is judged. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly headers: ReplyHeaders; readonly body: string | null }
  | { readonly kind: 'redirect'; readonly status: number }
  | { readonly kind: 'network'; readonly code: string | null }
  | { readonly kind: 'error-in-reply'; readonly error: unknown; readonly hasStarted: boolean }
  | { readonly kind: 'bad-reply'; readonly problem: ReplyProblem }

/** Carries a fault up to the one place that judges it (classify-failure.ts). */
export class CallFault extends Error {
  readonly fault: Fault
  readonly partial: PartialReply | null

  constructor(fault: Fault, options: { readonly partial?: PartialReply | null; readonly cause?: unknown } = {}) {
    super(fault.kind, { cause: options.cause })
    this.name = 'CallFault'
    this.fault = fault
    this.partial = options.partial ?? null
  }
}
