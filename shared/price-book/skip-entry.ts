/** Thrown while an entry of a price list is read, and caught by the reader's loop: the entry is left out, with this reason. */
export class SkipEntry extends Error {}
