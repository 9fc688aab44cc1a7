/** Names the two editors of a diff for screen readers: Monaco's own option does not reach its edit context. */
export function labelSides(
  host: HTMLElement,
  [original, modified]: readonly [original: string, modified: string],
): void {
  for (const [side, label] of [
    ['original', original],
    ['modified', modified],
  ] as const) {
    host
      .querySelector(`.editor.${side} .native-edit-context, .editor.${side} textarea`)
      ?.setAttribute('aria-label', label)
  }
}
