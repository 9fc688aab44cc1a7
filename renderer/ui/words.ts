/** The words of the product, each said once: tooltips and the list of words read them here. */
export const words = {
  project: {
    title: 'Project',
    text: 'One piece of work: its prompts, eval sets, runs and budget. All projects live in one library file on this machine.',
  },
  prompt: { title: 'Prompt', text: 'A named thing to optimize. What you edit are its variants.' },
  variant: {
    title: 'Variant',
    text: 'One version of a prompt: messages, parameters, where it came from. Once a run has used it, it never changes: saving over it makes the next revision.',
  },
  segment: {
    title: 'Segment',
    text: 'A part of a prompt that can be kept, cut or reworded by itself: a section, list item, sentence or few-shot example.',
  },
  'protected span': {
    title: 'Protected span',
    text: 'Text that no compression may touch: variables, code, schemas, literals, numbers with units, addresses, and whatever you lock.',
  },
  partial: {
    title: 'Partial',
    text: 'A text that several prompts share. A prompt names it, and it stands for its text.',
  },
  'eval set': {
    title: 'Eval set, case',
    text: 'The cases to judge by: each gives values to the variables, and may have an expected answer, tags and a weight. A hash of its content is kept with every run.',
  },
  assertion: {
    title: 'Assertion, scorer',
    text: 'An assertion asks a scorer (equals, is-json, llm-rubric …) about an output. A score goes from 0 to 1, with its reason.',
  },
  run: {
    title: 'Run, cell',
    text: 'A run asks variants × models × cases × repeats. Each of these is a cell: output, usage, cost, latency and scores, or an error.',
  },
  'model catalog': {
    title: 'Model catalog',
    text: 'Models with prices per million tokens by class of token, limits, tokenizer and abilities. Each price has its source and date.',
  },
  'price snapshot': {
    title: 'Price snapshot',
    text: 'The prices that a run was billed with. They are kept with the run, so that its cost never changes afterwards.',
  },
  ledger: {
    title: 'Ledger',
    text: 'Every paid call: reserved before it is sent, then settled to the truth, refused, or held as "may have been billed" when no answer came.',
  },
  budget: {
    title: 'Budget',
    text: 'A hard limit in $ per run, day, month or project. The worst case of a call is reserved before it is sent, so calls at once cannot overshoot it.',
  },
  frontier: {
    title: 'Frontier',
    text: 'The variants on models that no other beats in both quality and cost. Whatever lies off it can be had better, or cheaper. Its knee is where it bends: less costs much quality, more buys little.',
  },
  verdict: {
    title: 'Verdict',
    text: 'May the cheaper one be shipped? "Not worse" means: with the stated confidence, it loses no more than the margin you set. Otherwise it says undecided, and how many more cases would settle it.',
  },
  'hold-out': {
    title: 'Hold-out',
    text: 'Cases kept aside while choosing (40 of 100). Only they can confirm: the best of many looks better than it is on the cases that it was chosen by. Each look is counted.',
  },
  lever: {
    title: 'Lever',
    text: 'One way to save: a smaller model, compression, caching, batches, a cascade, an output cap … measured on your own runs, in $ per month.',
  },
  profile: {
    title: 'Profile',
    text: 'How the prompt is used in production: calls per day and how they arrive. It turns $ per call into $ per month.',
  },
  'sandbox model': {
    title: 'Sandbox model',
    text: 'A simulation inside Pithy that really reads the prompt. It needs no key, costs nothing, and says nothing about a real model.',
  },
} as const satisfies Readonly<Record<string, WordEntry>>

export type Word = keyof typeof words

export interface WordEntry {
  readonly title: string
  readonly text: string
}
