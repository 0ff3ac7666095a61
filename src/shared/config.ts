/** The process's configuration, read once at start from the environment (`config/env.example` lists it). */
export type Config = {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** `mysql://user:password@host:port/control_database` of the control database; null means embedded SQLite. */
  readonly databaseUrl: string | null;
  /** Names of tenants' MySQL databases begin with this. Default `camet_`. */
  readonly tenantDatabasePrefix: string;
  /** Connections open at once in this process. Default 3. */
  readonly maxConnections: number;
  /** Longest wait for a connection. Default 2000. */
  readonly connectionWaitMs: number;
  /** A connection closes after idling this long. Default 500. */
  readonly connectionIdleMs: number;
  /** Bytes of chunks kept in memory. Default 64 MiB. */
  readonly maxChunkBytes: number;
  /** Bytes of metadata kept in memory. Default 16 MiB. */
  readonly maxMetadataBytes: number;
  /** Rows one Apply may read. Default 5,000,000. */
  readonly maxWindowRows: number;
  readonly production: boolean;
  /** Signs tokens. From CAMET_SECRET; outside production one is made and kept in the data directory. */
  readonly secret: string;
  /** Public address, when known: cookies are Secure and named `__Host-` where it is https. */
  readonly publicUrl: string | null;
  readonly pluginsDir: string;
  readonly externalApisFile: string;
};
