import type { SpanKind } from '../compress/protect-spans.ts'
import type { TextSpan } from '../compress/text-span.ts'
import type { RiskClass } from '../domain/compression.ts'
import type { LintMessage } from './lint-message.ts'
import type { LintPrompt } from './lint-setting.ts'

/** One replacement in a message's template; offsets as in Edit. */
export interface FixEdit extends TextSpan {
  readonly replacement: string
}

/** What a rule says before it is known what it saves. */
export interface FindingDraft extends TextSpan {
  readonly messageIndex: number
  /** A sentence: what is wrong, or what the text is good for. */
  readonly message: string
  /** In order, without overlaps; null where only the author can mend it. */
  readonly fix: readonly FixEdit[] | null
  /** True: worth saying even where the fix is refused or saves nothing. */
  readonly isWorthSaying?: boolean
}

interface RuleBase {
  readonly id: string
  readonly label: string
  readonly description: string
  /** Of its fixes, and of what the author would do about a finding without one. */
  readonly risk: RiskClass
  /** Kinds of protected text that a fix may take away where the same text stands elsewhere; the runner checks that it does. */
  readonly mayRemove?: ReadonlySet<SpanKind>
  /** True: a fix is worth making even where it saves no token; one that costs tokens is never offered. */
  readonly isWorthMore?: boolean
  /** True: a fix may drop the white space between the tokens of a JSON text, and nothing else of it; the runner checks. */
  readonly mayMinifyJson?: boolean
}

/** Looks at one message by itself, so that its findings stay true while other messages change. */
export interface MessageRule extends RuleBase {
  readonly scope: 'message'
  readonly check: (message: LintMessage) => readonly FindingDraft[]
}

/** Looks at the prompt as a whole. */
export interface PromptRule extends RuleBase {
  readonly scope: 'prompt'
  readonly check: (prompt: LintPrompt) => readonly FindingDraft[]
}

/**
 * A plug-in that finds what a prompt could do without, or what is wrong with it. One file in plugins/, named after its id.
 * What it finds by itself need not be allowed: the runner drops fixes that touch protected text, overlap, or save nothing.
 */
export type LintRule = MessageRule | PromptRule
