/** How much wider than the average letter a character is, in a proportional font. */
const wider = (character: string): number => {
  if (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\u{1f300}-\u{1faff}]/u.test(character))
    return 2;
  return /[\p{Lu}_@%—]/u.test(character) ? 1.35 : 1;
};

/** About how wide a text is, in letters of average width: capitals are wider, and what fills a square is twice as wide. */
export const widthInLetters = (text: string): number => [...text].reduce((sum, character) => sum + wider(character), 0);
