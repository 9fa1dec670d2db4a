/** A text as the name of a file, or a part of it: what would lead to another folder is encoded as in an address. */
export const inFileName = (text: string): string => text.replace(/[\p{Cc}/\\%]/gu, encodeURIComponent);

/** A file in a folder as people call it, whether the folder is written with a slash at its end or not. */
export const inFolder = (folder: string, file: string): string =>
  folder === '' || folder.endsWith('/') ? `${folder}${file}` : `${folder}/${file}`;
