import type { Message } from '../../../../shared/domain/prompt.ts'
import type { LintSetting } from '../../../../shared/lint/lint-setting.ts'
import type { RuledDraft } from '../../../../shared/lint/run-rules.ts'

/** A message as it goes to the worker; a template that the worker has at this place already does not go again. */
export type SentMessage = Omit<Message, 'template'> & { readonly template: string | null }

export interface LintRequest {
  readonly messages: readonly SentMessage[]
  readonly setting: LintSetting
}

export type LintReply =
  | { readonly type: 'found'; readonly drafts: readonly RuledDraft[] }
  | { readonly type: 'failed'; readonly message: string }
