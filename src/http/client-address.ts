import { BlockList, isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { SessionClient } from '../identity/session.ts';

/**
 * For Fastify's `trustProxy`: whether what this hop says of the one before is believed. The list holds addresses and
 * networks (`10.0.0.0/8`); `loopback` stands for this machine, a Unix socket included. An empty one believes nobody.
 */
export function proxyTrust(list: readonly string[]): false | ((address: string | undefined) => boolean) {
  if (list.length === 0) return false;
  const trusted = new BlockList();
  const networks = list.flatMap((entry) => (entry === 'loopback' ? ['127.0.0.0/8', '::1/128'] : [entry]));
  for (const network of networks) addNetwork(trusted, network);
  return (address) => {
    if (!address) return list.includes('loopback');
    const family = familyOf(address);
    return family !== null && trusted.check(address, family);
  };
}

function addNetwork(trusted: BlockList, network: string): void {
  const [address = '', bits] = network.split('/');
  const family = familyOf(address);
  if (family === null) throw new Error(`"${network}" is not a network`);
  trusted.addSubnet(address, Number(bits ?? (family === 'ipv4' ? 32 : 128)), family);
}

const familyOf = (address: string): 'ipv4' | 'ipv6' | null =>
  isIP(address) === 0 ? null : isIP(address) === 4 ? 'ipv4' : 'ipv6';

/** The address a request is counted under. */
export const clientAddress = (request: FastifyRequest): string => groupAddress(request.ip);

/** What a person sees of a session in their list. */
export const sessionClient = (request: FastifyRequest): SessionClient => ({
  agent: request.headers['user-agent'],
  address: clientAddress(request),
});

/** An IPv4 address as it is, an IPv6 one as its /64, which one customer has whole; `unknown` for anything else. */
export function groupAddress(address: string | undefined): string {
  const family = isIP(address ?? '');
  if (family === 0) return 'unknown';
  if (family === 4) return address!;
  const groups = expand(address!.split('%')[0]!);
  return isMapped(groups) ? toV4(groups) : `${groups.slice(0, 4).join(':')}::/64`;
}

/** The eight groups of an IPv6 address, without leading zeros. */
function expand(address: string): string[] {
  const text = address.replace(/\d+\.\d+\.\d+\.\d+$/, (v4) => {
    const [a = 0, b = 0, c = 0, d = 0] = v4.split('.').map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [head = '', tail] = text.split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const zeros = new Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16).toString(16));
}

const isMapped = (groups: readonly string[]): boolean =>
  groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff';

const toV4 = (groups: readonly string[]): string =>
  groups
    .slice(6)
    .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
    .join('.');
