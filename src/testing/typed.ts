/** Cases of a command, each with its arguments in front as one types them: for the name of its test. */
export const typed = <Case extends readonly [readonly unknown[], ...unknown[]]>(cases: readonly Case[]) =>
  cases.map((one) => [one[0].join(' ').trim(), ...one] as const);
