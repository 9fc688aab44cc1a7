/** What saves outside of what a workbench can measure (science.md section 7, rows of priority 3 and what stands beside them). */
export interface ChecklistItem {
  readonly id: string
  readonly group: string
  readonly title: string
  readonly detail: string
}

export const checklist: readonly ChecklistItem[] = [
  item(
    'Own machines',
    'continuous-batching',
    'Serve with continuous batching',
    'vLLM, SGLang and TGI batch by themselves; one request at a time leaves most of a GPU idle.',
  ),
  item(
    'Own machines',
    'quantise',
    'Try a quantised model as another contestant',
    'Add its endpoint under Models and run it on the same cases: the verdict tells what 8 or 4 bits cost in quality.',
  ),
  item(
    'Own machines',
    'utilisation',
    'Look at utilisation before adding machines',
    'Below about 40 % busy the hour is dearer than an interface; the self-hosting calculator shows where it turns.',
  ),
  item(
    'Own machines',
    'autoscale',
    'Scale to the hours of use',
    'Off at night and at weekends where nobody waits; spot machines for work that may be interrupted.',
  ),
  item(
    'Own machines',
    'region',
    'Compare regions',
    'The same machine differs by up to half between regions; mind data that may not leave one.',
  ),
  item(
    'Retrieval',
    'hybrid',
    'Search by words beside vectors',
    'BM25 finds names and numbers that embeddings blur, and costs no call.',
  ),
  item(
    'Retrieval',
    'small-embeddings',
    'Use a smaller embedding',
    'Fewer dimensions shrink store and lookups; measure recall on your own questions first.',
  ),
  item(
    'Retrieval',
    'chunk',
    'Measure chunk sizes',
    'Give the cases one column per chunking, and let the lever “Less context” compare them.',
  ),
  item(
    'Traffic',
    'off-peak',
    'Send what can wait off-peak or by batch',
    'Half the price at the large providers; the levers Batch and Flex show what it comes to.',
  ),
  item(
    'Traffic',
    'rate-limit',
    'Limit requests per user',
    'A loop in somebody’s client is the dearest outlier there is.',
  ),
  item(
    'Traffic',
    'abuse',
    'Cap the length of what users may send',
    'The worst case per call is the output cap and the longest input at their prices.',
  ),
  item(
    'Traffic',
    'injection',
    'Keep cases of injection in the eval set',
    'A prompt that is talked into long answers costs money besides trust.',
  ),
  item(
    'Organisation',
    'tags',
    'Tag calls by feature, user and endpoint',
    'What is not attributed cannot be cut; usage logs with tags show up under Where it goes.',
  ),
  item(
    'Organisation',
    'value',
    'Hold the cost against what a feature earns',
    '$ per solved ticket says more than $ per call.',
  ),
  item(
    'Organisation',
    'budget',
    'Set hard limits and look weekly',
    'Settings has them per day and month, projects their own; alerts watch imported logs.',
  ),
  item(
    'Organisation',
    'gate',
    'Stop dearer changes in CI',
    '“pithy gate” fails a build whose prompt costs more or answers worse than the baseline.',
  ),
  item(
    'Organisation',
    'rollout',
    'Roll out in steps',
    'A tenth of the traffic first, with the score watched; the verdict says how many cases tell.',
  ),
  item(
    'Organisation',
    'upgrade',
    'Measure again when a model comes out',
    'Prompts written for the last model cost up to a third more on the next one (Anthropic, 2026).',
  ),
  item(
    'Organisation',
    'contract',
    'Negotiate above a few thousand dollars a month',
    'Enter what you get under Models → Discounts: every figure then counts it.',
  ),
]

function item(group: string, id: string, title: string, detail: string): ChecklistItem {
  return { id, group, title, detail }
}
