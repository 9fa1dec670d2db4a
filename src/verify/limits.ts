/** The most that can be asked for of what nothing bounds: of more, even counting would not end. */
export const MOST = 1_000_000;
