const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
  { width: 900, height: 700 },
]
const ZOOMS = [1, 0.8, 1.5]

/** A window's size, scheme and zoom; zoom is as the browser's own: fewer or more pixels of CSS in the same window. */
export function viewsFor(isEvery) {
  const all = SIZES.flatMap((size) =>
    ZOOMS.flatMap((zoom) => ['light', 'dark'].map((scheme) => viewOf(size, zoom, scheme))),
  )
  return isEvery ? all : all.filter(({ name }) => FEW.has(name))
}

/** Each size, zoom and scheme at least once. */
const FEW = new Set(['1280-light', '1280-dark', '1920-light', '900-light', '1280-150-light', '1280-80-light'])

function viewOf({ width, height }, zoom, scheme) {
  return {
    name: [width, zoom === 1 ? [] : zoom * 100, scheme].flat().join('-'),
    scheme,
    screen: { width: Math.round(width / zoom), height: Math.round(height / zoom), deviceScaleFactor: zoom },
  }
}
