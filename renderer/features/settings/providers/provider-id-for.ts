/** An id for a label that no other provider has: "Our vLLM" → "our-vllm", then "our-vllm-2". */
export function providerIdFor(label: string, taken: ReadonlySet<string>): string {
  const base = label
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 36)
  if (base === '' || !taken.has(base)) return base
  let number = 2
  while (taken.has(`${base}-${number}`)) number += 1
  return `${base}-${number}`
}
