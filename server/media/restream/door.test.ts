import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../services/public-address.ts';
import { DoorShut, openDoor, parseRtmpUrl } from './door.ts';

describe('a platform’s address', () => {
  it.each([
    ['rtmp://push.example.com/live', { isSecure: false, host: 'push.example.com', port: 1935, app: 'live' }],
    ['rtmp://push.example.com:1936/live/', { port: 1936, app: 'live', tcUrl: 'rtmp://push.example.com:1936/live' }],
    ['RTMPS://Push.Example.com/app/instance', { isSecure: true, host: 'push.example.com', port: 443, app: 'app/instance' }],
    ['rtmp://[2001:db8::1]/live', { host: '2001:db8::1', tcUrl: 'rtmp://[2001:db8::1]/live' }],
  ])('%s', (text, expected) => {
    expect(parseRtmpUrl(text)).toMatchObject(expected);
  });

  it.each([
    '',
    'rtmp://push.example.com',
    'rtmp://push.example.com/',
    'http://push.example.com/live',
    'file:///etc/passwd',
    'rtmp://user:word@push.example.com/live',
    'rtmp://push.example.com:0/live',
    'rtmp://push.example.com:70000/live',
    'rtmp://push.example.com/live?key=1',
    'rtmp://push example.com/live',
    'rtmp://push.example.com/live -f flv',
  ])('%j is none', (text) => {
    expect(parseRtmpUrl(text)).toBeUndefined();
  });

  it.each([
    ['93.184.216.34', true],
    ['2606:2800:220:1::1', true],
    ['127.0.0.1', false],
    ['0.0.0.0', false],
    ['10.1.2.3', false],
    ['100.64.0.1', false],
    ['169.254.169.254', false],
    ['172.31.255.255', false],
    ['192.168.1.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::1', false],
    ['::', false],
    ['::ffff:93.184.216.34', false],
    ['64:ff9b::7f00:1', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['ff02::1', false],
    ['2001:db8::1', false],
    ['2001::1', false],
    ['2002:7f00:1::', false],
    ['not an address', false],
  ])('%s is the Internet: %s', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });

  it('that a name gives is looked at before it is connected to, every one of them', async () => {
    const address = parseRtmpUrl('rtmp://rebound.example/live');
    if (!address) throw new Error('an address');
    const troubleOf = async (addresses: string[]) => {
      const refused = await openDoor(address, { allowPrivate: false, resolve: async () => addresses }).catch((error: unknown) => error);
      return refused instanceof DoorShut ? refused.trouble : 'open';
    };
    expect(await troubleOf(['127.0.0.1'])).toBe('private');
    expect(await troubleOf(['93.184.216.34', '10.0.0.1'])).toBe('private');
    expect(await troubleOf([])).toBe('address');
  });
});
