/** What the rehearsing page says to the one that plays. */
interface Proved {
  gangbo: 'proved';
  release: string;
}

/** So many slides must have been painted. */
export const provingSlides = 3;
const rehearsalMs = 120_000;

/** In a frame under the slides: laid out and painted like any page, and covered by the glass. @returns whether that build plays here */
export function rehearse(release: string, slot: string): Promise<boolean> {
  return new Promise((resolve) => {
    const frame = document.createElement('iframe');
    const as = slot === 'default' ? '' : `&as=${encodeURIComponent(slot)}`;
    frame.src = `/screen/?rehearse=${release}${as}`;
    frame.setAttribute('aria-hidden', 'true');
    frame.tabIndex = -1;
    frame.style.cssText = 'position:fixed;top:0;left:0;width:100%;height:100%;border:0;z-index:-1';
    const end = (plays: boolean) => {
      clearTimeout(timer);
      window.removeEventListener('message', hear);
      frame.remove();
      resolve(plays);
    };
    const hear = ({ data, source, origin }: MessageEvent<Partial<Proved> | undefined>) => {
      if (source !== frame.contentWindow || origin !== location.origin || data?.gangbo !== 'proved') return;
      end(data.release === release);
    };
    const timer = setTimeout(() => end(false), rehearsalMs);
    window.addEventListener('message', hear);
    document.body.append(frame);
  });
}

/** Says it, from within the frame. */
export function sayProved(release: string): void {
  const said: Proved = { gangbo: 'proved', release };
  window.parent.postMessage(said, location.origin);
}
