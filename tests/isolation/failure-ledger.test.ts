import { expect, it } from 'vitest';
import { AppError, type TenantId } from '#sdk';
import { countedHost, FailureLedger } from '../../src/isolation/failure-ledger.ts';
import type { PluginHost, PluginOutcome, PluginTask } from '../../src/pipeline/plugins/types.ts';

const acme = 'acme' as TenantId;
const norte = 'norte' as TenantId;
const fault = { error: new Error('x'), fault: 'widget_failed' };
const refusal = { error: new AppError('unknown_column'), fault: null };
const good = { value: { kind: 'note' }, ms: 1 };

/** A host whose plugins do what they are told to, and who was switched off because of it. */
function scene() {
  const off: string[] = [];
  const errors: unknown[] = [];
  const switches = {
    off: async (tenant: TenantId, className: string, reason: string) => {
      off.push(`${tenant} ${className} ${reason}`);
      if (tenant === norte) throw new Error('no database');
    },
  };
  const log = { info: () => {}, warn: () => {}, error: (data: object) => errors.push(data) };
  const ledger = new FailureLedger({ switches, log });
  let next: PluginOutcome<unknown>[] = [];
  const inner = { run: async () => next } as unknown as PluginHost;
  const host = countedHost(inner, ledger);
  const run = async (
    outcomes: PluginOutcome<unknown>[],
    { tenant = acme, key = 'card', kind = 'card' } = {},
  ) => {
    next = outcomes;
    const use = { className: 'OddWidget', key, settings: {} };
    await host.run(
      tenant,
      outcomes.map(() => ({ kind, use }) as unknown as PluginTask),
    );
    return ledger.hasFailed(tenant, use);
  };
  return { off, errors, run };
}

it('switches a class off for a tenant at the fifth fault in a row, saying why', async () => {
  const { off, run } = scene();
  await run([fault, fault]);
  await run([fault], { key: 'other card' });
  await run([{ ...fault, fault: 'widget_time' }]);
  expect(off).toEqual([]);
  await run([{ ...fault, fault: 'widget_memory' }]);
  expect(off).toEqual(['acme OddWidget widget_memory']);
});

it('counts each tenant for itself, and from the start after a good answer', async () => {
  const { off, run } = scene();
  await run([fault, fault, fault, fault]);
  await run([fault, fault], { tenant: norte });
  await run([good], { kind: 'card' });
  await run([fault, fault, fault, fault]);
  expect(off).toEqual([]);
});

it('does not take a widget that says what it needs for one whose cards are good', async () => {
  const { off, run } = scene();
  for (let time = 0; time < 5; time++) {
    await run([good], { kind: 'needs' });
    await run([fault]);
  }
  expect(off).toEqual(['acme OddWidget widget_failed']);
});

it('takes a refusal for no fault and no good answer', async () => {
  const { off, run } = scene();
  await run([fault, fault, refusal, fault, refusal, fault]);
  expect(off).toEqual([]);
  await run([fault]);
  expect(off).toEqual(['acme OddWidget widget_failed']);
});

it('remembers which placement has failed, until it answers well', async () => {
  const { run } = scene();
  expect(await run([refusal])).toBe(false);
  expect(await run([fault])).toBe(true);
  expect(await run([refusal], { key: 'other card' })).toBe(false);
  expect(await run([refusal])).toBe(true);
  expect(await run([good])).toBe(false);
});

it('logs a switch that cannot be turned, and answers all the same', async () => {
  const { errors, run } = scene();
  await run([fault, fault, fault, fault, fault], { tenant: norte });
  expect(errors).toEqual([{ tenant: 'norte', class: 'OddWidget', err: new Error('no database') }]);
});
