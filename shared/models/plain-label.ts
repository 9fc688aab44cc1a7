/** A model's name where a mark beside it says already that it is a simulation. */
export function plainLabel(label: string): string {
  return label.replace(/ \(simulation\)$/, '')
}
