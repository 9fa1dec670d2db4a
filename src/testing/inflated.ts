import { inflateRawSync } from 'node:zlib';

/** An explorer's page with its script as it runs, not as it is packed. */
export const inflated = (page: string): string =>
  page.replace(/<template id="script">([^<]*)/, (_, code: string) =>
    inflateRawSync(Buffer.from(code, 'base64')).toString(),
  );
