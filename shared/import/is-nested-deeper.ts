/** Whether lists and objects lie in each other more than so many times; goes by no recursion, which deep values would end. */
export function isNestedDeeper(value: unknown, levels: number): boolean {
  let layer: unknown[] = [value]
  for (let depth = 0; depth <= levels; depth++) {
    const next: unknown[] = []
    for (const one of layer)
      if (typeof one === 'object' && one !== null) for (const part of Object.values(one)) next.push(part)
    if (next.length === 0) return false
    layer = next
  }
  return true
}
