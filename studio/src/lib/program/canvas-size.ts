/** The program's canvas never changes its size: a new SPS in the middle of a show would break players. */
export const CANVAS_WIDTH = 1280;
export const CANVAS_HEIGHT = 720;
export const CANVAS_FPS = 25;
