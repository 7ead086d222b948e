import { mount, unmount } from 'svelte';
import GlassBoard from '$signage/board/GlassBoard.svelte';
import LiveBoard from '$signage/board/LiveBoard.svelte';
import UrgentOnGlass from '$signage/board/UrgentOnGlass.svelte';
import '$kit/tokens.css';
import '$kit/glass.css';

const drawnBy = { slide: GlassBoard, live: LiveBoard, urgent: UrgentOnGlass };

/** @type {Record<string, unknown> | undefined} */
let mounted;

/**
 * Draws one glass in its own pixels at the page's corner, and answers when its fonts are there and it is painted.
 * @param {import('./built.ts').Standing} standing
 */
async function drawBoard({ kind, ...props }) {
  if (mounted) await unmount(mounted);
  document.body.style.margin = '0';
  mounted = mount(drawnBy[kind], { target: document.body, props });
  await document.fonts.ready;
  for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
}
Object.assign(window, { drawBoard });
