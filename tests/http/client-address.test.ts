import fastify from 'fastify';
import { expect, test } from 'vitest';
import { clientAddress, groupAddress } from '../../src/http/client-address.ts';
import { serverOptions } from '../../src/http/server-options.ts';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::FFFF:cb00:7107', '203.0.113.7'],
  ['2001:db8:0:1:aaaa::1', '2001:db8:0:1::/64'],
  ['2001:0db8::1:ffff:ffff:ffff:ffff', '2001:db8:0:1::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['spoofed', 'unknown'],
  [undefined, 'unknown'],
])('%s is counted as %s', (address, group) => {
  expect(groupAddress(address)).toBe(group);
});

async function addressSeen(trusted: string[], remoteAddress: string, headers: Record<string, string>) {
  const app = fastify(serverOptions('silent', trusted));
  app.get('/', async (request) => clientAddress(request));
  return (await app.inject({ url: '/', remoteAddress, headers })).body;
}

test('nobody is believed unless the configuration names them', async () => {
  const headers = {
    'x-forwarded-for': '198.51.100.1',
    'x-real-ip': '198.51.100.2',
    forwarded: 'for=1.2.3.4',
  };
  expect(await addressSeen([], '127.0.0.1', headers)).toBe('127.0.0.1');
  expect(await addressSeen(['loopback'], '203.0.113.7', headers)).toBe('203.0.113.7');
});

test('what stands before the last proxy’s word is the client’s own invention', async () => {
  const forwarded = (list: string) => ({ 'x-forwarded-for': list });
  expect(await addressSeen(['loopback'], '127.0.0.1', forwarded('1.1.1.1, 203.0.113.7'))).toBe('203.0.113.7');
  expect(await addressSeen(['loopback'], '::1', forwarded('127.0.0.1, 203.0.113.7'))).toBe('203.0.113.7');
  const two = ['loopback', '10.0.0.0/8'];
  expect(await addressSeen(two, '127.0.0.1', forwarded('1.1.1.1, 203.0.113.7, 10.0.0.4'))).toBe(
    '203.0.113.7',
  );
});
