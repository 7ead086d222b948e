import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../config.ts';
import { systemClock } from '../clock.ts';
import { systemRandom } from '../random.ts';
import { iceServers } from './ice-servers.ts';

describe('a TURN server’s credentials', () => {
  const parts = (env: Record<string, string>) => ({ config: readConfig(env), clock: systemClock, random: systemRandom });

  it('lapse, and are what coturn works out from the secret that both hold', () => {
    const [server] = iceServers(parts({ MEDIA_TURN_URLS: 'turn:turn.example.cn:3478', MEDIA_TURN_SECRET: 'north' }));
    const [lapses] = (server?.username ?? '').split(':');
    const inHours = (Number(lapses) - Date.now() / 1000) / 3600;
    expect(inHours).toBeGreaterThan(5.9);
    expect(inHours).toBeLessThanOrEqual(6);
    expect(server).toMatchObject({
      urls: ['turn:turn.example.cn:3478'],
      credential: createHmac('sha1', 'north')
        .update(server?.username ?? '')
        .digest('base64'),
    });
  });

  it('are nobody’s where none is set', () => {
    expect(iceServers(parts({}))).toEqual([]);
  });
});
