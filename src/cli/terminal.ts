import { createInterface } from 'node:readline/promises';
import { SingleBar } from 'cli-progress';

export type Terminal = {
  out(text: string): void;
  err(text: string): void;
  /** Follows work of `total` steps: a bar where somebody watches, a line now and then elsewhere. */
  progress(title: string, total: number): Progress;
  /** Asks for a line; null where nobody can answer. */
  ask(question: string): Promise<string | null>;
};

export type Progress = { update(done: number): void; stop(): void };

const linesPerRun = 5;

export const processTerminal = (): Terminal => ({
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  progress: (title, total) => (process.stderr.isTTY ? bar(title, total) : plainLines(title, total)),
  ask,
});

function bar(title: string, total: number): Progress {
  const single = new SingleBar({
    format: `${title} {bar} {percentage}%`,
    hideCursor: true,
    clearOnComplete: true,
  });
  single.start(Math.max(1, total), 0);
  return { update: (done) => single.update(Math.min(done, total)), stop: () => single.stop() };
}

function plainLines(title: string, total: number): Progress {
  let told = 0;
  return {
    update: (done) => {
      const share = Math.floor((done / Math.max(1, total)) * linesPerRun);
      if (share <= told || share > linesPerRun) return;
      told = share;
      process.stderr.write(`${title} ${Math.round((share / linesPerRun) * 100)} %\n`);
    },
    stop: () => {},
  };
}

async function ask(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await reader.question(question);
  reader.close();
  return answer.trim();
}
