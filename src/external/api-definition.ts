/** An external API as declared in `config/external_apis.yml`. */
export type ApiDefinition = {
  readonly name: string;
  /** http or https, without user; parameters are only ever added to its query or body, never to its path. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** From the call to the last byte. Default 3000. */
  readonly timeoutMs: number;
  /** Largest body. Default 1,000,000. */
  readonly maxBytes: number;
  /** JSON pointer to the array of row objects; empty when the whole answer is the array. */
  readonly rows: string;
  /** JSON pointer to the data's own moment (ISO text or epoch milliseconds); null: the moment of the call. */
  readonly asOf: string | null;
  /** Names a widget may send; `tenant`, when declared, is always filled with the tenant asking. */
  readonly params: readonly string[];
  /** Parameters that a last good answer must share to stand in for a failed call. Default: all of them. */
  readonly standInBy: readonly string[] | null;
  readonly headers: Readonly<Record<string, string>>;
  /** An answer this young is used again. Default 0. */
  readonly cacheSeconds: number;
};
