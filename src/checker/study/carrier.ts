/** Placeholder until the reading of streams lands. */
export type Carrier = object;
