import type { Message } from '../../../../shared/domain/prompt.ts'
import { lintRules } from '../../../../shared/lint/registry.ts'
import { RuleRunner } from '../../../../shared/lint/run-rules.ts'
import type { LintReply, LintRequest } from './lint-protocol.ts'

/** What the lint worker does with a request, without the worker. Messages that did not change are not looked at again. */
export class LintSession {
  readonly #runner = new RuleRunner(lintRules.all)
  #templates: readonly string[] = []

  /** Never throws: a fault becomes a reply. */
  receive({ messages, setting }: LintRequest): LintReply {
    try {
      const whole = messages.map(
        (message, index): Message => ({
          ...message,
          template: message.template ?? this.#templates[index] ?? '',
        }),
      )
      this.#templates = whole.map(({ template }) => template)
      return { type: 'found', drafts: this.#runner.run(whole, setting) }
    } catch (error) {
      return { type: 'failed', message: error instanceof Error ? error.message : String(error) }
    }
  }
}
