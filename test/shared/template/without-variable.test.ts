import { describe, expect, test } from 'vitest'
import type { Message } from '../../../shared/domain/prompt.ts'
import { withoutVariable } from '../../../shared/template/without-variable.ts'

function without(name: string, template: string, more: Partial<Message> = {}): string | null {
  return withoutVariable([{ role: 'user', template, ...more }], name)?.[0]?.template ?? null
}

describe('a prompt without one of its variables', () => {
  test.each([
    [
      'its line with the cue',
      'Answer.\nContext: {{context}}\nQuestion: {{question}}',
      'Answer.\nQuestion: {{question}}',
    ],
    [
      'the cue on the line above',
      'Answer.\n\nContext:\n{{context}}\n\nQuestion: {{question}}',
      'Answer.\n\nQuestion: {{question}}',
    ],
    [
      'its section',
      '# Task\nAnswer.\n\n## Context\n\n{{context}}\n\n## Question\n{{question}}',
      '# Task\nAnswer.\n\n## Question\n{{question}}',
    ],
    ['the tags around', 'Answer.\n<context>\n{{context}}\n</context>\n{{question}}', 'Answer.\n{{question}}'],
    ['tags on its line', 'Answer.\n\n<context>{{ context }}</context>\n\n{{question}}', 'Answer.\n\n{{question}}'],
    ['the fence and the cue above it', 'Here is the text:\n```md\n{{context}}\n```\n{{question}}', '{{question}}'],
    ['its block', 'Answer.\n{% if context %}\nUse it: {{context}}\n{% endif %}\n{{question}}', 'Answer.\n{{question}}'],
    ['a loop over it', '{% for doc in context %}\n- {{doc.title}}\n{% endfor %}\n{{question}}', '{{question}}'],
    ['each of its mentions', 'A: {{context.a}}\n{{question}}\nB: {{context.b}}', '{{question}}'],
    ['it as the last of the text', '{{question}}\n\nContext: {{context}}\n', '{{question}}'],
    ['not the cue of the next value', 'Documents:\n{{context}}\n{{question}}', 'Documents:\n{{question}}'],
  ])('loses %s', (_, before, after) => {
    expect(without('context', before)).toBe(after)
  })

  test.each([
    ['stands in a sentence', 'Answer {{question}} from {{context}}.'],
    ['shares its line with another variable', '{{context}} {{question}}'],
    [
      'has a sentence of rules above it that ends like a cue',
      'If the notes below do not hold the answer, say “unknown” and then stop; notes:\n{{context}}\nQ: {{question}}',
    ],
    ['is the only one', 'Sum up:\n{{context}}'],
    ['would take another one with it', 'Q: {{question}}\n{% if context %}{{context}} {{style}}{% endif %}'],
    ['is not there', '{{question}}'],
  ])('is not made where it %s', (_, template) => {
    expect(without('context', template)).toBeNull()
  })

  test('a locked text stays, partials are looked into, and a message of its own goes', () => {
    const template = 'Context: {{context}}\n{{question}}'
    expect(without('context', template, { locked: ['Context:'] })).toBeNull()
    const used: Message[] = [{ role: 'user', template: `{% render 'intro' %}\n${template}` }]
    expect(withoutVariable(used, 'context', { intro: 'About {{context}}' })).toBeNull()
    expect(withoutVariable(used, 'context', { intro: 'Hello.' })?.[0]?.template).toBe(
      "{% render 'intro' %}\n{{question}}",
    )
    const question: Message = { role: 'user', template: '{{question}}' }
    expect(withoutVariable([{ role: 'user', template: 'Context:\n{{context}}' }, question], 'context')).toEqual([
      question,
    ])
  })
})
