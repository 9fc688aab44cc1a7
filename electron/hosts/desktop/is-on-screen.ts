export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Whether a window that begins there could be taken by its title bar; true where it has no place of its own yet. */
export function isOnScreen(
  place: { readonly x?: number | undefined; readonly y?: number | undefined },
  screens: readonly Area[],
): boolean {
  const { x, y } = place
  if (x === undefined || y === undefined) return true
  return screens.some((area) => contains(area, x + 40, y + 20))
}

function contains(area: Area, x: number, y: number): boolean {
  return x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height
}
