/** Names in a program, each given once. */
export class Names {
  readonly #given = new Set<string>();

  /** A legal name like this one; with a number, if another has it already. */
  give(wanted: string): string {
    const legal = wanted.replace(/\W/g, '_');
    let name = legal;
    for (let i = 2; this.#given.has(name); i++) name = `${legal}_${i}`;
    this.#given.add(name);
    return name;
  }
}
