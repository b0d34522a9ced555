import { resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build, type BuildOptions } from 'esbuild';

export interface Bundle {
  readonly code: string;
  /** The modules of this package that have left something in it, such as `operators/checks`. */
  readonly modules: readonly string[];
  /** What it imports when it runs. */
  readonly imports: readonly string[];
  /** As it goes over the line. */
  readonly bytes: number;
}

/** What a bundler makes, for a browser, of a module that uses the built package. */
export async function bundle(code: string, options: BuildOptions = {}): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    // Else the paths of the project's own tsconfig.json would lead to the sources.
    tsconfigRaw: '{}',
    stdin: { contents: code, resolveDir: resolve('test/packaging') },
    write: false,
    metafile: true,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    external: ['rxjs'],
    logLevel: 'silent',
    ...options,
  });
  const [file] = outputFiles ?? [];
  const { inputs, imports } = Object.values(metafile!.outputs)[0]!;
  const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return {
    code: file!.text,
    modules: used.flatMap(([path]) => /^dist\/esm\/(.*)\.js$/.exec(path)?.[1] ?? []),
    imports: imports.map(({ path }) => path),
    bytes: brotliCompressSync(file!.contents).length,
  };
}
