import { type Plugin, rolldown } from 'rolldown';

export interface BundleOptions {
  /** A script to be run at once, or a module to be bundled again. */
  readonly format: 'iife' | 'es';
  readonly plugins?: readonly Plugin[];
}

/** A script for browsers: its code, and what it would still have to import. */
export interface Bundle {
  readonly code: string;
  readonly imports: readonly string[];
}

/** Bundles a script with all that it imports: the same bytes from the same sources. */
export async function bundled(input: string, { format, plugins = [] }: BundleOptions): Promise<Bundle> {
  const bundle = await rolldown({
    input,
    platform: 'browser',
    tsconfig: false,
    logLevel: 'silent',
    transform: { target: 'es2023', jsx: { runtime: 'automatic', importSource: 'preact' } },
    plugins: [...plugins],
  });
  try {
    const { output } = await bundle.generate({ format, minify: format === 'iife' });
    const [{ code, imports }] = output;
    return { code, imports };
  } finally {
    await bundle.close();
  }
}
