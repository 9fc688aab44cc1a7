import { expect, test } from 'vitest'
import { isOnScreen } from '../../../../electron/hosts/desktop/is-on-screen.ts'

const laptop = { x: 0, y: 0, width: 1440, height: 860 }
const left = { x: -1920, y: -200, width: 1920, height: 1080 }

test.each([
  ['on the only screen', { x: 60, y: 40 }, [laptop], true],
  ['on a screen to the left, at negative places', { x: -1800, y: -150 }, [laptop, left], true],
  ['on a screen that was unplugged', { x: -1800, y: -150 }, [laptop], false],
  ['below the only screen', { x: 100, y: 900 }, [laptop], false],
  ['at the right edge, where nothing of it could be taken', { x: 1420, y: 0 }, [laptop], false],
  ['never placed before', {}, [laptop], true],
])('a window %s', (_name, place, screens, expected) => {
  expect(isOnScreen(place, screens)).toBe(expected)
})
