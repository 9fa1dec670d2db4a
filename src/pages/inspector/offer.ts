/** What the page may be asked to do next; empty where the run is not steered by hand. */
export interface Offer {
  readonly step: number;
  readonly choices: readonly { readonly index: number; readonly text: string; readonly fault: string | null }[];
}
