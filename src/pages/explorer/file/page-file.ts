import { fileAt } from '../../../files/root.ts';

/** Where the build puts what the explorer's pages are made of. */
export const BUILT = {
  script: fileAt('dist/src/pages/explorer/page.js'),
  style: fileAt('dist/src/pages/explorer/page.css'),
  notices: fileAt('dist/src/pages/explorer/notices.txt'),
} as const;

/** The page of the study that comes with it. */
export const PAGE = fileAt('dist/src/pages/explorer/explorer.html');
