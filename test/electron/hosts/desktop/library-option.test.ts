import { expect, test } from 'vitest'
import { libraryOption } from '../../../../electron/hosts/desktop/library-option.ts'

test.each([
  [[], undefined],
  [['.'], undefined],
  [['--library', 'a b.sqlite'], 'a b.sqlite'],
  [['--library=/x/l.sqlite'], '/x/l.sqlite'],
  [['--inspect=0', '--remote-debugging-port=0', '--no-sandbox', '/app', '--library', 'l'], 'l'],
  [['--lang', 'de', '-psn_0_1', '--library', 'l', '--disable-gpu'], 'l'],
])('among the switches of Electron, %j gives the library %j', (args, library) => {
  expect(libraryOption(args)).toBe(library)
})

test.each([[['--library']], [['--library=']], [['--library', '--no-sandbox']]])('refuses %j', (args) => {
  expect(() => libraryOption(args)).toThrow('A path is missing after --library. Write --library PATH.')
})
