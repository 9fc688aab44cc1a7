/** Whether the long form of a test is wanted: `npm run test:soak`. */
export const isSoak = process.env.PITHY_SOAK === '1'
