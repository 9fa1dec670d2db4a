/** Where the build puts the explorer's page. */
export const PAGE = new URL('./explorer.html', import.meta.url);
