// Stands in for @types/node when shared/ is type-checked: liquidjs and papaparse ask for it with `/// <reference types="node" />`,
// and every Node global would then be allowed in shared/.
export {}
