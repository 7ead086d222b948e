import { describe, expect, it } from 'vitest';
import { PictureSound } from './picture-sound.ts';

/** @param refuses no sound without a touch, as browsers do */
function newPicture({ refuses = false } = {}) {
  const video = {
    muted: false,
    paused: true,
    srcObject: null,
    currentSrc: '',
    src: '/live-media/e1/video.m3u8',
    plays: 0,
    async play() {
      video.plays += 1;
      if (refuses && !video.muted) throw new DOMException('the user did not interact with the document first', 'NotAllowedError');
      video.paused = false;
    },
  };
  return video;
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('the sound of a picture', () => {
  it('is off until somebody turns it on', () => {
    const video = newPicture();
    const sound = new PictureSound({ video });
    expect(video.muted).toBe(true);
    sound.turn(true);
    expect([sound.on, video.muted]).toEqual([true, false]);
  });

  it('stays as chosen when the picture stops and is played anew, as after looking back', async () => {
    const video = newPicture();
    const sound = new PictureSound({ video });
    sound.turn(true);
    await settled();
    video.paused = true;
    sound.play();
    await settled();
    expect([sound.on, video.muted, video.paused]).toEqual([true, false, false]);
  });

  it('is on from the beginning on a wall that is to be heard', async () => {
    const video = newPicture();
    new PictureSound({ video, on: true }).play();
    await settled();
    expect([video.muted, video.paused]).toEqual([false, false]);
  });

  it('gives way to the picture where the browser refuses it, and says so once', async () => {
    const video = newPicture({ refuses: true });
    let refused = 0;
    const sound = new PictureSound({ video, on: true, refused: () => (refused += 1) });
    // As the first pictures come in: several events ask at once.
    sound.play();
    sound.play();
    await settled();
    expect([sound.on, video.muted, video.paused, refused]).toEqual([false, true, false, 1]);
  });

  it('goes silent while it comes from elsewhere, and comes back', () => {
    const video = newPicture();
    const sound = new PictureSound({ video, on: true });
    sound.lend(true);
    expect([sound.on, video.muted]).toEqual([true, true]);
    sound.lend(false);
    expect(video.muted).toBe(false);
    sound.lend(true);
    sound.turn(false);
    sound.lend(false);
    expect(video.muted).toBe(true);
  });

  it('is not touched by a picture that only came too late', async () => {
    const video = newPicture();
    video.play = async () => {
      throw new DOMException('interrupted by a new load request', 'AbortError');
    };
    const sound = new PictureSound({ video, on: true });
    sound.play();
    await settled();
    expect([sound.on, video.muted]).toEqual([true, false]);
  });
});
