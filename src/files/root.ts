import { fileURLToPath } from 'node:url';

/** The root of the repository, or of the package, seen from the sources and from the build alike. */
export const ROOT = new URL(import.meta.url.includes('/dist/') ? '../../../' : '../../', import.meta.url);

/** A file below the root, as a URL. */
export const fileAt = (path: string): URL => new URL(path, ROOT);

/** A file below the root, as a path. */
export const pathTo = (path: string): string => fileURLToPath(fileAt(path));

/** The folder of the files into which compiled modules are packed, from the root. */
export const PACKED = 'dist/src/packed';
