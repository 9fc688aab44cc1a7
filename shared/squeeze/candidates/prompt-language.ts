import type { SqueezePrompt } from '../read-squeeze-prompt.ts'

export type PromptLanguage = 'en' | 'de' | 'fr' | 'es'

const TELLING: Readonly<Record<PromptLanguage, RegExp>> = {
  en: /\b(?:the|and|of|is|you|with|not|that|this)\b/gi,
  de: /\b(?:der|die|das|und|ist|nicht|mit|ein|eine|du|sie)\b/gi,
  fr: /\b(?:le|la|les|et|est|vous|avec|une|des|pas|du)\b/gi,
  es: /\b(?:el|la|los|las|y|es|con|una|del|que|por)\b/gi,
}

/** The language that most of a prompt's small words belong to; English when nothing tells. */
export function promptLanguage({ messages }: Pick<SqueezePrompt, 'messages'>): PromptLanguage {
  const text = messages.map(({ template }) => template).join('\n')
  const counts = (Object.keys(TELLING) as PromptLanguage[]).map((language) => ({
    language,
    count: text.match(TELLING[language])?.length ?? 0,
  })) // the keys of the literal above
  return counts.toSorted((a, b) => b.count - a.count)[0]?.language ?? 'en'
}
