/** Marks the chapter that is being read, and opens a folded one that a link leads into. The page works without it. */
export const SCRIPT = `
const links = new Map([...document.querySelectorAll('nav a')].map((link) => [link.hash.slice(1), link]));
const heads = [...links.keys()].map((id) => document.getElementById(id));
function mark() {
  const shown = heads.filter((head) => head.getClientRects().length > 0);
  const read = shown.findLast((head) => head.getBoundingClientRect().top < innerHeight / 4) ?? shown[0];
  for (const [id, link] of links) {
    if (read && id === read.id) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}
function open() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let at = target; at; at = at.parentElement) if (at.localName === 'details') at.open = true;
  target.scrollIntoView();
  mark();
}
addEventListener('scroll', mark, { passive: true });
addEventListener('toggle', mark, true);
addEventListener('hashchange', open);
for (const link of links.values()) link.addEventListener('click', () => setTimeout(open));
mark();
open();
`;
