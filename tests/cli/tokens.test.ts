import { expect, it } from 'vitest';
import { place } from './run.ts';

it('makes, lists and revokes a machine’s token', async () => {
  const here = place();
  await here.run('tenant create acme --zone Europe/Madrid');
  const made = await here.run(
    'token create scada --tenant acme --scope rows:write dashboards:read --days 30',
  );
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(made.out).toMatch(
    /^Token “scada” of “acme” for rows:write, dashboards:read, until 2026-06-19\. It will not be shown again:\ncamet_[\w-]{43}\n$/,
  );
  const listed = await here.run('token list --tenant acme');
  expect(listed.out).toBe('scada\tviewer\trows:write dashboards:read\t2026-06-19\t–\n');
  expect((await here.run('token revoke scada --tenant acme')).out).toBe('Token “scada” of “acme” revoked.\n');
  expect((await here.run('token list --tenant acme')).out).toBe('There are no tokens.\n');
});

it.each([
  ['token create scada --tenant nowhere --scope rows:write', /no company "nowhere"/],
  ['token create scada --tenant acme --scope everything', /Allowed choices are dashboards:read, rows:write/],
  ['token create scada --tenant acme', /--scope/],
  ['token create scada --tenant acme --scope rows:write --days 0', /days/],
  ['token revoke scada --tenant acme', /no token “scada”/],
])('"%s" is refused', async (command, sentence) => {
  const here = place();
  await here.run('tenant create acme --zone Europe/Madrid');
  const ran = await here.run(command);
  expect(ran.code).toBe(1);
  expect(ran.err).toMatch(sentence);
});
