/** Somewhere to print: `process.stdout` and `process.stderr` are two. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** Of a stream: tells when it takes more, after `write` gave false. */
  once?(event: 'drain', listener: () => void): unknown;
}

/** Where rows come from when no file is named: `process.stdin` is one. */
export interface Input extends AsyncIterable<Uint8Array> {
  readonly isTTY?: boolean;
}

/** Everything the program takes from the world around it, so that a test can hand in another world. */
export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative paths in arguments start here. */
  readonly cwd: string;
  /** The root folder of the repository that this program was built in. */
  readonly checkout: string;
  /** The folder of the built what-if page. */
  readonly page: string;
  /** Where downloads are kept for the next run. */
  readonly cacheFolder: string;
  readonly fetch: typeof fetch;
  /** Shows an address in the user's browser. */
  readonly openBrowser: (url: string) => Promise<void>;
  /** Aborted when the user asks to stop. */
  readonly signal: AbortSignal;
}
