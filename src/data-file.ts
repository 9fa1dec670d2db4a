import { fileURLToPath } from 'node:url';

const ROOT = import.meta.url.includes('/dist/') ? '../../' : '../';

/** The path of a file below properties/, seen from the sources and from the build alike. */
export function dataFile(name: string): string {
  return fileURLToPath(new URL(`${ROOT}properties/${name}`, import.meta.url));
}
