import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { sampleProjects } from '../../electron/core/samples/sample-projects.ts'
import type { Message } from '../../shared/domain/prompt.ts'
import type { LintSetting } from '../../shared/lint/lint-setting.ts'

/** A real-looking prompt with the findings that a careful prompt engineer would accept, marked by hand. */
export interface MarkedPrompt {
  readonly name: string
  readonly messages: readonly Message[]
  readonly setting: Partial<LintSetting>
  readonly expected: readonly { readonly ruleId: string; readonly excerpt: string }[]
}

interface Written {
  readonly name: string
  readonly system?: string
  readonly user?: string
  readonly turns?: readonly (readonly [Message['role'], string])[]
  readonly columns?: readonly string[]
  readonly minimum?: number
  readonly expected: readonly string[]
}

const folder = path.join(import.meta.dirname, '../fixtures/lint')

/** 222 of our own in many styles, both samples, and the 16 prompts of BIG-Bench Hard (MIT) that the sample data has. */
export function lintCorpus(): readonly MarkedPrompt[] {
  const samples = sampleProjects.flatMap(({ prompts }) => prompts)
  return [
    ...[...read<Written[]>('prompts.yaml'), ...read<Written[]>('prompts-2.yaml')].map((written) => ({
      name: written.name,
      messages: messagesOf(written),
      setting: settingOf(written),
      expected: written.expected.map(marked),
    })),
    ...read<Pick<Written, 'name' | 'expected'>[]>('samples.yaml').map(({ name, expected }) => ({
      name,
      messages: samples.find((sample) => sample.name === name)?.variants[0]?.content.messages ?? [],
      setting: {},
      expected: expected.map(marked),
    })),
    ...Object.entries(read<Record<string, string>>('bbh.json')).map(([name, template]) => ({
      name,
      messages: [{ role: 'user' as const, template }],
      setting: {},
      expected: [],
    })),
  ]
}

function settingOf({ columns, minimum }: Written): Partial<LintSetting> {
  return {
    ...(columns ? { variableNames: columns } : {}),
    ...(minimum ? { cacheMinimum: { tokens: minimum, provider: 'OpenAI' } } : {}),
  }
}

function read<T>(file: string): T {
  return parse(readFileSync(path.join(folder, file), 'utf8')) as T
}

function messagesOf({ system, turns, user }: Written): Message[] {
  return [
    ...(system === undefined ? [] : [{ role: 'system' as const, template: system }]),
    ...(turns ?? []).map(([role, template]) => ({ role, template })),
    ...(user === undefined ? [] : [{ role: 'user' as const, template: user }]),
  ]
}

function marked(line: string): MarkedPrompt['expected'][number] {
  const colon = line.indexOf(': ')
  return { ruleId: line.slice(0, colon), excerpt: line.slice(colon + 2) }
}
