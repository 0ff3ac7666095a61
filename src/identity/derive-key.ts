import * as crypto from 'node:crypto';
import { AppError } from '#sdk';

/** What one Argon2id costs: memory in KiB, passes over it, lanes. */
export type Argon2Cost = { readonly memoryKib: number; readonly passes: number; readonly lanes: number };

export type Derivation = {
  readonly password: string;
  readonly salt: Buffer;
  readonly cost: Argon2Cost;
  readonly bytes: number;
};

const mostAtOnce = 2;
const longestQueue = 20;
const waiting: (() => void)[] = [];
let running = 0;

/**
 * Argon2id, at most two at once in the process. Throws `sign_in_busy` (503) when 20 wait already, and `no_argon2` where
 * neither Node nor the optional `argon2` package can do it.
 */
export async function deriveKey(derivation: Derivation): Promise<Buffer> {
  await takeTurn();
  try {
    return await (typeof crypto.argon2 === 'function' ? byNode(derivation) : byPackage(derivation));
  } finally {
    endTurn();
  }
}

/** A turn given back goes straight to the first who waits, so `running` stays exact. */
async function takeTurn(): Promise<void> {
  if (running < mostAtOnce) {
    running += 1;
    return;
  }
  if (waiting.length >= longestQueue)
    throw new AppError('sign_in_busy', { status: 503, retryAfterSeconds: 5 });
  await new Promise<void>((resolve) => waiting.push(resolve));
}

function endTurn(): void {
  const next = waiting.shift();
  if (next) next();
  else running -= 1;
}

function byNode({ password, salt, cost, bytes }: Derivation): Promise<Buffer> {
  const parameters = {
    message: password,
    nonce: salt,
    memory: cost.memoryKib,
    passes: cost.passes,
    parallelism: cost.lanes,
    tagLength: bytes,
  };
  return new Promise((resolve, reject) =>
    crypto.argon2('argon2id', parameters, (error, key) => (error ? reject(error) : resolve(key))),
  );
}

async function byPackage({ password, salt, cost, bytes }: Derivation): Promise<Buffer> {
  const argon2 = await import('argon2').catch((cause: unknown) => {
    throw new AppError('no_argon2', { cause });
  });
  return argon2.hash(password, {
    raw: true,
    type: argon2.argon2id,
    salt,
    memoryCost: cost.memoryKib,
    timeCost: cost.passes,
    parallelism: cost.lanes,
    hashLength: bytes,
  });
}
