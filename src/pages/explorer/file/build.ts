import { writeFileSync } from 'node:fs';
import { explorerHtml } from './bundle.ts';
import { PAGE } from './page-file.ts';

writeFileSync(PAGE, await explorerHtml());
