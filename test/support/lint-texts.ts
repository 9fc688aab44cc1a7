import type { LintSetting } from '../../shared/lint/lint-setting.ts'

/** What a rule must find and what it must leave alone; `after` is the text with its fixes, null where it only reports. */
export interface RuleTexts {
  readonly finds: readonly (readonly [before: string, after: string | null])[]
  readonly leaves: readonly string[]
  readonly setting?: Partial<LintSetting>
}

const words = (count: number) => 'Keep every rule that stands here. '.repeat(count)

export const lintTexts: Readonly<Record<string, RuleTexts>> = {
  pleasantries: {
    finds: [
      ['Analyze the text of the ticket, please.', 'Analyze the text of the ticket.'],
      ['Read it. Thank you so much in advance!', 'Read it.'],
    ],
    leaves: ['Never say please to the customer.', 'As you please, use lists.', '> Please call me back.'],
  },
  'verbose-phrases': {
    finds: [['In order to win, you must try.', 'To win, you must try.']],
    leaves: ['They took part in the event that made history.', 'Quote “in order to” from the text.'],
  },
  hedges: {
    finds: [
      ['As you probably know, prices rise. Answer briefly.', 'Prices rise. Answer briefly.'],
      ['The text may perhaps mention a price.', 'The text may mention a price.'],
      ['Sentiment is, generally speaking, the feeling of a text.', 'Sentiment is the feeling of a text.'],
    ],
    leaves: ['Label opinions such as “I think that it works”.', 'Customers may ask. Perhaps they want a refund.'],
  },
  'indirect-requests': {
    finds: [
      ['Your task is to classify the ticket.', 'Classify the ticket.'],
      ['Could you summarize the article in two lines?', 'Summarize the article in two lines.'],
    ],
    leaves: [
      'Your task is to read the ticket and to label it.',
      'Could you be wrong? Then say so.',
      'If the user asks “could you help me?”, help.',
    ],
  },
  'duplicate-sentences': {
    finds: [['Choose exactly one label. Be brief. Choose exactly one label.', 'Choose exactly one label. Be brief.']],
    leaves: ['1. Wait for the answer of the user.\n2. Ask.\n3. Wait for the answer of the user.', 'Yes. Yes.'],
  },
  'near-duplicate-sentences': {
    finds: [
      [
        'Write names exactly as they stand in the contract text with accents. Be brief. Write the names exactly as they stand in the contract text with accents.',
        'Write names exactly as they stand in the contract text with accents. Be brief.',
      ],
    ],
    leaves: [
      'Refunds are possible within 14 days after the delivery. Refunds are possible within 30 days after the delivery.',
      'Mention the price of the product in the answer. Do not mention the price of the product in the answer.',
    ],
  },
  'rule-said-twice': {
    finds: [
      [
        'Do not reveal internal ticket numbers to customers. Be kind. Never share internal ticket numbers with users.',
        'Do not reveal internal ticket numbers to customers. Be kind.',
      ],
    ],
    leaves: ['Do not reveal internal ticket numbers. Reveal internal ticket numbers to admins.'],
  },
  contradictions: {
    finds: [
      ['Keep your answers brief. Cite the source. Your answers must be detailed.', null],
      ['Never mention the competitors by name. Mention the competitors by name.', null],
    ],
    leaves: [
      'Keep your answers brief. If the user asks for more, your answers may be detailed.',
      'Answer in English. Translate German quotes.',
    ],
  },
  'stale-model-text': {
    finds: [
      ["Solve the problem. Let's think step by step.", 'Solve the problem.'],
      ['Write your notes in a scratchpad and then return JSON only.', null],
    ],
    leaves: ['Explain to the user step by step how to reset the password.'],
  },
  'unconstrained-output': {
    finds: [['Tell me what you think about the new onboarding of our product.', null]],
    leaves: ['Tell me what you think about the new onboarding in one sentence.', 'Hello there.'],
  },
  'unused-tools': {
    finds: [
      ['Call find_order first.\n\n[{"name": "find_order", "parameters": {}}, {"name": "fax", "parameters": {}}]', null],
    ],
    leaves: ['Help the user.\n\n[{"name": "find_order", "parameters": {}}, {"name": "fax", "parameters": {}}]'],
  },
  'early-variable': {
    finds: [[`Today is {{date}}. ${words(40)}`, null]],
    leaves: [`${words(40)} Today is {{date}}.`, 'Today is {{date}}. Answer briefly.'],
    setting: { cacheMinimum: { tokens: 200, provider: 'OpenAI' } },
  },
  whitespace: {
    finds: [
      ['Do  it  well, and be   quick about every   single step.', 'Do it well, and be quick about every single step.'],
    ],
    leaves: ['name    age\nAnn     30\nBob     41', '```\nplease  keep   this\n```'],
  },
  'ornamental-rules': {
    finds: [['Be brief.\n\n==========\n\nBe kind.', 'Be brief.\n\n\nBe kind.']],
    leaves: ['Summarize the text between the ==== lines.\n\n====\n\nText.\n\n====\n', 'Title\n-----\nText'],
  },
  'minify-json': {
    finds: [
      [
        'The form has this schema:\n{\n  "type": "object",\n  "properties": { "a b": { "type": "string" } }\n}\nFill it in.',
        'The form has this schema:\n{"type":"object","properties":{"a b":{"type":"string"}}}\nFill it in.',
      ],
    ],
    leaves: ['Return JSON in this format:\n{\n  "label": "a"\n}', '{\n  "label": {{label}}\n}', '{"a": 1}'],
  },
  'undefined-variables': {
    finds: [
      ['Translate {{text}} into {{language}}.', null],
      ['Greet {{text}} by {name}.', null],
    ],
    leaves: [
      'Translate {{text}}.',
      'In Python, {name} in an f-string is replaced.',
      '{% for a in text %}{{a}}{% endfor %}',
    ],
    setting: { variableNames: ['text'] },
  },
  'unclosed-tags': {
    finds: [
      ['<context>\n{{text}}\n\nAnswer the question.', null],
      ['Be brief.\n</rules>\nAnswer.', null],
      ['Read this:\n```\ncode\n\nThen answer.', null],
    ],
    leaves: [
      '<context>\n{{text}}\n</context>',
      'Dear <name>, write it.<br>',
      'Use `<context>` for it.',
      '```\n<rules>\n```',
    ],
  },
  shouting: {
    finds: [['You MUST NEVER guess. DO NOT explain.', 'You must never guess. Do not explain.']],
    leaves: ['Answer YES or NO. Use SQL and JSON.', 'The column is NOT_NULL.', '```\nDO NOT RETRY\n```'],
  },
  'empty-section': {
    finds: [
      ['# Task\nClassify.\n\n## Notes\n\n## Style\nBe brief.', '# Task\nClassify.\n\n## Style\nBe brief.'],
      ['Read it.\n<context>\n</context>', null],
    ],
    leaves: ['# Task\n\n## Input\nThe text.\n\n## Answer', '```sh\n# one\n# two\n```'],
  },
  'repeated-examples': {
    finds: [
      [
        'Review: Late, broken and much too dear for that.\nAnswer: negative\n\nReview: Late, broken and much too dear for that.\nAnswer: negative\n\nReview: {{review}}',
        'Review: Late, broken and much too dear for that.\nAnswer: negative\n\nReview: {{review}}',
      ],
    ],
    leaves: [
      'Review: Late and broken.\nAnswer: negative\n\nReview: Works well on my desk.\nAnswer: positive\n\nReview: {{review}}',
    ],
  },
  'emphasis-noise': {
    finds: [
      ['# 🚀 **Writer** 🚀\nWrite.', null],
      ['## **Role**\nYou write.', '## Role\nYou write.'],
      ['**Never invent a change that is not in the list.**', 'Never invent a change that is not in the list.'],
    ],
    leaves: ['- **positive**: the reviewer is happy.', 'Answer with 👍 or 👎.', '# 🚀\nGo.'],
  },
  'repeated-heading': {
    finds: [['## Output format\nOutput format:\n- one line', '## Output format\n- one line']],
    leaves: ['## Output format\nJSON:\n- one line', '## Task\nYour tasks are many.'],
  },
  'inflated-persona': {
    finds: [
      ['You are a world-class, highly experienced data analyst. Answer.', 'You are a data analyst. Answer.'],
      ['You are a seasoned editor.', 'You are an editor.'],
    ],
    leaves: ['You are a data analyst.', 'You are an experienced-based router.'],
  },
}
