/** An array of more numbers than this grows by half. */
const LARGE = 2 ** 20;

/** Whether other threads can see an array. A page in a browser may know no such arrays. */
export const isShared = ({ buffer }: Int32Array): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;

/** A copy of twice the length, of half as much again if it is large; shared with other threads if the array is. */
export function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  return copied(array, Math.trunc(array.length * (array.length > LARGE ? 1.5 : 2)), isShared(array));
}

/** A copy that other threads can see. */
export const shared = (array: Int32Array): Int32Array<ArrayBuffer> => copied(array, array.length, true);

function copied(array: Int32Array, length: number, isToBeShared: boolean): Int32Array<ArrayBuffer> {
  const copy = isToBeShared ? new Int32Array(new SharedArrayBuffer(4 * length)) : new Int32Array(length);
  copy.set(array);
  return copy as Int32Array<ArrayBuffer>;
}
